import GaussianMixtures

/// Fits two groups of points, and says where they are.
@main
enum Consumer {
  static func main() throws {
    let steps = (0..<50).map { Double($0) / 50 }
    let points = try PointSet(columns: [steps + steps.map { $0 + 10 }, steps.map { 1 - $0 * $0 } + steps])
    let result = try MixtureEstimator(FitConfiguration(componentCount: 2)).fit(points)
    let means = result.model.components.map { Int($0.mean[0].rounded(.down)) }.sorted()
    print("groups at", means.map(String.init).joined(separator: " and "))
  }
}
