package import Parallel

/// Points that write themselves into blocks in an order in space.
protocol SpatialRuns {
  /// - Parameters:
  ///   - blocks: room for all.
  ///   - order: takes for each place the number of the point that is there.
  func write<Number: KernelNumber>(
    to blocks: UnsafeMutablePointer<Number>, order: UnsafeMutablePointer<Int32>)
}

/// All points that there are.
private struct WholeRuns: SpatialRuns {
  let points: PointSet
  let frame: CoordinateFrame
  let centres, spreads: [Double]
  let engine: Engine
  let runLength: Int

  func write<Number: KernelNumber>(
    to blocks: UnsafeMutablePointer<Number>, order: UnsafeMutablePointer<Int32>
  ) {
    SpatialOrder.write(
      points, frame: frame, centres: centres, spreads: spreads, engine: engine, to: blocks, order: order,
      runLength: runLength)
  }
}

extension PointBlocks {
  /// The points in an order in which neighbours in space are neighbours, with boxes.
  ///
  /// - Parameters:
  ///   - points: of at most as many dimensions as have an order.
  ///   - centres: of the columns, in the frame.
  ///   - spreads: of the columns, in the frame.
  ///   - space: where the blocks go; nil for memory.
  ///   - engine: how the work is done.
  /// - Complexity: O(N D).
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
    let runs = WholeRuns(
      points: points, frame: frame, centres: centres, spreads: spreads, engine: engine, runLength: runLength)
    self.init(
      runs, count: points.count, dimension: points.dimension, weights: weights, frame: frame, in: space,
      engine: engine)
  }
}
