package import Parallel

extension PointBlocks {
  /// The points in an order in which neighbours in space are neighbours, with boxes.
  ///
  /// - Parameters:
  ///   - points: of at most as many dimensions as have an order.
  ///   - centres: of the columns, in the frame.
  ///   - spreads: of the columns, in the frame.
  ///   - space: where the blocks go; nil for memory.
  ///   - engine: how the work is done.
  /// - Complexity: O(N D) as long as points spread over the cells of the order's grid, O(N D log N) where all are in one.
  package init(
    ordering points: PointSet, weights: [Double]? = nil, frame: CoordinateFrame, centres: [Double],
    spreads: [Double], in space: ScratchSpace? = nil, engine: Engine
  ) {
    self.init(
      ordering: points, weights: weights, frame: frame, centres: centres, spreads: spreads, in: space,
      engine: engine, runLength: SpatialOrder.runLength)
  }

  /// - Parameter runLength: how many points are ordered among themselves, in whole blocks.
  init(
    ordering points: PointSet, weights: [Double]?, frame: CoordinateFrame, centres: [Double],
    spreads: [Double], in space: ScratchSpace?, engine: Engine, runLength: Int
  ) {
    precondition(runLength.isMultiple(of: PointBlocks.blockSize), "runs are made of blocks")
    let blocks = UnwrittenBlocks(
      count: points.count, dimension: points.dimension, frame: frame, isOrdered: true, in: space,
      precision: engine.precision)
    for first in Swift.stride(from: 0, to: points.count, by: runLength) {
      let run = first..<min(first + runLength, points.count)
      blocks.write(
        SpatialOrder(points, run, frame: frame, centres: centres, spreads: spreads, engine: engine), at: first)
    }
    self.init(blocks, weights: weights, engine: engine)
  }
}
