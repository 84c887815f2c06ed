// Draw the ellipse of each component that holds a given share of its points.

import Foundation
import GaussianMixtures

let model = try GaussianMixture(components: [
  .init(weight: 0.6, mean: [0, 0], covariance: [[4, 1.5], [1.5, 1]]),
  .init(weight: 0.4, mean: [7, 4], covariance: [[1, -0.6], [-0.6, 2]]),
])

// snippet.radius
/// How many standard deviations hold a share of a Gaussian in two dimensions.
func radius(holding share: Double) -> Double { (-2 * log(1 - share)).squareRoot() }

// snippet.svg
let distance = radius(holding: 0.95)
for component in model.components {
  let axes = component.covariance.principalAxes
  let (rx, ry) = (distance * axes[0].standardDeviation, distance * axes[1].standardDeviation)
  let (x, y) = (component.mean[0], component.mean[1])
  let degrees = atan2(axes[0].direction[1], axes[0].direction[0]) * 180 / .pi
  let place = "translate(\(x) \(y)) rotate(\(degrees))"
  print("<ellipse rx=\"\(rx)\" ry=\"\(ry)\" transform=\"\(place)\"/>")
}

// snippet.outline
let component = model[0]
let axes = component.covariance.principalAxes
let outline = (0..<64).map { step in
  let angle = 2 * Double.pi * Double(step) / 64
  let along = distance * axes[0].standardDeviation * cos(angle)
  let across = distance * axes[1].standardDeviation * sin(angle)
  return (0..<2).map { d in
    component.mean[d] + along * axes[0].direction[d] + across * axes[1].direction[d]
  }
}

// snippet.share
var random = RandomStream(seed: 1, purpose: .sampling)
let (drawn, origins) = try model.sample(5_000, using: &random)
let own = zip(drawn, origins).filter { $0.1 == 0 }.map(\.0)
let within = try own.count { try component.mahalanobisDistance(to: $0) < distance }
print("\(within) of \(own.count) points within, an outline of \(outline.count) points")
