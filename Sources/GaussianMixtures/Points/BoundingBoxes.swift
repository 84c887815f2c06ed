internal import Parallel

/// Boxes around runs of points, and around groups of such boxes, each as its centre and half its widths.
struct BoundingBoxes: Sendable {
  private let dimension: Int
  private let boxes: AlignedDoubles
  private let groups: AlignedDoubles

  /// - Parameters:
  ///   - blocks: blocks of points.
  ///   - count: the number of points.
  ///   - space: where the boxes go; nil for memory.
  ///   - engine: how the work is done.
  /// - Complexity: O(N D).
  init(
    _ blocks: StoredNumbers, count: Int, dimension: Int, in space: ScratchSpace? = nil, engine: Engine
  ) {
    let (size, perGroup) = (PointBlocks.boxedCount, PointBlocks.boxesPerGroup)
    let boxCount = (count + size - 1) / size
    let groupCount = (boxCount + perGroup - 1) / perGroup
    let boxes = AlignedDoubles(count: boxCount * 2 * dimension, in: space) { base in
      let writer = DisjointWriter(base)
      ParallelLoop.run(count: groupCount, threadCount: engine.threads) { group in
        for box in (group * perGroup)..<min((group + 1) * perGroup, boxCount) {
          let start = box * size
          let first = Self.place(of: start, dimension)
          Self.write(to: writer.pointer(at: box * 2 * dimension), dimension) { d in
            let place = first + d * PointBlocks.blockSize
            return Self.range(
              of: blocks, place..<place + min(size, count - start), kernels: engine.kernels)
          }
        }
      }
    }
    groups = AlignedDoubles(count: groupCount * 2 * dimension, in: space) { base in
      for group in 0..<groupCount {
        let members = (group * perGroup)..<min((group + 1) * perGroup, boxCount)
        Self.write(to: base + group * 2 * dimension, dimension) { d in
          members.reduce(into: Self.nothing) { range, member in
            let box = boxes.pointer(at: member * 2 * dimension)
            range.lowest = min(range.lowest, box[d] - box[dimension + d])
            range.highest = max(range.highest, box[d] + box[dimension + d])
          }
        }
      }
    }
    self.dimension = dimension
    self.boxes = boxes
  }

  func box(_ index: Int) -> UnsafePointer<Double> { boxes.pointer(at: index * 2 * dimension) }

  func groupBox(_ index: Int) -> UnsafePointer<Double> { groups.pointer(at: index * 2 * dimension) }

  private static let nothing = (lowest: Double.infinity, highest: -Double.infinity)

  private static func range(
    of numbers: StoredNumbers, _ part: Range<Int>, kernels: MixtureKernels
  ) -> (lowest: Double, highest: Double) {
    var range = nothing
    withUnsafeTemporaryAllocation(of: Double.self, capacity: part.count) { copy in
      guard let base = copy.baseAddress else { return }
      numbers.copy(part, kernels: kernels, to: base)
      kernels.widen(&range, by: UnsafeBufferPointer(copy))
    }
    return range
  }

  /// Where the first coordinate of a point is in the blocks.
  private static func place(of point: Int, _ dimension: Int) -> Int {
    point / PointBlocks.blockSize * dimension * PointBlocks.blockSize + point % PointBlocks.blockSize
  }

  /// The half widths are such that centre and half width together reach both ends.
  private static func write(
    to box: UnsafeMutablePointer<Double>, _ dimension: Int,
    range: (_ axis: Int) -> (lowest: Double, highest: Double)
  ) {
    for d in 0..<dimension {
      let (lowest, highest) = range(d)
      let centre = lowest / 2 + highest / 2
      box[d] = centre
      box[dimension + d] = max(highest - centre, centre - lowest)
    }
  }
}
