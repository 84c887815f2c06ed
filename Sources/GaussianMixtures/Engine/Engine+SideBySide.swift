internal import Parallel

extension Engine {
  /// Up to so many points, fits go side by side on a thread each: a pass over few points is over before several
  /// threads have begun with it.
  private static let fewPoints = 100_000

  /// What `work` answers for each number of some fits, told what it may work with.
  func sideBySide<Value: Sendable>(
    _ count: Int, pointCount: Int, _ work: @Sendable (Int, Engine) -> Value
  ) -> [Value] {
    let isSideBySide = count >= threads && pointCount <= Self.fewPoints
    let own = isSideBySide ? with(threadCount: 1) : self
    return ParallelLoop.map(count: count, threadCount: isSideBySide ? threads : 1) { work($0, own) }
  }
}
