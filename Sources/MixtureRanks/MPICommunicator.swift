#if !os(Windows) && !os(WASI)

internal import CMPI
public import GaussianMixtures
internal import Synchronization
internal import SystemCalls

/// The processes that one start of MPI has made, by whatever library of MPI started them: it is found when the program runs.
///
/// ```swift
/// import MixtureRanks
///
/// if MPICommunicator.isStarted {
///   let ranks = try MPICommunicator()
///   print("process \(ranks.rank) of \(ranks.size)")
///   MPICommunicator.end()
/// }
/// ```
///
/// Open MPI 4 and 5, MPICH 4 and 5, and libraries with their interface or that of the standard MPI 5.0. A process waits for a
/// message with little work of its own, so that there may be more processes than processors.
///
/// From a thread of its own each process tells every second that it is alive, however long its work takes. One of which
/// nothing is heard for too long hangs, or its machine is gone: whoever waits for a message gets an error that names it.
public struct MPICommunicator: Communicator, Correspondence {
  /// The number of this process, from 0.
  public let rank: Int
  /// How many processes there are.
  public let size: Int
  private let secondsToAnswer: Double
  private let secondsOfSilence: Double

  /// Whether this process is one of several that MPI has started.
  public static var isStarted: Bool { startedCount > 1 }

  /// How many processes MPI has started with this one; 1 where it has started none.
  private static var startedCount: Int {
    let direct = ["OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "MPI_LOCALNRANKS"].compactMap(number).max() ?? 1
    // Where Slurm itself starts the processes of Open MPI, they know their number from PMIx alone.
    let bySlurm = number("PMIX_RANK") == nil ? 1 : number("SLURM_STEP_NUM_TASKS") ?? 1
    return max(direct, bySlurm)
  }

  /// The number that whoever started this process has given to it; nil where none did.
  public static var startedRank: Int? {
    ["OMPI_COMM_WORLD_RANK", "PMI_RANK", "PMIX_RANK"].compactMap(number).first
  }

  /// How many of the processes run on this machine, as far as it is told; at least 1.
  public static var countOnMachine: Int {
    let names = ["OMPI_COMM_WORLD_LOCAL_SIZE", "MPI_LOCALNRANKS", "SLURM_NTASKS_PER_NODE"]
    return max(1, names.compactMap(number).first ?? 1)
  }

  private static func number(_ name: String) -> Int? { ThisProcess.environment(name).flatMap { Int($0) } }

  private static let hasFailed = Atomic(false)

  /// Whether messages are of no use any more: one did not arrive, or a process gives no sign of life.
  public static var isBroken: Bool { hasFailed.load(ordering: .relaxed) || cmpi_lost() >= 0 }

  /// The number of this process, from 0; nil where it has not begun with MPI, or has ended.
  public static var begunRank: Int? { cmpi_is_begun() ? Int(cmpi_rank()) : nil }

  /// Begins with MPI; once in a process.
  ///
  /// - Parameters:
  ///   - library: the path of MPI's library; nil to find that of whoever has started this process.
  ///   - secondsToAnswer: for how long rank 0 waits for an answer, and each for its message to be taken; infinity for as long
  ///     as the other is alive.
  ///   - secondsOfSilence: for how long nothing may be heard of a process.
  ///   - whenLost: what is called, with the number of the process, where one has been silent for longer and nobody waited for
  ///     a message in the five seconds after it: from another thread, such as to end all.
  /// - Throws: ``CommunicationError`` where there is no library of MPI, or it refuses.
  public init(
    library: String? = nil, secondsToAnswer: Double = .infinity, secondsOfSilence: Double = 20,
    whenLost: @escaping @convention(c) (Int32) -> Void = { _ in MPICommunicator.abort(1) }
  ) throws(CommunicationError) {
    try MPILibrary.begin(library)
    rank = Int(cmpi_rank())
    size = Int(cmpi_size())
    self.secondsToAnswer = secondsToAnswer.isFinite ? secondsToAnswer : 0
    // Where rank 0 is silent, one is enough to say so, unless that one is silent too.
    let most = rank > 1 ? secondsOfSilence + 1 : secondsOfSilence
    self.secondsOfSilence = secondsOfSilence
    guard cmpi_watch(most, 5, whenLost) else {
      throw CommunicationError(.refused, "The system gives no thread more; raise the limit of the user's processes.")
    }
  }

  /// Brings the numbers of all processes to rank 0.
  ///
  /// - Parameter numbers: as many as this process has.
  /// - Returns: on rank 0 those of each process; elsewhere nothing.
  /// - Throws: ``CommunicationError`` where a process does not answer in time.
  public func gather(_ numbers: [Double]) throws(CommunicationError) -> [[Double]] {
    try gatherOneByOne(numbers)
  }

  /// Brings the bytes of rank 0 to all processes, by a tree of them.
  ///
  /// - Parameter bytes: of rank 0.
  /// - Returns: those of rank 0.
  /// - Throws: ``CommunicationError`` where a process does not take them in time.
  public func broadcast(_ bytes: [UInt8]) throws(CommunicationError) -> [UInt8] {
    var numbers = rank == 0 ? Self.packed(bytes) : []
    var step = 1
    while step < size, rank & step == 0 { step <<= 1 }
    if rank > 0 { numbers = try received(from: rank - step) }
    while step > 1 {
      step >>= 1
      if rank + step < size { try send(numbers, to: rank + step) }
    }
    return Self.unpacked(numbers)
  }

  /// Bytes in numbers of eight, behind how many they are.
  private static func packed(_ bytes: [UInt8]) -> [Double] {
    let count = 1 + (bytes.count + 7) / 8
    return [Double](unsafeUninitializedCapacity: count) { numbers, filled in
      numbers.initializeElement(at: count - 1, to: 0)
      numbers.initializeElement(at: 0, to: Double(bytes.count))
      UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(numbers)[8...]).copyBytes(from: bytes)
      filled = count
    }
  }

  private static func unpacked(_ numbers: [Double]) -> [UInt8] {
    guard let count = numbers.first else { return [] }
    return numbers.withUnsafeBytes {
      [UInt8](UnsafeRawBufferPointer(rebasing: $0.dropFirst(8).prefix(Int(count))))
    }
  }

  func send(_ numbers: [Double], to other: Int) throws(CommunicationError) {
    try check(cmpi_send([Double(numbers.count)], 1, Int32(other), secondsToAnswer), other)
    try check(cmpi_send(numbers, numbers.count, Int32(other), secondsToAnswer), other)
  }

  /// Rank 0 is waited for as long as it is alive: what it does alone may take long.
  func received(from other: Int) throws(CommunicationError) -> [Double] {
    let seconds = rank == 0 ? secondsToAnswer : 0
    var length = 0.0
    try check(cmpi_receive(&length, 1, Int32(other), seconds), other)
    var outcome = CMPI_DONE
    let numbers = [Double](unsafeUninitializedCapacity: Int(length)) { target, filled in
      outcome = cmpi_receive(target.baseAddress, Int(length), Int32(other), seconds)
      filled = outcome == CMPI_DONE ? Int(length) : 0
    }
    try check(outcome, other)
    return numbers
  }

  private func check(_ outcome: cmpi_outcome, _ other: Int) throws(CommunicationError) {
    guard outcome != CMPI_DONE else { return }
    Self.hasFailed.store(true, ordering: .relaxed)
    guard outcome == CMPI_LATE else {
      throw CommunicationError(.lost, "Process \(other) cannot be reached; see what it said last.")
    }
    throw cmpi_lost() >= 0
      ? Self.silence(ofRank: Int(cmpi_lost()), seconds: secondsOfSilence)
      : CommunicationError(
        .timeLimit, "Process \(other) did not answer in time; see whether it hangs or its machine is gone.")
  }

  /// The error that a process gives no sign of life.
  ///
  /// - Parameters:
  ///   - rank: its number.
  ///   - seconds: for how long.
  public static func silence(ofRank rank: Int, seconds: Double) -> CommunicationError {
    let text = seconds == seconds.rounded() && seconds < 1e6 ? String(Int(seconds)) : String(seconds)
    return CommunicationError(
      .timeLimit,
      "Process \(rank) has given no sign of life for \(text) seconds: it hangs, or its machine or the way to it is gone.")
  }

  /// Ends with MPI in order: all processes do, each waits for that, and none begins again. Nothing happens where none has
  /// begun.
  public static func end() { cmpi_end() }

  /// Ends all processes at once.
  ///
  /// - Parameter code: the exit code.
  public static func abort(_ code: Int32) { cmpi_abort(code) }
}

#endif
