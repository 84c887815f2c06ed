internal import Parallel

extension Engine {
  /// Up to so many points, fits go side by side on a thread each: a pass over few points is over before several
  /// threads have begun with it.
  private static let fewPoints = 100_000

  /// What `work` answers for each number of some fits, told what it may work with.
  func sideBySide<Value: Sendable>(
    _ count: Int, pointCount: Int, _ work: @Sendable (Int, Engine) -> Value
  ) -> [Value] {
    let slotCount = slotCount(count, pointCount: pointCount)
    let own = ofSlot(slotCount)
    return ParallelLoop.map(count: count, threadCount: slotCount) { work($0, own) }
  }

  /// How many of some fits are made at a time.
  func slotCount(_ count: Int, pointCount: Int) -> Int {
    count >= threads && pointCount <= Self.fewPoints ? threads : 1
  }

  /// What one of so many fits may work with.
  func ofSlot(_ slotCount: Int) -> Engine { slotCount > 1 ? with(threadCount: 1) : self }
}
