import Benchmark
import Clouds
import GaussianMixtures

/// What a model says of 200,000 points of a shell.
func evaluationBenchmarks() {
  for componentCount in [3, 64] {
    evaluationBenchmark("classify", componentCount) { try $0.classify($1).labels.count }
    evaluationBenchmark("log densities", componentCount) { try $0.logDensities(of: $1).count }
    // Log densities and an exponential a point.
    evaluationBenchmark("densities", componentCount) { try $0.densities(of: $1).count }
    // Log densities and an exponential a pair.
    evaluationBenchmark("responsibilities", componentCount) { try $0.responsibilities(of: $1).count }
  }
}

private func evaluationBenchmark(
  _ name: String, _ componentCount: Int,
  _ body: @escaping @Sendable (GaussianMixture, PointSet) throws -> Int
) {
  Benchmark("\(name), shell, K=\(componentCount)") { benchmark in
    let points = try Cloud.shell(200_000)
    let model = try Cloud.patches(componentCount, of: points)
    benchmark.startMeasurement()
    for _ in benchmark.scaledIterations { blackHole(try body(model, points)) }
    benchmark.stopMeasurement()
  }
}
