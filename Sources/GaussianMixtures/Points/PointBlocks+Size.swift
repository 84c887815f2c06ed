internal import Parallel

extension PointBlocks {
  /// About how many bytes blocks of so many points take, with boxes, order and weights.
  static func byteCount(of points: PointSet, hasWeights: Bool, precision: Engine.Precision) -> Int {
    let blocks = blockCount(of: points) * blockSize * points.dimension / (precision == .double ? 1 : 2)
    let boxes =
      2 * points.dimension * (points.count / boxedCount + points.count / (boxedCount * boxesPerGroup) + 2)
    let parts = [blocks, boxes, points.count / 2 + 1, hasWeights ? points.count : 0]
    return parts.reduce(0) { $0 + ScratchSpace.roundedUp(8 * $1) } + 4096
  }
}
