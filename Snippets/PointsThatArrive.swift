// Ask a mixture about points that come one at a time, without allocating memory.

import GaussianMixtures

let model = try GaussianMixture(components: [
  .init(weight: 0.7, mean: [0, 0], covariance: .diagonal([1, 1]), name: "at rest"),
  .init(weight: 0.3, mean: [5, 3], covariance: .diagonal([0.5, 2]), name: "moving"),
])
// snippet.hide
var random = RandomStream(seed: 1, purpose: .sampling)
let arriving = try model.sample(1_000, using: &random).points
// snippet.show

// snippet.loop
let prepared = model.prepared()
var counts = [Int](repeating: 0, count: model.componentCount)
var strangeCount = 0
var responsibilities: [Double] = []
for point in arriving {
  guard let label = try prepared.label(of: point) else { continue }
  counts[label] += 1
  if try prepared.logDensity(of: point) < -8 { strangeCount += 1 }
  try prepared.responsibilities(of: point, into: &responsibilities)
}
print("\(model.componentNames): \(counts), of which \(strangeCount) are strange")

// snippet.buffer
let frame: [Double] = [0.1, 0.2, 4.9, 3.1]
let labels = try frame.withUnsafeBufferPointer { numbers in
  try stride(from: 0, to: numbers.count, by: 2).map { first in
    try prepared.label(of: UnsafeBufferPointer(rebasing: numbers[first..<(first + 2)]))
  }
}
print("of a frame of two points: \(labels.compactMap(\.self))")
