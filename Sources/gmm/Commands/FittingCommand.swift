#if Command

import GaussianMixtures

/// A command that fits to the rows of one data set, in one process or in several.
protocol FittingCommand: SharedCommand {
  var points: InputOptions { get }
  var fit: FitOptions { get }
  var reading: DataOptions { get }
  var transforms: TransformOptions { get }
  var groups: GroupOptions { get }
  var checkpoints: CheckpointOptions { get }
  var processes: RankOptions { get }
  var results: ResultOptions { get }
  var messages: ConsoleOptions { get }
}

extension FittingCommand {
  /// Reads the rows, each process those that fall to it, and does the work where all are at hand: in the first process.
  ///
  /// - Parameters:
  ///   - requireCreatable: Refuses outputs that cannot be written.
  ///   - many: What is done instead where there are many data sets, which only one process fits.
  func withInput(
    requireCreatable: () throws -> Void, many: () async throws -> Void,
    _ work: (Runner, PointInput, Console) async throws -> Void
  ) async throws {
    let refused = groups.refused + points.refused + fit.refused(reading)
    let ranks = try Ranks.joined(processes, threads: fit.engine.threads, refusing: refused)
    guard !groups.isUsed else { return try await many() }
    try ranks?.requireSame(points.data)
    let console = Ranks.console(ranks, messages.console)
    let (runner, own) = try Ranks.agree(ranks) {
      try Ranks.first(ranks) { try requireCreatable() }
      let runner = Runner(
        console: console, keeper: try Ranks.first(ranks) { try checkpoints.keeper(console) })
      Ranks.keep(runner.keeper)
      let input = try PointInput(
        points.data, reading, transforms, fit.observations, threads: fit.engine.threads, over: ranks,
        console: console)
      try results.requireSuited(input.table)
      return (runner, input)
    }
    guard let input = try ranks.map({ try $0.gathered(own, fit, console: console) }) ?? own else { return }
    try await Ranks.ending(ranks) { try await work(runner, input, console) }
  }
}

#endif
