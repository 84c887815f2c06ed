// Fit many small sets side by side, each on one thread, and follow one set as it changes.

import GaussianMixtures

// snippet.hide
let truth = try GaussianMixture(components: [
  .init(weight: 0.5, mean: [0, 0], covariance: .diagonal([1, 1])),
  .init(weight: 0.5, mean: [6, 2], covariance: .diagonal([1, 2])),
])
let sets = try (0..<12).map { set in
  var random = RandomStream(seed: 1, purpose: .sampling, index: set)
  return try truth.sample(200, using: &random).points
}
// snippet.show

// snippet.group
let estimator = MixtureEstimator(componentCount: 2, engine: Engine(threadCount: 1))
let results = try await withThrowingTaskGroup(of: (Int, FitResult).self) { group in
  for (set, points) in sets.enumerated() {
    group.addTask { (set, try await estimator.fitConcurrently(points)) }
  }
  var results = [FitResult?](repeating: nil, count: sets.count)
  for try await (set, result) in group { results[set] = result }
  return results.compactMap(\.self)
}
let weights = results[0].model.components.map(\.weight)
print("\(results.count) fits, the first with the weights \(weights)")

// snippet.follow
var model = results[0].model
for points in sets.dropFirst() {
  let configuration = FitConfiguration(componentCount: model.componentCount)
  model = try MixtureEstimator(configuration, start: .model(model)).fit(points).model
}
print("followed to \(model[0].mean)")
