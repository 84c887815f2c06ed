import GaussianMixtures
import MixtureFigures

/// Clouds in a row and the mixture fitted to them.
struct FittedClouds {
  let points: PointSet
  let document: ModelDocument

  init(dimension: Int, components: Int) throws {
    var stream = RandomStream(seed: 5, purpose: .sampling)
    var columns = [[Double]](repeating: [], count: dimension)
    for k in 0..<components {
      for _ in 0..<300 {
        // Apart enough to be seen one by one, and near enough for some points to be uncertain.
        for d in 0..<dimension {
          columns[d].append(3 * Double(k) * (d.isMultiple(of: 2) ? 1 : 0.5) + stream.normal())
        }
      }
    }
    points = try PointSet(columns: columns)
    let configuration = FitConfiguration(componentCount: components, restartCount: 3)
    let result = try MixtureEstimator(configuration, start: .random).fit(points)
    document = ModelDocument(model: result.model, fit: FitSummary(result))
  }

  /// The report of the fit.
  func report() throws -> MixtureReport {
    try MixtureReport(
      title: "Clouds", document: document, points: points,
      columnNames: points.columns.indices.map { "c\($0 + 1)" })
  }
}
