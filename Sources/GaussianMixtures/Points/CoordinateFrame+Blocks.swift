extension CoordinateFrame {
  /// How many blocks are entered at once: their coordinates stay in a core's own cache, while each column is looked up, and its
  /// owner held, as seldom as can be. Threads that hold the same owner wait for each other.
  static func blocksAtOnce(dimension: Int) -> Int { max(1, 16 / dimension) }

  /// Writes some blocks of points, from the caller's units into this frame, one after the other; behind the last point of all
  /// that one is repeated to the next multiple of the lanes: the loops read whole vectors, and must find numbers there.
  ///
  /// - Parameter stride: the distance between two coordinates of a point in the output.
  func enter<Number: KernelNumber>(
    _ points: PointSet, blocks: Range<Int>, kernels: MixtureKernels, to output: UnsafeMutablePointer<Number>,
    stride: Int
  ) {
    let size = PointBlocks.blockSize
    let range = (blocks.lowerBound * size)..<min(blocks.upperBound * size, points.count)
    for column in 0..<dimension {
      points.coordinates[column].withRun(range) { values in
        guard let source = values.baseAddress else { return }
        for first in Swift.stride(from: 0, to: range.count, by: size) {
          let (used, target) = (
            min(size, range.count - first), output + (first / size * dimension + column) * stride
          )
          Number.take(used, to: target, kernels: kernels) {
            enter(source + first, count: used, column: column, kernels: kernels, to: $0)
          }
          (target + used).update(repeating: target[used - 1], count: Tile.padded(used) - used)
        }
      }
    }
  }
}
