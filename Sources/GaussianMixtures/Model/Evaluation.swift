internal import Parallel
internal import Synchronization

/// A mixture and points, evaluated tile by tile in the mixture's frame, without a copy of all points.
struct Evaluation: Sendable {
  private let points: PointSet
  private let model: PackedModel
  private let engine: Engine

  init(_ model: GaussianMixture, _ points: PointSet, engine: Engine) throws(ModelError) {
    try model.requireDimension(points.dimension)
    self.points = points
    self.model = PackedModel(model)
    self.engine = engine
  }

  /// Calls `body` with every tile of points; tiles come in no order.
  func visit(_ body: @Sendable (inout TileEvaluator<Double>, Tile) -> Void) {
    let blockCount = PointBlocks.blockCount(of: points)
    let chunk = 16
    ParallelLoop.run(
      count: (blockCount + chunk - 1) / chunk,
      threadCount: engine.threads(points: points.count, operations: model.mixture.operationCount),
      makeWorker: { BlockWorker(model.mixture, kernels: engine.kernels) },
      task: { worker, index in
        worker.visit((index * chunk)..<min((index + 1) * chunk, blockCount), of: points, in: model.frame, body)
      })
  }

  /// Writes the component with the largest responsibility of every point, and -1 for the noise.
  ///
  /// - Parameter look: is shown every tile, while it is in a cache.
  func writeLabels<Label: FixedWidthInteger>(
    to labels: DisjointWriter<Label>, looking look: @Sendable (Tile) -> Void = { _ in }
  ) {
    visit { evaluator, tile in
      look(tile)
      evaluator.findLikeliest(tile)
      evaluator.writeLabels(tile, to: labels.pointer(at: tile.start))
    }
  }

  /// The same of points that nobody has looked at.
  ///
  /// - Returns: whether a coordinate may be NaN or infinite; where it is not, all are finite.
  func writeLabelsLooking<Label: FixedWidthInteger>(to labels: DisjointWriter<Label>) -> Bool {
    let isOdd = Atomic(false)
    let dimension = points.dimension
    writeLabels(to: labels) { tile in
      if tile.reachesFarthest(dimension: dimension) { isOdd.store(true, ordering: .relaxed) }
    }
    return isOdd.load(ordering: .relaxed)
  }

  /// In nats, after the evaluator has taken the tile relative to its largest densities.
  func writeLogDensities(
    _ evaluator: borrowing TileEvaluator<Double>, _ tile: Tile, to output: UnsafeMutablePointer<Double>
  ) {
    for i in 0..<tile.count { output[i] = model.logDensity(evaluator, i) }
  }
}

extension GaussianMixture {
  /// - Throws: ``ModelError`` where points have another number of coordinates.
  func requireDimension(_ count: Int) throws(ModelError) {
    guard count == dimension else {
      throw ModelError(.dimension, "The model has \(dimension) dimensions, the points have \(count).")
    }
  }
}

extension Tile {
  /// Whether one of its coordinates, which are doubles, is the farthest that there is in a frame: so NaN and infinity are
  /// entered.
  fileprivate func reachesFarthest(dimension: Int) -> Bool {
    let numbers = points.assumingMemoryBound(to: Double.self)
    // What lets the exponent of the farthest, and those above, have the bit that others have not: nothing branches.
    let rest = Self.signalBit - MixtureKernels.farthestCoordinate.exponentBitPattern
    return (0..<dimension).contains { d in
      let column = UnsafeBufferPointer(start: numbers + d * stride, count: count)
      return column.reduce(0) { $0 | ($1.exponentBitPattern &+ rest) } & Self.signalBit != 0
    }
  }

  private static var signalBit: UInt { 1 << 11 }
}

/// A thread's buffers: a few blocks of points, and the evaluation of their tiles.
private final class BlockWorker {
  private var evaluator: TileEvaluator<Double>
  private let blocks: UnsafeMutablePointer<Double>
  /// How many blocks there is room for.
  private let step: Int

  init(_ mixture: PackedMixture, kernels: MixtureKernels) {
    evaluator = TileEvaluator(mixture, kernels: kernels)
    step = CoordinateFrame.blocksAtOnce(dimension: mixture.dimension)
    blocks = .allocateOnPage(capacity: step * mixture.dimension * PointBlocks.blockSize)
  }

  deinit { blocks.deallocate() }

  func visit(
    _ numbers: Range<Int>, of points: PointSet, in frame: CoordinateFrame,
    _ body: (inout TileEvaluator<Double>, Tile) -> Void
  ) {
    let (size, blockSize) = (evaluator.tileSize, PointBlocks.blockSize)
    for first in stride(from: numbers.lowerBound, to: numbers.upperBound, by: step) {
      let entered = first..<min(first + step, numbers.upperBound)
      frame.enter(points, blocks: entered, kernels: evaluator.kernels, to: blocks, stride: blockSize)
      for start in Tile.starts(of: entered, size: size, count: points.count) {
        let block = blocks + (start / blockSize - first) * frame.dimension * blockSize
        body(
          &evaluator,
          Tile(
            at: start, size: size, of: points.count, points: block + start % blockSize, stride: blockSize))
      }
    }
  }
}

extension Array where Element: BitwiseCopyable {
  /// An array whose places are written by tasks of a parallel loop, all of them, each by one task.
  static func written(count: Int, by write: (DisjointWriter<Element>) -> Void) -> [Element] {
    [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
      if let base = buffer.baseAddress { write(DisjointWriter(base)) }
      initialized = count
    }
  }
}
