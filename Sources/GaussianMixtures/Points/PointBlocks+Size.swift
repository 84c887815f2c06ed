internal import Parallel

extension PointBlocks {
  /// About how many bytes blocks of so many points take, with boxes, order and weights.
  static func byteCount(
    of count: Int, dimension: Int, isOrdered: Bool = true, hasWeights: Bool, precision: Engine.Precision
  ) -> Int {
    let blocks = blockCount(of: count) * blockSize * dimension / (precision == .double ? 1 : 2)
    let boxes =
      2 * dimension * (count / boxedCount + count / (boxedCount * boxesPerGroup) + 2)
    let order = isOrdered ? boxes : 0
    let parts = [blocks, order, isOrdered ? count / 2 + 1 : 0, hasWeights ? count : 0]
    return parts.reduce(0) { $0 + ScratchSpace.roundedUp(8 * $1) } + 4096
  }
}
