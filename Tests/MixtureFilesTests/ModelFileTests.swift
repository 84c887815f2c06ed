import GaussianMixtures
import MixtureFiles
import Tables
import TestSupport
import Testing

/// A model is kept in a line, and had again in another.
@Suite struct ModelFileTests {
  private func model() throws -> GaussianMixture {
    try GaussianMixture(components: [
      .init(weight: 1.0 / 3, mean: [0.1, -2e-30], covariance: [[0.7, 1e-16], [1e-16, 1e-30]], name: "a"),
      .init(weight: 2.0 / 3, mean: [5, 3], covariance: .identity(dimension: 2)),
    ])
  }

  @Test func aModelIsReadAsItWasWritten() throws {
    let folder = try TestFolder(of: "model-file")
    let path = folder.path("model.json")
    try ModelFile.write(ModelDocument(model: model()), to: path)
    #expect(try ModelFile.read(path).model == model())
    // The older file is replaced, and nothing else is left.
    let document = ModelDocument(
      model: try GaussianMixture(components: [.init(weight: 1, mean: [2], covariance: [[3]])]))
    try ModelFile.write(document, to: path)
    #expect(try ModelFile.read(path) == document)
    #expect(try folder.names == ["model.json"])
  }

  @Test func whatCannotBeWrittenLeavesNothing() throws {
    let folder = try TestFolder(of: "model-file")
    let document = ModelDocument(model: try model())
    let error = #expect(throws: TableError.self) {
      try ModelFile.write(document, to: folder.path("none/model.json"))
    }
    #expect(error?.code == .cannotCreate)
    #expect(try folder.names.isEmpty)
  }
}
