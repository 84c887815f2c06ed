internal import Parallel

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
        for block in (index * chunk)..<min((index + 1) * chunk, blockCount) {
          worker.visit(block, of: points, in: model.frame, body)
        }
      })
  }

  /// Writes the component with the largest responsibility of every point, and -1 for the noise.
  func writeLabels(to labels: DisjointWriter<Int32>) {
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

/// A thread's buffers: one block of points, and the evaluation of its tiles.
private final class BlockWorker {
  private var evaluator: TileEvaluator<Double>
  private let block: UnsafeMutablePointer<Double>

  init(_ mixture: PackedMixture, kernels: MixtureKernels) {
    evaluator = TileEvaluator(mixture, kernels: kernels)
    block = .allocateOnPage(capacity: mixture.dimension * PointBlocks.blockSize)
  }

  deinit { block.deallocate() }

  func visit(
    _ number: Int, of points: PointSet, in frame: CoordinateFrame,
    _ body: (inout TileEvaluator<Double>, Tile) -> Void
  ) {
    frame.enter(
      points, block: number, kernels: evaluator.kernels, to: block, stride: PointBlocks.blockSize)
    let (size, count) = (evaluator.tileSize, points.count)
    for start in Tile.starts(of: number..<(number + 1), size: size, count: count) {
      body(
        &evaluator,
        Tile(
          at: start, size: size, of: count, points: block + start % PointBlocks.blockSize,
          stride: PointBlocks.blockSize))
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
