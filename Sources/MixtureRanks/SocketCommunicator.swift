#if !os(Windows) && !os(WASI)

public import GaussianMixtures
internal import Synchronization
internal import SystemCalls

/// Processes, or threads of one, that are connected with the first of them by sockets.
///
/// ```swift
/// import MixtureRanks
///
/// let ranks = try SocketCommunicator.threads(4)    // one for each of four threads of this process
/// ```
///
/// Processes that have met tell each other every second that they are alive, from a thread of its own and by a connection of
/// its own: one of which nothing is heard for too long hangs, or its machine is gone. Whoever waits for a message gets an
/// error that names it.
///
/// A message is its length in eight bytes, the lowest first, and its bytes. Numbers are sent as their bits. All machines have
/// the same order of bytes as x86-64 and ARM have.
public final class SocketCommunicator: Communicator, Correspondence {
  /// The number of this process, from 0.
  public let rank: Int
  /// How many processes there are.
  public let size: Int
  /// On rank 0 the connection with each other process, in their order; elsewhere that with rank 0.
  private let descriptors: [Int32]
  private let isClosed = Mutex(false)
  private let secondsToAnswer: Double
  /// Signs of life of the others; nil for threads, which live as long as this one.
  private let pulse: Pulse?
  /// Asked every 20 ms of waiting whether to leave off.
  private let stopping: StopQuestion?

  /// - Parameters:
  ///   - descriptors: of connections, which it closes at its end.
  ///   - secondsToAnswer: for how long rank 0 waits for an answer. The others wait for rank 0 as long as it is there: what it
  ///     does alone may take long.
  ///   - pulse: tells which of the others is silent.
  ///   - stopping: asked while it waits.
  init(
    rank: Int, size: Int, descriptors: [Int32], secondsToAnswer: Double, pulse: Pulse? = nil,
    stopping: StopQuestion? = nil
  ) {
    self.rank = rank
    self.size = size
    self.descriptors = descriptors
    self.secondsToAnswer = secondsToAnswer
    self.pulse = pulse
    self.stopping = stopping
  }

  deinit { close() }

  /// Ends the connections: whoever waits at the other end is told that this process is gone.
  public func close() {
    isClosed.withLock { isClosed in
      if !isClosed { for descriptor in descriptors { Descriptor.close(descriptor) } }
      isClosed = true
    }
  }

  /// For threads of one process.
  ///
  /// - Parameters:
  ///   - size: how many, at least 1.
  ///   - secondsToAnswer: for how long rank 0 waits for an answer.
  /// - Returns: one for each thread.
  /// - Throws: ``CommunicationError`` where the system gives no more connections.
  public static func threads(
    _ size: Int, secondsToAnswer: Double = 600
  ) throws(CommunicationError) -> [SocketCommunicator] {
    var ends: [(Int32, Int32)] = []
    do throws(SystemError) {
      for _ in 1..<max(size, 1) { ends.append(try Socket.pair()) }
    } catch {
      for (one, other) in ends {
        Descriptor.close(one)
        Descriptor.close(other)
      }
      throw CommunicationError(
        .refused, "There are no connections between the threads: \(error.cause); \(error.cure).")
    }
    let first = SocketCommunicator(
      rank: 0, size: size, descriptors: ends.map(\.0), secondsToAnswer: secondsToAnswer)
    return [first]
      + ends.enumerated().map { place, end in
        SocketCommunicator(
          rank: place + 1, size: size, descriptors: [end.1], secondsToAnswer: secondsToAnswer)
      }
  }

  /// Brings the numbers of all processes to rank 0.
  ///
  /// - Parameter numbers: as many as this process has.
  /// - Returns: on rank 0 those of each process; elsewhere nothing.
  /// - Throws: ``CommunicationError`` where a process is gone or does not answer in time.
  public func gather(_ numbers: [Double]) throws(CommunicationError) -> [[Double]] {
    try gatherOneByOne(numbers)
  }

  /// Brings the bytes of rank 0 to all processes.
  ///
  /// - Parameter bytes: of rank 0.
  /// - Returns: those of rank 0.
  /// - Throws: ``CommunicationError`` where a process is gone or takes nothing in time.
  public func broadcast(_ bytes: [UInt8]) throws(CommunicationError) -> [UInt8] {
    guard rank == 0 else { return try received(from: 0) }
    for other in 1..<max(size, 1) { try send(bytes, to: other) }
    return bytes
  }

  private func descriptor(of other: Int) -> Int32 { descriptors[rank == 0 ? other - 1 : 0] }

  func send<Item: BitwiseCopyable>(_ items: [Item], to other: Int) throws(CommunicationError) {
    try write([UInt64(items.count * MemoryLayout<Item>.stride).littleEndian], to: other)
    try write(items, to: other)
  }

  private func write<Item: BitwiseCopyable>(_ items: [Item], to other: Int) throws(CommunicationError) {
    let descriptor = descriptor(of: other)
    let outcome = items.withUnsafeBytes { bytes in
      Result { () throws(CommunicationError) in
        var rest = bytes
        while !rest.isEmpty {
          try wait(for: other, atMost: secondsToAnswer) { Socket.isWritable(descriptor, within: Self.look) }
          let step = try talking(with: other) { () throws(SystemError) in
            try Socket.writeSome(descriptor, rest)
          }
          rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(step))
        }
      }
    }
    try outcome.get()
  }

  func received<Item: BitwiseCopyable>(from other: Int) throws(CommunicationError) -> [Item] {
    let stride = MemoryLayout<Item>.stride
    let length: [UInt64] = try taken(1, from: other)
    let count = Int(truncatingIfNeeded: UInt64(littleEndian: length[0]))
    guard count >= 0, count <= 1 << 44, count.isMultiple(of: stride) else {
      throw CommunicationError(
        .refused, "What process \(other) says is no message: run the same version everywhere.")
    }
    return try taken(count / stride, from: other)
  }

  private func taken<Item: BitwiseCopyable>(
    _ count: Int, from other: Int
  ) throws(CommunicationError) -> [Item] {
    var outcome = Result<Void, CommunicationError>.success(())
    let items = [Item](unsafeUninitializedCapacity: count) { target, filled in
      outcome = Result { () throws(CommunicationError) in
        try fill(UnsafeMutableRawBufferPointer(target), count * MemoryLayout<Item>.stride, from: other)
        filled = count
      }
    }
    try outcome.get()
    return items
  }

  private func fill(
    _ bytes: UnsafeMutableRawBufferPointer, _ count: Int, from other: Int
  ) throws(CommunicationError) {
    let descriptor = descriptor(of: other)
    var filled = 0
    while filled < count {
      try wait(for: other, atMost: rank == 0 ? secondsToAnswer : nil) {
        Socket.isReadable(descriptor, within: Self.look)
      }
      filled += try talking(with: other) { () throws(SystemError) in
        let step = try Descriptor.readSome(descriptor, bytes.baseAddress.map { $0 + filled }, count - filled)
        guard step > 0 else { throw .absence }
        return step
      }
    }
  }

  /// The seconds from one look whether to leave off to the next.
  static let look = 0.02

  /// Waits for another process, as long as there is a reason to.
  private func wait(
    for other: Int, atMost seconds: Double?, _ isReady: () -> Bool
  ) throws(CommunicationError) {
    guard !isReady() else { return }
    let end = seconds.map { ContinuousClock.now + .seconds($0) }
    repeat {
      if stopping?() == true {
        throw CommunicationError(.stopped, "Nobody waits for process \(other) any more.")
      }
      try pulse?.check()
      if let end, ContinuousClock.now > end {
        throw CommunicationError(
          .timeLimit, "Process \(other) did not answer in time; see whether it hangs or its machine is gone.")
      }
    } while !isReady()
  }

  private func talking<Value>(
    with other: Int, _ body: () throws(SystemError) -> Value
  ) throws(CommunicationError) -> Value {
    do throws(SystemError) {
      return try body()
    } catch {
      throw CommunicationError(.lost, "Process \(other) is gone; see what it said last.")
    }
  }
}

#endif
