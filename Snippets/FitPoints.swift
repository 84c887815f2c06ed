// Draw points from a known mixture, fit a mixture to them, and give every point to a component.

import GaussianMixtures

// snippet.truth
let truth = try GaussianMixture(components: [
  .init(weight: 0.6, mean: [0, 0], covariance: .diagonal([1, 1])),
  .init(weight: 0.4, mean: [5, 3], covariance: .diagonal([0.5, 2])),
])
var random = RandomStream(seed: 1, purpose: .sampling)
let (points, components) = try truth.sample(2_000, using: &random)

// snippet.fit
let result = try MixtureEstimator(componentCount: 2).fit(points)
print("\(result.termination.rawValue) after \(result.history.count) iterations")
for component in result.model.components {
  print("weight \(component.weight), mean \(component.mean)")
}

// snippet.classify
let classification = try result.model.classify(points)
let table = try ConfusionTable(classification.labels, components)
print("error rate \(table.errorRate)")
