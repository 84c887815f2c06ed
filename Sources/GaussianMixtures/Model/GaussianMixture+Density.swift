internal import Elementary
internal import Parallel

extension GaussianMixture {
  /// The logarithm of the mixture density `ln Σ w_k N(x; μ_k, Σ_k)` of every point, in nats.
  ///
  /// ```swift
  /// let logDensities = try model.logDensities(of: points)
  /// let oddest = points.indices.min { logDensities[$0] < logDensities[$1] }
  /// ```
  ///
  /// - Parameters:
  ///   - points: N points of the model's dimension.
  ///   - engine: how the work is done.
  /// - Returns: N finite logarithms.
  /// - Throws: ``ModelError`` where the dimensions differ.
  /// - Complexity: O(N K D²).
  public func logDensities(
    of points: PointSet, engine: Engine = Engine()
  ) throws(ModelError) -> [Double] {
    let evaluation = try Evaluation(self, points, engine: engine)
    return [Double].written(count: points.count) { output in
      evaluation.visit { evaluator, tile in
        evaluator.evaluateRelativeToLargest(tile)
        evaluation.writeLogDensities(evaluator, tile, to: output.pointer(at: tile.start))
      }
    }
  }

  /// The mixture density of every point; 0 where it is below the range of numbers, infinite above.
  ///
  /// - Parameters:
  ///   - points: N points of the model's dimension.
  ///   - engine: how the work is done.
  /// - Returns: N densities, none negative.
  /// - Throws: ``ModelError`` where the dimensions differ.
  /// - Complexity: O(N K D²).
  public func densities(
    of points: PointSet, engine: Engine = Engine()
  ) throws(ModelError) -> [Double] {
    try logDensities(of: points, engine: engine).map(exponential)
  }

  /// The log-likelihood of all points, in nats: the sum of their log densities.
  ///
  /// ```swift
  /// let perPoint = try model.logLikelihood(of: points) / Double(points.count)    // nats
  /// ```
  ///
  /// - Parameters:
  ///   - points: N points of the model's dimension.
  ///   - engine: how the work is done.
  /// - Returns: the sum of the N log densities.
  /// - Throws: ``ModelError`` where the dimensions differ.
  /// - Complexity: O(N K D²).
  public func logLikelihood(
    of points: PointSet, engine: Engine = Engine()
  ) throws(ModelError) -> Double {
    // Summed block by block, so that rounding stays small for any number of points.
    let logDensities = try logDensities(
      of: points, engine: engine)
    return stride(from: 0, to: logDensities.count, by: 1024).reduce(0) { sum, start in
      sum + logDensities[start..<min(start + 1024, logDensities.count)].reduce(0, +)
    }
  }

  /// The posterior probabilities `r_k(x) = w_k N(x; k) / p(x)` of all components for every point; with noise they
  /// sum to 1 less its own.
  ///
  /// ```swift
  /// let responsibilities = try model.responsibilities(of: points)
  /// let shares = responsibilities.map { $0.reduce(0, +) / Double(points.count) }    // of the points, one a component
  /// ```
  ///
  /// - Parameters:
  ///   - points: N points of the model's dimension.
  ///   - engine: how the work is done.
  /// - Returns: K arrays of N numbers; `result[k][i]` is the responsibility of component k for point i.
  /// - Throws: ``ModelError`` where the dimensions differ.
  /// - Complexity: O(N K D²) time, O(N K) memory.
  public func responsibilities(
    of points: PointSet, engine: Engine = Engine()
  ) throws(ModelError) -> [[Double]] {
    responsibilities(try Evaluation(self, points, engine: engine), points.count) { _, _ in }
  }

  /// The responsibilities and the log densities of every point, for which it is evaluated once.
  func responsibilitiesAndLogDensities(
    of points: PointSet, engine: Engine
  ) throws(ModelError) -> (responsibilities: [[Double]], logDensities: [Double]) {
    let evaluation = try Evaluation(self, points, engine: engine)
    var all: [[Double]] = []
    let logDensities = [Double].written(count: points.count) { output in
      all = responsibilities(evaluation, points.count) { evaluator, tile in
        evaluation.writeLogDensities(evaluator, tile, to: output.pointer(at: tile.start))
      }
    }
    return (all, logDensities)
  }

  /// - Parameter visit: is shown every tile that was evaluated relative to its largest densities.
  private func responsibilities(
    _ evaluation: Evaluation, _ count: Int,
    visiting visit: @Sendable (borrowing TileEvaluator<Double>, Tile) -> Void
  ) -> [[Double]] {
    let all = [Double].written(count: componentCount * count) { output in
      // Components without weight have no rows in any tile.
      for (k, component) in components.enumerated() where component.weight == 0 {
        output.pointer(at: k * count).initialize(repeating: 0, count: count)
      }
      evaluation.visit { evaluator, tile in
        evaluator.evaluateRelativeToLargest(tile)
        let rows = evaluator.rows
        for row in 0..<rows.count {
          let ratios = evaluator.buffers.densities + row * rows.stride
          let target = output.pointer(at: Int(rows.numbers[row]) * count + tile.start)
          for i in 0..<tile.count { target[i] = ratios[i] * evaluator.buffers.scales[i] }
        }
        visit(evaluator, tile)
      }
    }
    return (0..<componentCount).map { Array(all[($0 * count)..<(($0 + 1) * count)]) }
  }
}
