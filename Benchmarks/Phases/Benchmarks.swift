import Benchmark

/// Kernels and phases, each on data that is drawn once. Throughput counts the iterations of a benchmark; what
/// it does in one iteration is in its name.
let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = .init(
    metrics: [.wallClock, .peakMemoryResident], warmupIterations: 1, scalingFactor: .one,
    maxDuration: .seconds(2), maxIterations: 20)
  densePassBenchmarks()
  surfaceBenchmarks()
  startBenchmarks()
  evaluationBenchmarks()
  fileBenchmarks()
}
