// Fit many numbers of components and structures, and choose by a criterion.

import GaussianMixtures

// snippet.hide
let truth = try GaussianMixture(components: [
  .init(weight: 0.4, mean: [0, 0], covariance: [[1, 0.5], [0.5, 1]]),
  .init(weight: 0.3, mean: [6, 0], covariance: [[1, 0.5], [0.5, 1]]),
  .init(weight: 0.3, mean: [3, 6], covariance: [[1, 0.5], [0.5, 1]]),
])
var random = RandomStream(seed: 1, purpose: .sampling)
let points = try truth.sample(500, using: &random).points
// snippet.show

// snippet.select
let configuration = SelectionConfiguration(
  componentCounts: Array(1...5), structures: [.spherical, .diagonal, .tied, .full])
let selection = try MixtureSelector(configuration).select(points)
for candidate in selection.ranked.prefix(3) {
  let bic = candidate.result?.criteria.bic
  print(candidate.structure, candidate.componentCount, bic ?? .nan)
}
let best = selection.best
print("best: \(best.model.structure.code) with \(best.model.componentCount) components")

// snippet.limit
if let largest = selection.summary.largestCountThatIsBest {
  print("\(largest) is the most that was tried: try more.")
}
