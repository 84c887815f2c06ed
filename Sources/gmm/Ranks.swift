#if Command

import GaussianMixtures
import MixtureRanks
import Parallel
import Synchronization
import SystemCalls
import Tables

/// The processes that `mpirun` has started to do one thing together: each reads its own rows, and the first answers.
final class Ranks: Sendable {
  let communicator: MPICommunicator
  private let session = Mutex<ShareSession?>(nil)

  /// Whether at first one row is enough, for the columns to be known.
  private let readsOneRow: Bool

  private init(_ communicator: MPICommunicator, readsOneRow: Bool) {
    self.communicator = communicator
    self.readsOneRow = readsOneRow
  }

  private static let fewNumbers = 1 << 16

  var isFirst: Bool { communicator.rank == 0 }

  /// What is said, and kept, where a process is silent while nobody waits for a message.
  private static let farewell = Mutex<(seconds: Double, keeper: CheckpointKeeper?)>((0, nil))

  /// The processes, all with the same command; nil for one alone.
  ///
  /// - Parameters:
  ///   - faults: What only one process can do, and whether it is asked for.
  ///   - threads: How many threads each is to have; nil to share out those of the machine.
  ///   - readingOneRow: Whether at first one row is enough, for the columns to be known.
  /// - Throws: ``CommandFailure`` where MPI cannot be used, or a process was started otherwise than the first.
  static func joined(
    _ options: RankOptions, threads: Int?, readingOneRow: Bool = false,
    refusing faults: [(option: String, isGiven: Bool)]
  ) throws -> Ranks? {
    guard MPICommunicator.isStarted else { return nil }
    if threads == nil { Processors.share(among: MPICommunicator.countOnMachine) }
    AvailableMemory.share(among: MPICommunicator.countOnMachine)
    let ranks = try meet(secondsOfSilence: options.secondsOfSilence, readingOneRow) {
      for (option, _) in faults.filter(\.isGiven) {
        throw CommandFailure(.usage, "\(option) is for one process alone; leave it out, or leave out mpirun.")
      }
    }
    // Whoever is interrupted with all others goes on as long as the first one does.
    if !ranks.isFirst { Signal.interrupt.ignore() }
    return ranks
  }

  /// Begins with MPI, and sees whether all were started alike.
  private static func meet(
    secondsOfSilence seconds: Double, _ readsOneRow: Bool = false, _ check: () throws -> Void
  ) throws -> Ranks {
    farewell.withLock { $0.seconds = seconds }
    let communicator = try MPICommunicator(secondsOfSilence: seconds) { Ranks.miss(Int($0)) }
    let ranks = Ranks(communicator, readsOneRow: readsOneRow)
    let own = Array(([Version.current] + CommandLine.arguments.dropFirst()).joined(separator: "\0").utf8)
    let first = try ranks.communicator.broadcast(own)
    try agree(ranks) {
      guard first == own else {
        throw CommandFailure(
          .usage, "it has another version or other options than process 0; start all alike.")
      }
      try check()
    }
    return ranks
  }

  /// What a process of several does with an error before they have met: it meets them, and the first says what is wrong.
  static func agreed(on error: any Error) -> any Error {
    guard MPICommunicator.isStarted, MPICommunicator.begunRank == nil else { return error }
    guard let failure = CommandFailure(error) ?? CommandFailure(parsing: error) else {
      // Help and the version are said once.
      if MPICommunicator.startedRank ?? 0 > 0 { ThisProcess.end(0) }
      return error
    }
    do {
      _ = try meet(secondsOfSilence: RankOptions.usualSilence) { throw failure }
      return failure
    } catch {
      return error
    }
  }

  /// Ends all, since a process is silent and nobody but its watcher has noticed.
  private static func miss(_ rank: Int) {
    let (seconds, keeper) = farewell.withLock { $0 }
    keeper?.keepLatest()
    Console.fail(MPICommunicator.silence(ofRank: rank, seconds: seconds).message, hasLines: false)
    MPICommunicator.abort(CommandFailure.Code.inputOutput.rawValue)
  }

  /// What has to be kept where a process is lost.
  static func keep(_ keeper: CheckpointKeeper?) { farewell.withLock { $0.keeper = keeper } }

  /// How a process speaks: but for the first not at all.
  static func console(_ ranks: Ranks?, _ console: Console) -> Console {
    ranks?.isFirst ?? true ? console : Console(isQuiet: true)
  }

  /// What only the first process does.
  @discardableResult
  static func first<Value>(_ ranks: Ranks?, _ work: () throws -> Value?) rethrows -> Value? {
    ranks?.isFirst ?? true ? try work() : nil
  }

  /// Does what each process does for itself; where one of them fails, all do, with its words and its exit code.
  static func agree<Value>(_ ranks: Ranks?, _ work: () throws -> Value) throws -> Value {
    guard let ranks else { return try work() }
    return try agreeing(ranks, on: Result { try work() })
  }

  /// What came of something that each process has done for itself; where one of them has failed, all do.
  static func agreeing<Value>(_ ranks: Ranks, on outcome: Result<Value, any Error>) throws -> Value {
    var told: String?
    if case .failure(let error) = outcome {
      let failure = CommandFailure(error) ?? CommandFailure(.internal, "\(error)")
      told = "\(failure.code.rawValue) \(failure.message)"
    }
    if let (rank, text) = try ranks.communicator.firstFailure(told) {
      let parts = text.split(separator: " ", maxSplits: 1).map(String.init)
      let code = CommandFailure.Code(rawValue: Int32(parts[0]) ?? 0) ?? .internal
      throw CommandFailure(code, (rank > 0 ? "process \(rank): " : "") + (parts.count > 1 ? parts[1] : ""))
    }
    return try outcome.get()
  }

  // MARK: Rows

  /// The rows of a table that this process reads; one where it is to have none.
  func part(of table: PointTable) -> PointTable {
    let rows = readsOneRow ? 0..<1 : rows(of: table.rowCount)
    return table.selecting(rows: rows.isEmpty ? 0..<1 : rows)
  }

  private func rows(of count: Int) -> Range<Int> {
    RowShare.rows(ofRank: communicator.rank, of: communicator.size, rowCount: count)
  }

  /// Puts the rows of all together on the first process; elsewhere answers until all is done.
  ///
  /// - Returns: the input of all rows; nil elsewhere, where there is nothing more to do.
  func gathered(_ input: PointInput, _ options: FitOptions, console: Console) throws -> PointInput? {
    let table = input.table.whole
    let rows = rows(of: table.rowCount)
    let share = try input.share(isEmpty: rows.isEmpty, options.observations)
    let keptRows = try keptRows(of: input, among: rows)
    let own = [input.ownRows?.skipped.count ?? 0, input.ownRows?.missingCount ?? 0].map(Double.init)
    let counts = try communicator.gather(own)
    let session = try ShareSession(share, over: communicator, threadCount: options.engine.threads)
    guard let shared = session.observations else {
      try session.serve()
      return nil
    }
    self.session.withLock { $0 = session }
    // Of a few numbers the sums are there before a message is.
    let isFew = shared.count * shared.dimension <= Self.fewNumbers
    let observations = isFew ? shared.inMemory : shared
    let invalid = [0, 1].map { place in counts.reduce(0) { $0 + Int($1[place]) } }
    return input.of(
      observations, in: table, keptRows: keptRows, invalid: invalid, options.observations, console: console)
  }

  /// On the first process the rows of the points of all, where some were left out.
  private func keptRows(of input: PointInput, among rows: Range<Int>) throws -> [Int]? {
    let own = rows.isEmpty ? [] : input.keptRows ?? Array(0..<rows.count)
    // Where none is left out anywhere, nobody sends any.
    let areLeftOut = try communicator.gather([own.count < rows.count ? 1 : 0]).contains([1])
    guard try communicator.broadcast([areLeftOut ? 1 : 0]) == [1] else { return nil }
    return try communicator.gather(own.map { Double($0 + rows.lowerBound) }).flatMap { $0.map { Int($0) } }
  }

  /// Whether a coordinate is missing in the rows of any process.
  func isMissing(in input: PointInput) throws -> Bool {
    let own = (input.ownRows?.coordinates ?? []).contains { column in
      (0..<column.count).contains { column[$0].isNaN }
    }
    let isSome = try communicator.gather([own ? 1 : 0]).contains([1])
    return try communicator.broadcast([isSome ? 1 : 0]) == [1]
  }

  // MARK: The end

  /// Lets the others go; nothing happens a second time.
  private func end() throws {
    let session = session.withLock { session in
      defer { session = nil }
      return session
    }
    try session?.end()
  }

  /// Does what the first process does with the rows of all, and lets the others go, whatever comes of it.
  static func ending(_ ranks: Ranks?, _ work: () async throws -> Void) async throws {
    do { try await work() } catch {
      try ranks?.end()
      throw error
    }
    try ranks?.end()
  }

  /// Ends with MPI: in order, or where another process is gone all at once. What is wrong the first process says.
  static func leave(for error: (any Error)? = nil) {
    guard let rank = MPICommunicator.begunRank else { return }
    keep(nil)
    guard let error, let failure = CommandFailure(error) else { return MPICommunicator.end() }
    // What all agree on is a failure of the command; anything else the others do not know of.
    guard MPICommunicator.isBroken || (rank > 0 && !(error is CommandFailure)) else {
      MPICommunicator.end()
      // Whoever has started them might end all at the first code but 0, before the first process has said why.
      if rank > 0 { ThisProcess.end(0) }
      return
    }
    Console.fail(failure.message, hasLines: false)
    MPICommunicator.abort(failure.code.rawValue)
  }
}

#endif
