import GaussianMixtures
import Testing

extension TestData {
  /// Spread-out points of the set as means, and covariances of the columns' own variances.
  static func start(_ points: PointSet, _ componentCount: Int) throws -> GaussianMixture {
    let count = Double(points.count)
    let variances = points.columns.map { column in
      let mean = column.reduce(0, +) / count
      return column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    }
    return try GaussianMixture(
      components: (0..<componentCount).map { k in
        GaussianMixture.Component(
          weight: 1 / Double(componentCount), mean: points[k * points.count / componentCount],
          covariance: .diagonal(variances))
      })
  }

  /// Runs EM from a model for a fixed number of iterations.
  static func run(
    _ points: PointSet, from start: GaussianMixture, _ structure: CovarianceStructure = .full,
    iterations: Int, stopping: StoppingRule = .gain(tolerance: 0), acceleration: Acceleration = .auto,
    threadCount: Int? = nil
  ) throws -> FitResult {
    try MixtureEstimator(
      FitConfiguration(
        componentCount: start.componentCount, structure: structure, stopping: stopping,
        acceleration: acceleration, maximumIterations: iterations),
      start: .model(start), engine: Engine(threadCount: threadCount)
    ).fit(points)
  }
}

/// The points and the model in other units: `x * scale + shift`, column by column.
func transformed(_ points: PointSet, scales: [Double], shifts: [Double]) throws -> PointSet {
  try PointSet(
    columns: points.columns.indices.map { j in points.columns[j].map { $0 * scales[j] + shifts[j] } })
}

func transformed(_ model: GaussianMixture, scales: [Double], shifts: [Double]) throws -> GaussianMixture {
  try GaussianMixture(
    components: model.components.map { component in
      let rows = scales.indices.map { i in
        scales.indices.map { j in component.covariance[i, j] * (scales[i] * scales[j]) }
      }
      return GaussianMixture.Component(
        weight: component.weight, mean: scales.indices.map { component.mean[$0] * scales[$0] + shifts[$0] },
        covariance: try CovarianceMatrix(rows: rows), name: component.name)
    }, structure: model.structure)
}

/// Weights, means and covariances agree, in units of the covariances.
func expectClose(
  _ a: GaussianMixture, _ b: GaussianMixture, _ tolerance: Double,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(a.componentCount == b.componentCount, sourceLocation: sourceLocation)
  var worst = 0.0
  for (x, y) in zip(a.components, b.components) {
    worst = max(worst, abs(x.weight - y.weight))
    let spreads = y.covariance.diagonal.map { $0.squareRoot() }
    for i in spreads.indices {
      worst = max(worst, abs(x.mean[i] - y.mean[i]) / spreads[i])
      for j in spreads.indices {
        worst = max(worst, abs(x.covariance[i, j] - y.covariance[i, j]) / (spreads[i] * spreads[j]))
      }
    }
  }
  #expect(worst <= tolerance, "models differ by \(worst)", sourceLocation: sourceLocation)
}

/// The iterations without their wall time.
func timeless(_ history: [EMIteration]) -> [[UInt64]] {
  history.map {
    [$0.logLikelihood, $0.meanChange, $0.weightChange, $0.covarianceChange].map(\.bitPattern)
  }
}

/// A result as the ranking of runs sees it: accidents behind all others, then the likelihood.
func ranks(_ a: FitResult, before b: FitResult, margin: Double) -> Bool {
  if a.isAccident != b.isAccident { return !a.isAccident }
  return a.logLikelihood > b.logLikelihood + margin
}
