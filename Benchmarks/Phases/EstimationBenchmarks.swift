import Benchmark
import Clouds
import GaussianMixtures

/// One EM iteration of a cloud in which every pair counts, on one thread: 6.4 million pairs each.
func densePassBenchmarks() {
  let pairCount = 6_400_000
  for structure in [CovarianceStructure.full, .diagonal] {
    for (dimension, componentCount) in [(1, 16), (2, 16), (3, 3), (3, 16), (3, 64), (8, 16), (32, 16)] {
      let name = "dense pass, \(structure.name ?? structure.code), D=\(dimension), K=\(componentCount)"
      Benchmark(name) { benchmark in
        let points = try Cloud.normal(pairCount / componentCount, dimension: dimension)
        let start = try Cloud.overlapping(componentCount, dimension: dimension, structure: structure)
        try measureSteps(benchmark, points, start)
      }
    }
  }
}

/// A thin shell of 200,000 points: what preparing costs, and an iteration where few components count.
func surfaceBenchmarks() {
  for componentCount in [64, 512] {
    Benchmark("prepare and first pass, shell, K=\(componentCount)") { benchmark in
      let points = try Cloud.shell(200_000)
      let start = try Cloud.patches(componentCount, of: points)
      let configuration = FitConfiguration(componentCount: componentCount)
      benchmark.startMeasurement()
      for _ in benchmark.scaledIterations {
        blackHole(try EMRun(points, start: start, configuration: configuration))
      }
      benchmark.stopMeasurement()
    }
    Benchmark("iteration, shell, K=\(componentCount)") { benchmark in
      let points = try Cloud.shell(200_000)
      try measureSteps(benchmark, points, try Cloud.patches(componentCount, of: points), engine: Engine())
    }
  }
}

/// Starts with one EM iteration behind them.
func startBenchmarks() {
  for (start, componentCount) in [
    (Start.kMeans, 3), (.kMeans, 64), (.hierarchical, 64), (.auto, 3), (.auto, 64),
  ] {
    Benchmark("\(start.name) and one iteration, shell, K=\(componentCount)") { benchmark in
      let points = try Cloud.shell(200_000)
      let configuration = FitConfiguration(
        componentCount: componentCount, restartCount: 1, maximumIterations: 1)
      benchmark.startMeasurement()
      for _ in benchmark.scaledIterations {
        blackHole(try MixtureEstimator(configuration, start: start).fit(points))
      }
      benchmark.stopMeasurement()
    }
  }
}

/// Steps of one run; what comes before them is not measured.
private func measureSteps(
  _ benchmark: Benchmark, _ points: PointSet, _ start: GaussianMixture, engine: Engine = Engine(threadCount: 1)
) throws {
  let configuration = FitConfiguration(
    componentCount: start.components.count, structure: start.structure, stopping: .gain(tolerance: 0))
  var run = try EMRun(points, start: start, configuration: configuration, engine: engine)
  benchmark.startMeasurement()
  for _ in benchmark.scaledIterations { blackHole(try run.step()) }
  benchmark.stopMeasurement()
}
