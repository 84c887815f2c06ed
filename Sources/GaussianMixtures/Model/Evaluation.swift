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
  ///
  /// - Returns: whether all coordinates are nearer than the farthest that there is in a frame: so they are finite.
  @discardableResult
  func visit(_ body: @Sendable (inout TileEvaluator<Double>, Tile) -> Void) -> Bool {
    let (blockCount, entered) = (PointBlocks.blockCount(of: points), EnteredPoints(points))
    let chunk = 16
    let areNear = Atomic(true)
    ParallelLoop.run(
      count: (blockCount + chunk - 1) / chunk,
      threadCount: engine.threads(points: points.count, operations: model.mixture.operationCount),
      makeWorker: { BlockWorker(model.mixture, kernels: engine.kernels) },
      task: { worker, index in
        let blocks = (index * chunk)..<min((index + 1) * chunk, blockCount)
        if !worker.visit(blocks, of: entered, in: model.frame, body) { areNear.store(false, ordering: .relaxed) }
      })
    return areNear.load(ordering: .relaxed)
  }

  /// Writes the component with the largest responsibility of every point, and -1 for the noise.
  ///
  /// - Returns: whether all coordinates are finite for sure, though nobody has looked at them before.
  @discardableResult
  func writeLabels<Label: FixedWidthInteger>(to labels: DisjointWriter<Label>) -> Bool {
    visit { evaluator, tile in
      evaluator.findLikeliest(tile)
      evaluator.writeLabels(tile, to: labels.pointer(at: tile.start))
    }
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

  /// - Returns: whether all coordinates are nearer than the farthest.
  func visit(
    _ numbers: Range<Int>, of points: EnteredPoints, in frame: CoordinateFrame,
    _ body: (inout TileEvaluator<Double>, Tile) -> Void
  ) -> Bool {
    let (size, blockSize) = (evaluator.tileSize, PointBlocks.blockSize)
    var areNear = true
    for first in stride(from: numbers.lowerBound, to: numbers.upperBound, by: step) {
      let entered = first..<min(first + step, numbers.upperBound)
      let isNear = frame.enter(points, blocks: entered, kernels: evaluator.kernels, to: blocks, stride: blockSize)
      areNear = areNear && isNear
      for start in Tile.starts(of: entered, size: size, count: points.count) {
        let block = blocks + (start / blockSize - first) * frame.dimension * blockSize
        body(
          &evaluator,
          Tile(
            at: start, size: size, of: points.count, points: block + start % blockSize, stride: blockSize))
      }
    }
    return areNear
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
