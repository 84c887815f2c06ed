// Keep a model: as a file that the command reads too, and as JSON by its Codable form.

import Foundation
import GaussianMixtures
import MixtureFiles

// snippet.hide
let truth = try GaussianMixture(components: [
  .init(weight: 0.5, mean: [0, 0], covariance: .diagonal([1, 1])),
  .init(weight: 0.5, mean: [6, 2], covariance: .diagonal([1, 2])),
])
var random = RandomStream(seed: 1, purpose: .sampling)
let result = try MixtureEstimator(componentCount: 2).fit(truth.sample(500, using: &random).points)
let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).json").path
defer { try? FileManager.default.removeItem(atPath: path) }
// snippet.show

// snippet.file
let document = ModelDocument(
  model: result.model, columns: ["length", "width"], fit: FitSummary(result))
try ModelFile.write(document, to: path)
let read = try ModelFile.read(path)
print("the same bits: \(read.model == result.model), seed \(read.fit?.seed ?? 0)")

// snippet.codable
let data = try JSONEncoder().encode(result.model)
let model = try JSONDecoder().decode(GaussianMixture.self, from: data)
print("the same bits: \(model == result.model)")

// snippet.faults
let unsound = #"{"components": [{"weight": 2, "mean": [0], "covariance": [[1]]}]}"#
do {
  _ = try JSONDecoder().decode(GaussianMixture.self, from: Data(unsound.utf8))
} catch {
  print(error)
}
