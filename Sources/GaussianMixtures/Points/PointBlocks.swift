package import Parallel

/// The copy of a point set that passes run on: blocks of 256 points, or one of fewer, each stored coordinate by
/// coordinate, in a frame's coordinates, and divided into leaves; where it pays, in an order in which
/// neighbours in space are neighbours, with boxes around small runs of points.
///
/// Order, blocks and leaves depend on the points and the number of components alone, so sums over them in
/// their order have the same bits whatever the number of threads.
package struct PointBlocks: Sendable {
  let count: Int
  let dimension: Int
  let frame: CoordinateFrame
  private let storage: AlignedDoubles
  /// The distance between two coordinates of a point.
  let stride: Int
  private let boxes: BoundingBoxes?
  /// For each place the point that is there, or nil where points are in their own order.
  private let order: PointOrder?
  /// The weights of the points, at their places; nil where all are 1.
  private let storedWeights: AlignedDoubles?

  /// As they are stored; valid as long as the blocks live.
  var weights: UnsafePointer<Double>? { storedWeights?.pointer(at: 0) }

  static let blockSize = MixtureKernels.blockSize
  /// The number of points in a box, of boxes in a group, and of blocks in a group.
  static let boxedCount = MixtureKernels.boxedCount
  static let boxesPerGroup = 16
  static let blocksPerGroup = boxesPerGroup * boxedCount / blockSize

  var blockCount: Int { (count + Self.blockSize - 1) / Self.blockSize }
  var hasBoxes: Bool { boxes != nil }
  /// Whether the points are in another order than their own.
  var isOrdered: Bool { order != nil }

  /// A few points of many coordinates would be lost among the places of a block.
  private static func stride(count: Int, dimension: Int) -> Int {
    dimension > MixtureKernels.largestUnrolled ? min(blockSize, Tile.padded(count)) : blockSize
  }

  static func blockCount(of points: PointSet) -> Int { (points.count + blockSize - 1) / blockSize }

  /// The points in their own order, without boxes.
  ///
  /// - Parameters:
  ///   - space: where the blocks go; nil for memory.
  ///   - engine: how the work is done.
  /// - Complexity: O(N D).
  package init(
    _ points: PointSet, weights: [Double]? = nil, frame: CoordinateFrame, in space: ScratchSpace? = nil,
    engine: Engine
  ) {
    count = points.count
    dimension = points.dimension
    self.frame = frame
    let stride = Self.stride(count: points.count, dimension: points.dimension)
    self.stride = stride
    storage = Self.storage(for: points, stride: stride, in: space) { base in
      let writer = DisjointWriter(base)
      let chunk = 64
      let blockCount = Self.blockCount(of: points)
      ParallelLoop.run(count: (blockCount + chunk - 1) / chunk, threadCount: engine.threads) { index in
        for block in (index * chunk)..<min((index + 1) * chunk, blockCount) {
          frame.enter(
            points, block: block, kernels: engine.kernels,
            to: writer.pointer(at: block * points.dimension * stride), stride: stride)
        }
      }
    }
    boxes = nil
    order = nil
    storedWeights = weights.map { AlignedDoubles($0, in: space) }
  }

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
    count = points.count
    dimension = points.dimension
    self.frame = frame
    stride = Self.blockSize
    var order: PointOrder?
    let storage = Self.storage(for: points, stride: Self.blockSize, in: space) { blocks in
      order = PointOrder(count: points.count, in: space) {
        SpatialOrder.write(
          points, frame: frame, centres: centres, spreads: spreads, engine: engine, to: blocks, order: $0)
      }
    }
    self.storage = storage
    boxes = BoundingBoxes(
      storage, count: points.count, dimension: points.dimension, in: space, engine: engine)
    self.order = order
    storedWeights = weights.map { weights in
      AlignedDoubles(count: weights.count, in: space) { target in
        for place in weights.indices { target[place] = weights[order?[place] ?? place] }
      }
    }
  }

  /// About how many bytes blocks of so many points take, with boxes, order and weights.
  static func byteCount(of points: PointSet, hasWeights: Bool) -> Int {
    let blocks = blockCount(of: points) * blockSize * points.dimension
    let boxes = 2 * points.dimension * (points.count / boxedCount + points.count / (boxedCount * boxesPerGroup) + 2)
    let parts = [blocks, boxes, points.count / 2 + 1, hasWeights ? points.count : 0]
    return parts.reduce(0) { $0 + ScratchSpace.roundedUp(8 * $1) } + 4096
  }

  /// Some of the points of other blocks, numbered anew, with boxes where the others have them.
  ///
  /// - Parameters:
  ///   - other: the blocks.
  ///   - places: of the points in their order, rising: so neighbours stay neighbours.
  ///   - engine: how the work is done.
  /// - Complexity: O(n D) for n places.
  init(_ other: PointBlocks, places: [Int], engine: Engine) {
    let (dimension, blockSize) = (other.dimension, Self.blockSize)
    let stride = Self.stride(count: places.count, dimension: dimension)
    let blockCount = (places.count + blockSize - 1) / blockSize
    let storage = AlignedDoubles(count: blockCount * dimension * stride) { base in
      var left = 0
      for place in 0..<Tile.padded(places.count) {
        // The last point is repeated where the last vector is not full.
        let source = places[min(place, places.count - 1)]
        if source / blockSize >= left + Self.blocksOfWindow {
          other.leaveMemory(left..<source / blockSize)
          left = source / blockSize
        }
        let from = other.block(source / blockSize) + source % blockSize
        let target = base + place / blockSize * dimension * stride + place % blockSize
        for d in 0..<dimension { target[d * stride] = from[d * other.stride] }
      }
    }
    self.stride = stride
    count = places.count
    self.dimension = dimension
    frame = other.frame
    self.storage = storage
    boxes =
      other.hasBoxes ? BoundingBoxes(storage, count: places.count, dimension: dimension, engine: engine) : nil
    order = nil
    storedWeights = other.weights.map { weights in AlignedDoubles(places.map { weights[$0] }) }
  }

  /// After so many blocks those of a file leave memory: a page for each few points would soon be all of them.
  private static let blocksOfWindow = 4096

  private static func storage(
    for points: PointSet, stride: Int, in space: ScratchSpace?, _ write: (UnsafeMutablePointer<Double>) -> Void
  ) -> AlignedDoubles {
    AlignedDoubles(count: blockCount(of: points) * points.dimension * stride, in: space, write: write)
  }

  /// The block's coordinates; valid as long as the blocks live.
  func block(_ index: Int) -> UnsafePointer<Double> {
    storage.pointer(at: index * dimension * stride)
  }

  /// Lets some blocks go from memory where they are in a file: a pass has done with them.
  func leaveMemory(_ blocks: Range<Int>) {
    let size = dimension * stride
    storage.leaveMemory(blocks.lowerBound * size..<blocks.upperBound * size)
  }

  func pointCount(ofBlock index: Int) -> Int { min(Self.blockSize, count - index * Self.blockSize) }

  /// Centre and half widths of a box; there are boxes.
  func box(_ index: Int) -> UnsafePointer<Double> { boxes.unsafelyUnwrapped.box(index) }

  /// Centre and half widths of the box of a group of boxes; there are boxes.
  func groupBox(_ index: Int) -> UnsafePointer<Double> { boxes.unsafelyUnwrapped.groupBox(index) }

  /// The number of the point at a place of the blocks' order.
  func originalIndex(ofPlace place: Int) -> Int { order?[place] ?? place }

  /// The coordinates in the frame of the point at a place of the blocks' order.
  func point(_ place: Int) -> [Double] {
    let base = block(place / Self.blockSize) + place % Self.blockSize
    return (0..<dimension).map { base[$0 * stride] }
  }

  /// The leaves that the points are cut into, for statistics of a size.
  func grid(statisticsSize size: Int) -> LeafGrid {
    LeafGrid(blockCount: blockCount, blocksPerGroup: Self.blocksPerGroup, statisticsSize: size)
  }
}

extension CoordinateFrame {
  /// Writes a block of points, from the caller's units into this frame; behind the last point of all that one is
  /// repeated to the next multiple of the lanes: the loops read whole vectors, and must find numbers there.
  ///
  /// - Parameter stride: the distance between two coordinates of a point in the output.
  func enter(
    _ points: PointSet, block: Int, kernels: MixtureKernels, to output: UnsafeMutablePointer<Double>,
    stride: Int
  ) {
    let blockSize = PointBlocks.blockSize
    let used = min(blockSize, points.count - block * blockSize)
    for column in 0..<dimension {
      let target = output + column * stride
      points.coordinates[column].withRun((block * blockSize)..<(block * blockSize + used)) { values in
        guard let source = values.baseAddress else { return }
        enter(source, count: used, column: column, kernels: kernels, to: target)
      }
      (target + used).update(repeating: target[used - 1], count: Tile.padded(used) - used)
    }
  }
}
