extension CoordinateFrame {
  /// Writes a block of points, from the caller's units into this frame; behind the last point of all that one is
  /// repeated to the next multiple of the lanes: the loops read whole vectors, and must find numbers there.
  ///
  /// - Parameter stride: the distance between two coordinates of a point in the output.
  func enter<Number: KernelNumber>(
    _ points: PointSet, block: Int, kernels: MixtureKernels, to output: UnsafeMutablePointer<Number>,
    stride: Int
  ) {
    let blockSize = PointBlocks.blockSize
    let used = min(blockSize, points.count - block * blockSize)
    for column in 0..<dimension {
      let target = output + column * stride
      points.coordinates[column].withRun((block * blockSize)..<(block * blockSize + used)) { values in
        guard let source = values.baseAddress else { return }
        Number.take(used, to: target, kernels: kernels) {
          enter(source, count: used, column: column, kernels: kernels, to: $0)
        }
      }
      (target + used).update(repeating: target[used - 1], count: Tile.padded(used) - used)
    }
  }
}
