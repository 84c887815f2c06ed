// Drive EM step by step from a given model: whoever holds the run decides what happens between two steps.

import GaussianMixtures

let truth = try GaussianMixture(components: [
  .init(weight: 0.5, mean: [0, 0], covariance: .diagonal([1, 1])),
  .init(weight: 0.5, mean: [3, 1], covariance: .diagonal([1, 2])),
])
var random = RandomStream(seed: 1, purpose: .sampling)
let points = try truth.sample(1_000, using: &random).points

// snippet.step
let configuration = FitConfiguration(componentCount: 2)
var run = try EMRun(points, start: truth, configuration: configuration)
while run.termination == nil {
  let iteration = try run.step()
  print("\(iteration.iteration): \(iteration.logLikelihood), moved \(iteration.meanChange)")
}
print(run.model.components.map(\.mean))
