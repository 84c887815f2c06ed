#if Command

import GaussianMixtures
import MixtureRanks
import Synchronization
import SystemCalls
import Tables

/// The processes that `mpirun` has started to do one thing together: each reads its own rows, and the first answers.
final class Ranks: Sendable {
  private let communicator: MPICommunicator
  private let session = Mutex<ShareSession?>(nil)

  private init(_ communicator: MPICommunicator) { self.communicator = communicator }

  private var isFirst: Bool { communicator.rank == 0 }

  /// The processes, all with the same command; nil for one alone.
  ///
  /// - Throws: ``CommandFailure`` where MPI cannot be used, or a process was started otherwise than the first.
  static func joined(_ options: RankOptions, refusing faults: [(option: String, isGiven: Bool)]) throws
    -> Ranks?
  {
    guard MPICommunicator.isStarted else { return nil }
    let ranks = Ranks(try MPICommunicator(secondsToAnswer: options.secondsToAnswer))
    let own = Array(([Version.current] + CommandLine.arguments.dropFirst()).joined(separator: "\0").utf8)
    let first = try ranks.communicator.broadcast(own)
    try agree(ranks) {
      guard first == own else {
        throw CommandFailure(
          .usage, "it has another version or other options than process 0; start all alike.")
      }
      for (option, _) in faults.filter(\.isGiven) {
        throw CommandFailure(.usage, "\(option) is for one process alone; leave it out, or leave out mpirun.")
      }
    }
    return ranks
  }

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
    let outcome = Result { try work() }
    var told: String?
    if case .failure(let error) = outcome {
      let failure = CommandFailure(error) ?? CommandFailure(.internal, "\(error)")
      told = "\(failure.code.rawValue) \(failure.message)"
    }
    if let (rank, text) = try ranks.communicator.firstFailure(told) {
      let parts = text.split(separator: " ", maxSplits: 1).map(String.init)
      let code = CommandFailure.Code(rawValue: Int32(parts[0]) ?? 0) ?? .internal
      throw CommandFailure(code, "process \(rank): \(parts.count > 1 ? parts[1] : "")")
    }
    return try outcome.get()
  }

  /// The rows of a table that this process reads; one where it is to have none.
  func part(of table: PointTable) -> PointTable {
    let rows = rows(of: table.rowCount)
    return table.selecting(rows: rows.isEmpty ? 0..<1 : rows)
  }

  private func rows(of count: Int) -> Range<Int> {
    RowShare.rows(ofRank: communicator.rank, of: communicator.size, rowCount: count)
  }

  /// Puts the rows of all together on the first process; elsewhere answers until all is done.
  ///
  /// - Returns: the input of all rows; nil elsewhere, where there is nothing more to do.
  func gathered(_ input: PointInput, _ options: FitOptions) throws -> PointInput? {
    let table = input.table.whole
    let isEmpty = rows(of: table.rowCount).isEmpty
    let own = input.observations
    let share = RowShare(
      isEmpty ? own.coordinates.map { $0.selecting(0..<0) } : own.coordinates,
      weights: input.weights.map { isEmpty ? [] : $0 }, weightMeaning: options.observations.weightsAre)
    let session = try ShareSession(share, over: communicator, threadCount: options.engine.threads)
    guard let observations = session.observations else {
      try session.serve()
      return nil
    }
    self.session.withLock { $0 = session }
    return input.of(observations, in: table)
  }

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
    guard let error, let failure = CommandFailure(error) else { return MPICommunicator.end() }
    let isAlone = (error as? FitError)?.code == .communication || error is CommunicationError
    guard isAlone else {
      MPICommunicator.end()
      if rank > 0 { ThisProcess.end(failure.code.rawValue) }
      return
    }
    Console.fail(failure.message, hasLines: false)
    MPICommunicator.abort(failure.code.rawValue)
  }
}

#endif
