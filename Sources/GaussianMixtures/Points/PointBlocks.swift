/// The copy of a point set that passes run on: blocks of 256 points, each stored coordinate by
/// coordinate, in a frame's coordinates, and divided into leaves.
///
/// Blocks and leaves depend on the number of points, dimensions and components alone, so sums over them
/// in their order have the same bits whatever the number of threads.
package struct PointBlocks: Sendable {
  let count: Int
  let dimension: Int
  let frame: CoordinateFrame
  private let storage: AlignedDoubles

  static let blockSize = MixtureKernels.blockSize

  var blockCount: Int { (count + Self.blockSize - 1) / Self.blockSize }

  /// - Complexity: O(N D).
  package init(_ points: PointSet, frame: CoordinateFrame, threadCount: Int) {
    let blockSize = Self.blockSize
    let count = points.count
    let dimension = points.dimension
    let blockCount = (count + blockSize - 1) / blockSize
    self.count = count
    self.dimension = dimension
    self.frame = frame
    storage = AlignedDoubles(count: blockCount * dimension * blockSize) { base in
      let writer = DisjointWriter(base)
      let chunk = 64
      ParallelLoop.run(count: (blockCount + chunk - 1) / chunk, threadCount: threadCount) { index in
        for column in 0..<dimension {
          points.columns[column].withUnsafeBufferPointer { values in
            guard let source = values.baseAddress else { return }
            for block in (index * chunk)..<min((index + 1) * chunk, blockCount) {
              let output = writer.pointer(at: (block * dimension + column) * blockSize)
              let used = min(blockSize, count - block * blockSize)
              frame.enter(source + block * blockSize, count: used, column: column, to: output)
              // The last point again: the loops read whole vectors, and must find numbers there.
              (output + used).initialize(repeating: output[used - 1], count: blockSize - used)
            }
          }
        }
      }
    }
  }

  /// The block's coordinates; valid as long as the blocks live.
  func block(_ index: Int) -> UnsafePointer<Double> {
    storage.pointer(at: index * dimension * Self.blockSize)
  }

  func pointCount(ofBlock index: Int) -> Int { min(Self.blockSize, count - index * Self.blockSize) }

  /// The coordinates of one point in the frame.
  func point(_ index: Int) -> [Double] {
    let base = block(index / Self.blockSize) + index % Self.blockSize
    return (0..<dimension).map { base[$0 * Self.blockSize] }
  }

  /// The ranges of blocks that are summed one by one before their sums are added: at most 64, at least
  /// 4 blocks each, and fewer where the statistics of a leaf (`size` doubles) are large.
  func leaves(statisticsSize size: Int) -> [Range<Int>] {
    let affordable = max(8, (32 << 20) / (8 * max(size, 1)))
    let leafCount = max(1, min(64, affordable, blockCount / 4))
    return (0..<leafCount).map { leaf in
      (blockCount * leaf / leafCount)..<(blockCount * (leaf + 1) / leafCount)
    }
  }
}
