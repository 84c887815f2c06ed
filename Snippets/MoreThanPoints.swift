// Tell a fit what else is known of points: weights, gaps, noise, and the groups of some of them.

import GaussianMixtures

// snippet.hide
let truth = try GaussianMixture(components: [
  .init(weight: 0.5, mean: [0, 0], covariance: .diagonal([1, 1])),
  .init(weight: 0.5, mean: [8, 4], covariance: .diagonal([1, 1])),
])
var random = RandomStream(seed: 1, purpose: .sampling)
let (points, groups) = try truth.sample(400, using: &random)
let everywhere = try GaussianMixture(components: [
  .init(weight: 1, mean: [0, 0], covariance: .diagonal([900, 900]))
])
let strays = try Array(everywhere.sample(40, using: &random).points)
// snippet.show

// snippet.weights
let counts = points.indices.map { Double(1 + $0 % 3) }
let counted = try Observations(points, weights: counts, weightMeaning: .frequencies)
let weighted = try MixtureEstimator(componentCount: 2).fit(counted)
print("weights: n is \(weighted.totalWeight), of \(weighted.pointCount) points")

// snippet.missing
let rows = points.enumerated().map { index, point in
  [point[0], index % 5 == 0 ? nil : point[1]]
}
let gappy = try Observations(rows)
let model = try MixtureEstimator(componentCount: 2).fit(gappy).model
let full = try model.imputed(gappy)
print("missing: \(gappy), and \(full) once they are filled")

// snippet.noise
let scattered = try PointSet(Array(points) + strays)
let configuration = FitConfiguration(componentCount: 2, noise: NoiseConfiguration())
let noisy = try MixtureEstimator(configuration).fit(scattered)
let labels = try noisy.model.labels(of: scattered)
print("noise: \(labels.count { $0 == nil }) points belong to no component")

// snippet.known
let known = ClassLabels(
  names: ["near", "far"],
  indices: groups.enumerated().map { index, group in index < 20 ? group : nil })
let partly = try Observations(points, knownLabels: known)
let named = try MixtureEstimator(componentCount: 2).fit(partly).model
print("known labels: the components are \(named.componentNames)")
