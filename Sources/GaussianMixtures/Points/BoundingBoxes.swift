/// Boxes around runs of points, and around groups of such boxes, each as its centre and half its widths.
struct BoundingBoxes: Sendable {
  private let dimension: Int
  private let boxes: AlignedDoubles
  private let groups: AlignedDoubles

  /// - Parameters:
  ///   - blocks: blocks of points.
  ///   - count: the number of points.
  /// - Complexity: O(N D).
  init(_ blocks: AlignedDoubles, count: Int, dimension: Int, threadCount: Int) {
    self.dimension = dimension
    let boxedCount = PointBlocks.boxedCount
    let perGroup = PointBlocks.boxesPerGroup
    let boxCount = (count + boxedCount - 1) / boxedCount
    let groupCount = (boxCount + perGroup - 1) / perGroup
    let boxes = AlignedDoubles(count: boxCount * 2 * dimension) { base in
      let writer = DisjointWriter(base)
      ParallelLoop.run(count: groupCount, threadCount: threadCount) { group in
        for box in (group * perGroup)..<min((group + 1) * perGroup, boxCount) {
          let start = box * boxedCount
          let block = start / PointBlocks.blockSize
          let points = blocks.pointer(
            at: block * dimension * PointBlocks.blockSize + start % PointBlocks.blockSize)
          let target = writer.pointer(at: box * 2 * dimension)
          for d in 0..<dimension {
            let values = UnsafeBufferPointer(
              start: points + d * PointBlocks.blockSize, count: min(boxedCount, count - start))
            Self.write(Self.range(of: values), to: target, d, dimension)
          }
        }
      }
    }
    groups = AlignedDoubles(count: groupCount * 2 * dimension) { base in
      for group in 0..<groupCount {
        let members = (group * perGroup)..<min((group + 1) * perGroup, boxCount)
        for d in 0..<dimension {
          var low = Double.infinity
          var high = -Double.infinity
          for box in members {
            let (centre, half) = (boxes.pointer(at: box * 2 * dimension)[d], boxes.pointer(at: box * 2 * dimension)[dimension + d])
            low = min(low, centre - half)
            high = max(high, centre + half)
          }
          Self.write((low, high), to: base + group * 2 * dimension, d, dimension)
        }
      }
    }
    self.boxes = boxes
  }

  func box(_ index: Int) -> UnsafePointer<Double> { boxes.pointer(at: index * 2 * dimension) }

  func groupBox(_ index: Int) -> UnsafePointer<Double> { groups.pointer(at: index * 2 * dimension) }

  private static func range(of values: UnsafeBufferPointer<Double>) -> (Double, Double) {
    var low = values[0]
    var high = values[0]
    for x in values {
      low = x < low ? x : low
      high = x > high ? x : high
    }
    return (low, high)
  }

  /// The half width is rounded such that centre and half width together reach both ends.
  private static func write(
    _ range: (low: Double, high: Double), to box: UnsafeMutablePointer<Double>, _ d: Int, _ dimension: Int
  ) {
    let centre = range.low / 2 + range.high / 2
    box[d] = centre
    box[dimension + d] = max(range.high - centre, centre - range.low)
  }
}
