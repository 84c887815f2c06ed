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
  private let storage: StoredNumbers
  /// The distance between two coordinates of a point.
  let stride: Int
  private let boxes: BoundingBoxes?
  /// For each place the point that is there, or nil where points are in their own order.
  private let order: PointOrder?
  /// The weights of the points, at their places; nil where all are 1.
  private let storedWeights: AlignedDoubles?
  /// Where other processes have the blocks; nil where they are here.
  let dealt: DealtBlocks?
  /// Where the blocks stand among those of all processes; nil where they are all.
  var place: BlockPlace?
  /// Of cells, the covariances of the points that they stand for; nil where points are points.
  private let cellScatters: AlignedDoubles?

  /// What coordinates are kept in.
  var precision: Engine.Precision { dealt?.precision ?? storage.precision }
  /// What coordinates take.
  var coordinateByteCount: Int { storage.byteCount }
  /// As they are stored; valid as long as the blocks live.
  var weights: UnsafePointer<Double>? { storedWeights?.pointer(at: 0) }

  static let blockSize = MixtureKernels.blockSize
  /// The number of points in a box, of boxes in a group, and of blocks in a group.
  static let boxedCount = MixtureKernels.boxedCount
  static let boxesPerGroup = 16
  static let blocksPerGroup = boxesPerGroup * boxedCount / blockSize

  var blockCount: Int { Self.blockCount(of: count) }
  var hasBoxes: Bool { boxes != nil || dealt?.isOrdered ?? false }
  /// Whether the points are in another order than their own.
  var isOrdered: Bool { order != nil || dealt?.isOrdered ?? false }
  /// The same in this process, wherever they are.
  var here: PointBlocks { dealt?.fetched(self) ?? self }

  /// A few points of many coordinates would be lost among the places of a block.
  static func stride(count: Int, dimension: Int) -> Int {
    dimension > MixtureKernels.largestUnrolled ? min(blockSize, Tile.padded(count)) : blockSize
  }

  static func blockCount(of points: PointSet) -> Int { blockCount(of: points.count) }

  static func blockCount(of count: Int) -> Int { (count + blockSize - 1) / blockSize }

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
    let blocks = UnwrittenBlocks(
      count: points.count, dimension: points.dimension, frame: frame, isOrdered: false, in: space,
      precision: engine.precision)
    blocks.write(points, at: 0, engine: engine)
    self.init(blocks, weights: weights, engine: engine)
  }

  /// Blocks that are written, with boxes where the points are in an order in space.
  ///
  /// - Parameters:
  ///   - weights: of the points by their numbers; nil where all are 1.
  ///   - engine: how the work is done.
  init(_ written: consuming UnwrittenBlocks, weights: [Double]?, engine: Engine) {
    let (count, dimension, space) = (written.count, written.dimension, written.space)
    (self.count, self.dimension, frame, stride) = (count, dimension, written.frame, written.stride)
    let (storage, order) = written.written()
    self.storage = storage
    self.order = order
    boxes = order.map { _ in
      BoundingBoxes(storage, count: count, dimension: dimension, in: space, engine: engine)
    }
    storedWeights = weights.map { weights in
      AlignedDoubles(count: count, in: space) { target in
        for place in 0..<count { target[place] = weights[order?[place] ?? place] }
      }
    }
    cellScatters = nil
    dealt = nil
  }

  /// Some of the points of other blocks, numbered anew, with boxes where the others have them.
  ///
  /// - Parameters:
  ///   - other: the blocks.
  ///   - places: of the points in their order, rising: so neighbours stay neighbours.
  ///   - engine: how the work is done.
  /// - Complexity: O(n D) for n places.
  init(_ other: PointBlocks, places: [Int], engine: Engine) {
    let dimension = other.dimension
    let stride = Self.stride(count: places.count, dimension: dimension)
    let storage =
      other.dealt.map { Self.stored($0.points(places), dimension: dimension, stride: stride, $0.precision) }
      ?? other.selected(places, stride: stride)
    self.stride = stride
    count = places.count
    self.dimension = dimension
    frame = other.frame
    self.storage = storage
    boxes =
      other.hasBoxes ? BoundingBoxes(storage, count: places.count, dimension: dimension, engine: engine) : nil
    order = nil
    storedWeights = other.weights.map { weights in AlignedDoubles(places.map { weights[$0] }) }
    cellScatters = nil
    dealt = nil
  }

  /// Cells of other blocks, in their order, with boxes around their means.
  ///
  /// - Parameters:
  ///   - cells: of the points of `other`.
  ///   - engine: how the work is done.
  init(_ cells: Cells, of other: PointBlocks, engine: Engine) {
    count = cells.count
    dimension = other.dimension
    frame = other.frame
    stride = Self.blockSize
    storage = .double(cells.means)
    boxes = BoundingBoxes(storage, count: cells.count, dimension: other.dimension, engine: engine)
    order = nil
    storedWeights = cells.masses
    cellScatters = cells.covariances
    dealt = nil
  }

  /// Blocks that other processes are to have.
  init(dealing plan: DealPlan, over group: ShareGroup) {
    count = plan.count
    dimension = plan.columns.count
    frame = plan.frame
    stride = Self.stride(count: plan.count, dimension: plan.columns.count)
    storage = .double(AlignedDoubles([0]))
    boxes = nil
    order = nil
    let dealt = DealtBlocks(group, plan)
    storedWeights = dealt.weights().map { AlignedDoubles($0) }
    cellScatters = nil
    self.dealt = dealt
  }

  /// After so many blocks those of a file leave memory: a page for each few points would soon be all of them.
  private static let blocksOfWindow = 4096

  private func selected(_ places: [Int], stride: Int) -> StoredNumbers {
    switch storage {
    case .double(let numbers): .double(selected(places, from: numbers, stride: stride))
    case .single(let numbers): .single(selected(places, from: numbers, stride: stride))
    }
  }

  /// Some of the points, in blocks of their own.
  private func selected<Number: KernelNumber>(
    _ places: [Int], from numbers: AlignedNumbers<Number>, stride: Int
  ) -> AlignedNumbers<Number> {
    let blockCount = (places.count + Self.blockSize - 1) / Self.blockSize
    return AlignedNumbers(count: blockCount * dimension * stride) { base in
      var left = 0
      for place in 0..<Tile.padded(places.count) {
        // The last point is repeated where the last vector is not full.
        let source = places[min(place, places.count - 1)]
        if source / Self.blockSize >= left + Self.blocksOfWindow {
          leaveMemory(left..<source / Self.blockSize)
          left = source / Self.blockSize
        }
        let from = numbers.pointer(at: index(of: source))
        let target = base + place / Self.blockSize * dimension * stride + place % Self.blockSize
        for d in 0..<dimension { target[d * stride] = from[d * self.stride] }
      }
    }
  }

  /// Where the first coordinate of the point at a place is.
  private func index(of place: Int) -> Int {
    place / Self.blockSize * dimension * stride + place % Self.blockSize
  }

  /// The coordinates of a block from the point at a place on, as they are kept; valid as long as the blocks live.
  func coordinates(from place: Int) -> UnsafeRawPointer { storage.pointer(at: index(of: place)) }

  /// The covariances of cells from the one at a place on; nil where points are points.
  func scatters(from place: Int) -> UnsafePointer<Double>? {
    cellScatters.map { $0.pointer(at: Cells.index(of: place, entryCount: Cells.entryCount(dimension: dimension))) }
  }

  var holdsCells: Bool { cellScatters != nil }

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
    if let dealt { return dealt.point(place) }
    let first = index(of: place)
    return (0..<dimension).map { storage[first + $0 * stride] }
  }
}
