/// How points are cut into leaves, whose statistics are summed one by one and then added in a fixed tree.
///
/// Their number is a power of two that depends on the number of points and the size of statistics alone, so a grid of
/// fewer leaves is made of whole leaves of one with more, and whoever computes which leaf, the sum has the same bits.
struct LeafGrid: Sendable, Hashable {
  /// Of each leaf its blocks.
  let leaves: [Range<Int>]

  private static let largestCount = 64
  /// In bytes, of all leaves: where statistics are large there are fewer.
  private static let affordable = 32 << 20
  private static let leastAffordable = 8

  /// - Parameters:
  ///   - blockCount: how many blocks of points there are.
  ///   - blocksPerGroup: at least so many blocks are a leaf, and leaves begin at multiples of it.
  ///   - statisticsSize: the numbers of a leaf's statistics.
  init(blockCount: Int, blocksPerGroup: Int, statisticsSize: Int) {
    let affordable = max(
      Self.leastAffordable, Self.affordable / (MemoryLayout<Double>.stride * max(statisticsSize, 1)))
    let groupCount = (blockCount + blocksPerGroup - 1) / blocksPerGroup
    let count = Self.powerOfTwo(notAbove: max(1, min(Self.largestCount, affordable, groupCount)))
    func start(of leaf: Int) -> Int { min(groupCount * leaf / count * blocksPerGroup, blockCount) }
    leaves = (0..<count).map { start(of: $0)..<start(of: $0 + 1) }
  }

  private static func powerOfTwo(notAbove number: Int) -> Int {
    1 << (Int.bitWidth - 1 - number.leadingZeroBitCount)
  }
}
