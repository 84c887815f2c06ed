internal import Parallel

/// Processes that fit together: each has some of the rows, and rank 0 decides.
///
/// ```swift
/// func model(of share: RowShare, over ranks: any Communicator) throws -> GaussianMixture? {
///   try ShareSession(share, over: ranks).run { observations throws(FitError) in
///     try MixtureSelector(SelectionConfiguration(componentCounts: [1, 2, 3, 4])).select(observations).best.model
///   }
/// }
/// ```
///
/// On rank 0 the rows of all are observations like any others: whatever is done with them has the same bits as in one
/// process that has all rows. The others answer what rank 0 asks. Blocks of points are dealt out in whole leaves of the grid
/// in which statistics are added, and rows go to another process only where that takes it: where an order in space is made, a
/// leaf begins in the middle of a share, or rows that do not count move all others.
///
/// Rank 0 holds weights and labels of all rows, and of rows with missing numbers their places.
public final class ShareSession: Sendable {
  private let communicator: any Communicator
  private let keeper: ShareKeeper
  /// On rank 0 the rows of all processes; nil elsewhere.
  package let observations: Observations?
  private let group: ShareGroup?

  /// Begins together; all processes call it.
  ///
  /// - Parameters:
  ///   - share: the rows of this process.
  ///   - communicator: the way to the others.
  ///   - threadCount: how many threads work here; nil for one a processor.
  /// - Throws: ``FitError`` with the code `communication` where a process is gone, `observations` where the rows of one are
  ///   none, or do not go with those of others: on all processes the same.
  public init(_ share: RowShare, over communicator: any Communicator, threadCount: Int? = nil)
    throws(FitError)
  {
    self.communicator = communicator
    let table = try ShareTable(share, over: communicator, threadCount: threadCount)
    keeper = ShareKeeper(
      share, rank: communicator.rank, starts: table.starts, threadCount: threadCount)
    guard communicator.rank == 0 else {
      (observations, group) = (nil, nil)
      return
    }
    let group = ShareGroup(communicator, keeper, table)
    self.group = group
    do throws(FitError) {
      observations = try Observations(
        (0..<group.dimension).map { PointColumn(RemoteColumn(group, column: $0)) },
        hasMissing: table.hasMissing,
        weights: table.weights, weightMeaning: table.weightMeaning,
        knownLabels: table.labels.map { ClassLabels(names: share.knownLabels?.names ?? [], indices: $0) })
    } catch {
      group.end()
      throw error
    }
  }

  /// Does something with all rows on rank 0, while the others answer; all processes call it, once.
  ///
  /// - Parameter work: what rank 0 does.
  /// - Returns: what came of it on rank 0; nil elsewhere.
  /// - Throws: ``FitError``, as the work, and with the code `communication` where a process is gone or cannot go on.
  public func run<Value>(
    _ work: (Observations) throws(FitError) -> Value
  ) throws(FitError) -> Value? {
    guard let observations else {
      try serve()
      return nil
    }
    do throws(FitError) {
      let value = try work(observations)
      try end()
      return value
    } catch {
      try end()
      throw error
    }
  }

  /// Answers rank 0 until it has no more questions.
  package func serve() throws(FitError) {
    var keeper = keeper
    defer { keeper.leave() }
    while true {
      let request = try communicating { () throws(CommunicationError) in try communicator.broadcast([]) }
      let asked = try ShareRequest(bytes: request)
      let reply = keeper.reply(to: asked)
      _ = try communicating { () throws(CommunicationError) in try communicator.gather(reply) }
      if case .end = asked { return }
      if keeper.pause > 0 { Background.pause(milliseconds: keeper.pause) }
    }
  }

  /// Ends the work of all, on rank 0.
  ///
  /// - Throws: ``FitError`` with the code `communication` where somebody could not go on: what came of the work is nothing.
  package func end() throws(FitError) {
    group?.end()
    if let failure = group?.failure { throw failure }
  }
}

extension MixtureEstimator {
  /// Fits a mixture to the rows of several processes; all of them call it.
  ///
  /// ```swift
  /// let share = RowShare([x, y].map { PointColumn($0) })
  /// let result = try MixtureEstimator(componentCount: 3).fit(share, over: SingleProcess())
  /// ```
  ///
  /// The result has the same bits as that of one process with all rows, whatever the number of processes and threads.
  ///
  /// - Parameters:
  ///   - share: the rows of this process.
  ///   - communicator: the way to the others.
  ///   - observer: is told of every iteration, on rank 0.
  /// - Returns: the best of all runs on rank 0; nil elsewhere.
  /// - Throws: ``FitError``, as ``fit(_:observing:)-(Observations,_)``, and with the code `communication` where a process is
  ///   gone or cannot go on.
  /// - Complexity: as ``fit(_:observing:)-(Observations,_)``, with the rows of one process each; O(K D²) numbers are sent an
  ///   iteration for each leaf.
  public func fit(
    _ share: RowShare, over communicator: any Communicator,
    observing observer: (Progress) -> Directive = { _ in .proceed }
  ) throws(FitError) -> FitResult? {
    try ShareSession(share, over: communicator, threadCount: engine.threadCount).run {
      observations throws(FitError) in try fit(observations, observing: observer)
    }
  }
}

/// Does what talks to other processes.
func communicating<Value>(_ body: () throws(CommunicationError) -> Value) throws(FitError) -> Value {
  do throws(CommunicationError) { return try body() } catch { throw FitError(error) }
}
