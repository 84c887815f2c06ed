// Watch a fit as it runs, and end it early with the best model so far.

import GaussianMixtures

let truth = try GaussianMixture(components: [
  .init(weight: 0.5, mean: [0], covariance: .diagonal([1])),
  .init(weight: 0.5, mean: [1.5], covariance: .diagonal([1])),
])
var random = RandomStream(seed: 1, purpose: .sampling)
let points = try truth.sample(1_000, using: &random).points

// snippet.observe
let configuration = FitConfiguration(componentCount: 2, restartCount: 1)
let estimator = MixtureEstimator(configuration, start: .kMeans)
let result = try estimator.fit(points) { progress in
  let iteration = progress.iteration
  print("iteration \(iteration.iteration): log-likelihood \(iteration.logLikelihood)")
  return iteration.iteration < 5 ? .proceed : .stop
}
print("\(result.termination.rawValue) after \(result.history.count) iterations")

// snippet.concurrently
let (progress, reports) = AsyncStream.makeStream(
  of: MixtureEstimator.Progress.self, bufferingPolicy: .bufferingNewest(1))
async let fitted = estimator.fitConcurrently(points, reporting: reports)
for await report in progress where report.termination != nil {
  print("run \(report.restart) ended: \(report.iteration.logLikelihood)")
}
print("log-likelihood \(try await fitted.logLikelihood)")

// snippet.cancel
let task = Task { try await estimator.fitConcurrently(points) }
task.cancel()
do {
  print("log-likelihood \(try await task.value.logLikelihood)")
} catch is CancellationError {
  print("cancelled, and nothing is kept")
}
