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
  /// Asked every 20 ms of waiting whether to leave off.
  private let stopping: StopQuestion?

  /// - Parameters:
  ///   - descriptors: of connections, which it closes at its end.
  ///   - secondsToAnswer: for how long rank 0 waits for an answer. The others wait for rank 0 as long as it is there: what it
  ///     does alone may take long.
  ///   - stopping: asked while it waits.
  init(
    rank: Int, size: Int, descriptors: [Int32], secondsToAnswer: Double, stopping: StopQuestion? = nil
  ) {
    self.rank = rank
    self.size = size
    self.descriptors = descriptors
    self.secondsToAnswer = secondsToAnswer
    self.stopping = stopping
    for descriptor in descriptors {
      if rank == 0 { Socket.setTimeLimit(descriptor, seconds: secondsToAnswer, reading: true) }
      Socket.setTimeLimit(descriptor, seconds: secondsToAnswer, reading: false)
    }
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
    let (descriptor, size) = (descriptor(of: other), items.count * MemoryLayout<Item>.stride)
    try talking(with: other) { () throws(SystemError) in
      try Self.write(descriptor, [UInt64(size).littleEndian])
      try Self.write(descriptor, items)
    }
  }

  private static func write<Item: BitwiseCopyable>(
    _ descriptor: Int32, _ items: [Item]
  ) throws(SystemError) {
    let outcome = items.withUnsafeBytes { bytes in
      Result { () throws(SystemError) in try Socket.write(descriptor, bytes) }
    }
    try outcome.get()
  }

  func received<Item: BitwiseCopyable>(from other: Int) throws(CommunicationError) -> [Item] {
    let descriptor = descriptor(of: other)
    let stride = MemoryLayout<Item>.stride
    try wait(for: other, descriptor)
    let length: [UInt64] = try taken(1, descriptor, from: other)
    let count = Int(truncatingIfNeeded: UInt64(littleEndian: length[0]))
    guard count >= 0, count <= 1 << 44, count.isMultiple(of: stride) else {
      throw CommunicationError(
        .refused, "What process \(other) says is no message: run the same version everywhere.")
    }
    return try taken(count / stride, descriptor, from: other)
  }

  /// Waits for a message so that the wait can be ended, where somebody might want to.
  private func wait(for other: Int, _ descriptor: Int32) throws(CommunicationError) {
    guard let stopping else { return }
    let end = rank == 0 ? ContinuousClock.now + .seconds(secondsToAnswer) : nil
    while !Socket.isReadable(descriptor, within: Self.look) {
      if stopping() { throw CommunicationError(.stopped, "Nobody waits for process \(other) any more.") }
      if let end, ContinuousClock.now > end {
        try talking(with: other) { () throws(SystemError) in throw .wait }
      }
    }
  }

  /// The seconds from one look whether to leave off to the next.
  static let look = 0.02

  private func taken<Item: BitwiseCopyable>(
    _ count: Int, _ descriptor: Int32, from other: Int
  ) throws(CommunicationError) -> [Item] {
    let byteCount = count * MemoryLayout<Item>.stride
    return try talking(with: other) { () throws(SystemError) in
      var outcome = Result<Int, SystemError>.success(0)
      let items = [Item](unsafeUninitializedCapacity: count) { target, filled in
        outcome = Result { () throws(SystemError) in
          try Descriptor.read(descriptor, UnsafeMutableRawPointer(target.baseAddress), byteCount)
        }
        filled = (try? outcome.get()) == byteCount ? count : 0
      }
      guard try outcome.get() == byteCount else { throw .absence }
      return items
    }
  }

  private func talking<Value>(
    with other: Int, _ body: () throws(SystemError) -> Value
  ) throws(CommunicationError) -> Value {
    do throws(SystemError) {
      return try body()
    } catch {
      throw error == .wait
        ? CommunicationError(
          .timeLimit, "Process \(other) did not answer in time; see whether it hangs or its machine is gone.")
        : CommunicationError(.lost, "Process \(other) is gone; see what it said last.")
    }
  }
}

#endif
