internal import Parallel

/// Points that are sorted by cells in one place, and split in another.
extension SpatialOrder {
  /// The numbers of the run's points in the order of their cells, and for each cell the place where it ends.
  func sorted() -> (order: [Int32], ends: [Int]) {
    var ends: [Int] = []
    let order = [Int32].written(count: run.count) { ends = sort(to: $0) }
    return (order, ends)
  }

  /// Writes some of the blocks of points that are in the order of their cells already.
  ///
  /// - Parameters:
  ///   - chunks: the ranges of places that are split on their own; they hold all places of the wanted blocks.
  ///   - wanted: the places of these blocks.
  ///   - blocks: room for them.
  ///   - order: takes for each place the number of the point that is there.
  ///   - columns: writes a column of a chunk: coordinates, and behind them the points' numbers.
  func write<Number: KernelNumber>(
    sorted chunks: [Range<Int>], blocks wanted: Range<Int>, to blocks: DisjointWriter<Number>,
    order: DisjointWriter<Int32>,
    columns: @Sendable (_ chunk: Range<Int>) -> (_ column: Int, _ target: UnsafeMutablePointer<Double>) -> Void
  ) {
    let dimension = points.dimension
    ParallelLoop.run(count: chunks.count, threadCount: engine.threads) { index in
      let chunk = chunks[index]
      let own = chunk.clamped(to: wanted)
      guard !own.isEmpty else { return }
      let target = own.lowerBound - wanted.lowerBound
      guard own != chunk else {
        return split(
          count: chunk.count, to: blocks.pointer(at: target * dimension), order: order.pointer(at: target),
          columns(chunk))
      }
      // Room for the whole chunk, of which others have a part.
      let size = PointBlocks.blockSize * dimension
      let all = UnsafeMutablePointer<Number>.allocate(
        capacity: PointBlocks.blockCount(of: chunk.count) * size)
      let numbers = UnsafeMutablePointer<Int32>.allocate(capacity: chunk.count)
      defer {
        all.deallocate()
        numbers.deallocate()
      }
      split(count: chunk.count, to: all, order: numbers, columns(chunk))
      let first = own.lowerBound - chunk.lowerBound
      blocks.pointer(at: target * dimension).update(
        from: all + first * dimension, count: PointBlocks.blockCount(of: own.count) * size)
      order.pointer(at: target).update(from: numbers + first, count: own.count)
    }
  }
}
