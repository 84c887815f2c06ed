internal import Parallel

/// Room for the blocks of some points, which are written part by part: whole blocks in each.
struct UnwrittenBlocks: Sendable {
  let count: Int
  let dimension: Int
  let frame: CoordinateFrame
  /// The distance between two coordinates of a point.
  let stride: Int
  /// Where everything goes; nil for memory.
  let space: ScratchSpace?
  private let numbers: Numbers
  /// Takes for each place the number of the point that is there; nil where points are in their own order.
  private let order: UnwrittenNumbers<Int32>?

  private enum Numbers {
    case double(UnwrittenNumbers<Double>)
    case single(UnwrittenNumbers<Float>)
  }

  /// - Parameters:
  ///   - count: how many points there are.
  ///   - dimension: for an order in space at most as many as have one.
  ///   - isOrdered: whether the points are in an order in space.
  ///   - space: where they go; nil for memory.
  init(
    count: Int, dimension: Int, frame: CoordinateFrame, isOrdered: Bool, in space: ScratchSpace?,
    precision: Engine.Precision
  ) {
    self.count = count
    self.dimension = dimension
    self.frame = frame
    self.space = space
    stride = isOrdered ? PointBlocks.blockSize : PointBlocks.stride(count: count, dimension: dimension)
    let size = PointBlocks.blockCount(of: count) * dimension * stride
    numbers =
      switch precision {
      case .double: .double(UnwrittenNumbers(count: size, in: space))
      case .single: .single(UnwrittenNumbers(count: size, in: space))
      }
    order = isOrdered ? UnwrittenNumbers(count: count, in: space) : nil
  }

  // MARK: - Writing

  /// Writes the points of a run in its order in space, from a place on.
  func write(_ run: SpatialOrder, at place: Int) {
    guard let order = order(from: place) else { return }
    switch numbers {
    case .double(let numbers): run.write(to: blocks(of: numbers, from: place), order: order)
    case .single(let numbers): run.write(to: blocks(of: numbers, from: place), order: order)
    }
  }

  /// Writes points that are in the order of their cells already.
  ///
  /// - Parameters:
  ///   - chunks: the ranges of places that are split on their own; they hold all wanted places.
  ///   - wanted: the places of the blocks.
  ///   - place: where the first of these goes.
  ///   - run: what splits them.
  ///   - columns: writes a column of a chunk: coordinates, and behind them the points' numbers.
  func write(
    sorted chunks: [Range<Int>], wanted: Range<Int>, at place: Int, by run: SpatialOrder,
    columns: @Sendable (_ chunk: Range<Int>) -> (_ column: Int, _ target: UnsafeMutablePointer<Double>) -> Void
  ) {
    guard let order = order(from: place) else { return }
    switch numbers {
    case .double(let numbers):
      run.write(
        sorted: chunks, blocks: wanted, to: blocks(of: numbers, from: place), order: order, columns: columns)
    case .single(let numbers):
      run.write(
        sorted: chunks, blocks: wanted, to: blocks(of: numbers, from: place), order: order, columns: columns)
    }
  }

  /// Writes points in their own order, from a place on.
  func write(_ points: PointSet, at place: Int, engine: Engine) {
    switch numbers {
    case .double(let numbers): enter(points, to: blocks(of: numbers, from: place), engine)
    case .single(let numbers): enter(points, to: blocks(of: numbers, from: place), engine)
    }
  }

  /// Adds to the numbers of the points at some places.
  func shiftNumbers(at places: Range<Int>, by shift: Int) {
    guard let order = order(from: 0)?.pointer(at: 0) else { return }
    for place in places { order[place] += Int32(shift) }
  }

  private func order(from place: Int) -> DisjointWriter<Int32>? {
    order.map { DisjointWriter($0.writer.pointer(at: place)) }
  }

  private func blocks<Number>(of numbers: UnwrittenNumbers<Number>, from place: Int) -> DisjointWriter<Number> {
    DisjointWriter(numbers.writer.pointer(at: place / PointBlocks.blockSize * dimension * stride))
  }

  private func enter<Number: KernelNumber>(
    _ points: PointSet, to blocks: DisjointWriter<Number>, _ engine: Engine
  ) {
    let (blockCount, entered) = (PointBlocks.blockCount(of: points), EnteredPoints(points))
    let (chunk, step) = (64, CoordinateFrame.blocksAtOnce(dimension: dimension))
    ParallelLoop.run(count: (blockCount + chunk - 1) / chunk, threadCount: engine.threads) { index in
      let end = min((index + 1) * chunk, blockCount)
      for first in Swift.stride(from: index * chunk, to: end, by: step) {
        frame.enter(
          entered, blocks: first..<min(first + step, end), kernels: engine.kernels,
          to: blocks.pointer(at: first * dimension * stride), stride: stride)
      }
    }
  }

  // MARK: - What is written

  /// The coordinates, all of which are written, and the order; nobody writes any more.
  consuming func written() -> (numbers: StoredNumbers, order: PointOrder?) {
    let stored: StoredNumbers =
      switch numbers {
      case .double(let numbers): .double(numbers.written())
      case .single(let numbers): .single(numbers.written())
      }
    return (stored, order.map { PointOrder($0.written()) })
  }
}
