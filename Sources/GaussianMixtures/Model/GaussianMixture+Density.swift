extension GaussianMixture {
  /// The logarithm of the mixture density `ln Σ w_k N(x; μ_k, Σ_k)` of every point, in nats.
  ///
  /// - Parameters:
  ///   - points: N points of the model's dimension.
  ///   - threadCount: how many threads work, at most; nil for one a processor.
  ///   - instructionSet: the vector instructions; nil for the widest of the processor.
  /// - Returns: N finite logarithms.
  /// - Throws: ``ModelError`` where the dimensions differ.
  /// - Complexity: O(N K D²).
  public func logDensities(
    of points: PointSet, threadCount: Int? = nil, instructionSet: InstructionSet? = nil
  ) throws(ModelError) -> [Double] {
    let evaluation = try Evaluation(self, points, threadCount: threadCount, instructionSet: instructionSet)
    return [Double].written(count: points.count) { output in
      evaluation.visit { evaluator, tile in
        evaluator.normalize(count: tile.count)
        evaluation.writeLogDensities(evaluator, tile, to: output.pointer(at: tile.start))
      }
    }
  }

  /// The mixture density of every point; 0 where it is below the range of numbers, infinite above.
  ///
  /// - Parameters:
  ///   - points: N points of the model's dimension.
  ///   - threadCount: how many threads work, at most; nil for one a processor.
  /// - Returns: N densities, none negative.
  /// - Throws: ``ModelError`` where the dimensions differ.
  /// - Complexity: O(N K D²).
  public func densities(of points: PointSet, threadCount: Int? = nil) throws(ModelError) -> [Double] {
    try logDensities(of: points, threadCount: threadCount).map(exponential)
  }

  /// The log-likelihood of all points, in nats: the sum of their log densities.
  ///
  /// - Parameters:
  ///   - points: N points of the model's dimension.
  ///   - threadCount: how many threads work, at most; nil for one a processor.
  /// - Returns: the sum of the N log densities.
  /// - Throws: ``ModelError`` where the dimensions differ.
  /// - Complexity: O(N K D²).
  public func logLikelihood(of points: PointSet, threadCount: Int? = nil) throws(ModelError) -> Double {
    // Summed block by block, so that rounding stays small for any number of points.
    let logDensities = try logDensities(of: points, threadCount: threadCount)
    return stride(from: 0, to: logDensities.count, by: 1024).reduce(0) { sum, start in
      sum + logDensities[start..<min(start + 1024, logDensities.count)].reduce(0, +)
    }
  }

  /// The posterior probabilities `r_k(x) = w_k N(x; k) / p(x)` of all components for every point.
  ///
  /// - Parameters:
  ///   - points: N points of the model's dimension.
  ///   - threadCount: how many threads work, at most; nil for one a processor.
  /// - Returns: K arrays of N numbers; `result[k][i]` is the responsibility of component k for point i.
  /// - Throws: ``ModelError`` where the dimensions differ.
  /// - Complexity: O(N K D²) time, O(N K) memory.
  public func responsibilities(
    of points: PointSet, threadCount: Int? = nil
  ) throws(ModelError) -> [[Double]] {
    let evaluation = try Evaluation(self, points, threadCount: threadCount, instructionSet: nil)
    let count = points.count
    let all = [Double].written(count: componentCount * count) { output in
      evaluation.visit { evaluator, tile in
        evaluator.normalize(count: tile.count)
        for (index, k) in evaluator.active.enumerated() {
          let ratios = evaluator.densities + index * evaluator.tileSize
          let target = output.pointer(at: k * count + tile.start)
          for i in 0..<tile.count { target[i] = ratios[i] * evaluator.scales[i] }
        }
      }
    }
    return (0..<componentCount).map { Array(all[($0 * count)..<(($0 + 1) * count)]) }
  }
}

/// A mixture and points, both in the mixture's frame.
struct Evaluation: Sendable {
  private let blocks: PointBlocks
  private let parameters: MixtureParameters
  private let pass: ExpectationPass
  private let shift: Double

  init(
    _ model: GaussianMixture, _ points: PointSet, threadCount: Int?, instructionSet: InstructionSet?
  ) throws(ModelError) {
    guard points.dimension == model.dimension else {
      throw ModelError(
        .dimension, "The model has \(model.dimension) dimensions, the points have \(points.dimension).")
    }
    let frame = CoordinateFrame(of: model)
    pass = ExpectationPass(threadCount: threadCount, instructionSet: instructionSet)
    parameters = MixtureParameters(model, in: frame)
    blocks = PointBlocks(points, frame: frame, threadCount: pass.threadCount)
    shift = frame.logDensityShift
  }

  func visit(_ body: @Sendable (borrowing TileEvaluator, Tile) -> Void) {
    pass.visitTiles(of: blocks, under: parameters, body)
  }

  /// After the evaluator has normalized the tile.
  func writeLogDensities(
    _ evaluator: borrowing TileEvaluator, _ tile: Tile, to output: UnsafeMutablePointer<Double>
  ) {
    for i in 0..<tile.count { output[i] = evaluator.logDensity(ofPoint: i) - shift }
  }
}

extension Array where Element: BitwiseCopyable {
  /// An array whose places are written by tasks of a parallel loop, all of them, each by one task; those
  /// that are not written are zero.
  static func written(count: Int, by write: (DisjointWriter<Element>) -> Void) -> [Element] {
    [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
      UnsafeMutableRawBufferPointer(buffer).initializeMemory(as: UInt8.self, repeating: 0)
      if let base = buffer.baseAddress { write(DisjointWriter(base)) }
      initialized = count
    }
  }
}
