import GaussianMixtures
import Tables
import TestSupport
import Testing

@testable import MixtureFiles

/// Models that go to other programs' files and come back.
@Suite struct ModelExchangeTests {
  private func roundTrip(
    _ document: ModelDocument, _ name: String
  ) throws -> (document: ModelDocument, note: String?) {
    let folder = try TestFolder(of: "model-exchange")
    let path = folder.path(name)
    let note = try ModelExchange.write(document, to: path)
    #expect(try folder.names == [name])
    return (try ModelFile.read(path), note)
  }

  @Test(arguments: CovarianceStructure.allCases)
  func everyParameterKeepsItsBits(structure: CovarianceStructure) throws {
    var random = RandomModels(seed: 11)
    for (dimension, count) in [(1, 1), (1, 3), (2, 2), (5, 3), (12, 4)] {
      let model = try random.model(structure, dimension: dimension, count: count, names: count > 2)
      let columns = (0..<dimension).map { "column, \($0)" }
      let document = ModelDocument(model: model, columns: columns)
      for name in ["m.npz", "m.R", "m.json"] {
        let (again, note) = try roundTrip(document, name)
        #expect(again.model == model, "\(name) \(structure) \(dimension) \(count)")
        #expect(again.columns == columns && note == nil, "\(name): \(note ?? "")")
      }
      for name in ["m.yml", "m.xml"] {
        let (again, note) = try roundTrip(document, name)
        #expect(again.model.components.map(\.weight) == model.components.map(\.weight))
        #expect(again.model.components.map(\.mean) == model.components.map(\.mean))
        #expect(
          again.model.components.map(\.covariance) == model.components.map(\.covariance), "\(structure)")
        #expect(note?.contains("the names of the columns") == true)
        #expect(note?.contains("the names of the components") == (count > 2))
      }
    }
  }

  @Test func extremeNumbersKeepTheirBits() throws {
    let tiny = Double.leastNonzeroMagnitude
    let model = try GaussianMixture(
      components: [
        .init(weight: 0, mean: [-0.0, tiny], covariance: .diagonal([0x1p-1000, 1e300])),
        .init(weight: 1, mean: [.greatestFiniteMagnitude, -1e-310], covariance: .diagonal([1, 3e-300])),
      ], structure: .diagonal)
    for name in ["m.npz", "m.R"] {
      let again = try roundTrip(ModelDocument(model: model), name).document.model
      #expect(again == model)
      #expect(again.components[0].mean[0].sign == .minus)
    }
    // OpenCV would take such a variance for another.
    let error = #expect(throws: TableError.self) { try roundTrip(ModelDocument(model: model), "m.yml") }
    #expect(error?.message.contains("OpenCV takes none below") == true)
  }

  @Test func noiseGoesWhereItIsKnown() throws {
    var random = RandomModels(seed: 5)
    let model = try random.model(.full, dimension: 3, count: 2, noise: 0.125)
    #expect(try roundTrip(ModelDocument(model: model), "m.R").document.model == model)
    for name in ["m.npz", "m.yml", "m.xml"] {
      let folder = try TestFolder(of: "model-exchange")
      let error = #expect(throws: TableError.self) {
        try ModelExchange.write(ModelDocument(model: model), to: folder.path(name))
      }
      #expect(error?.code == .badData)
      #expect(error?.message.contains("noise") == true && error?.message.contains(".onnx") == true)
      #expect(try folder.names.isEmpty)
    }
    let boxed = try GaussianMixture(
      components: [.init(weight: 0.5, mean: [1], covariance: [[2]])],
      noise: .init(weight: 0.5, logVolume: 1, box: .init(corner: [0], edges: [[2.5]])))
    let (again, note) = try roundTrip(ModelDocument(model: boxed), "m.R")
    #expect(again.model.noise?.logVolume == 1)
    #expect(note?.hasSuffix("does not hold the box of the noise") == true)
  }

  @Test func numbersThatDoNotFitTheStructureAreHeldWhole() throws {
    // Said to be tied, and it is not; said to be spherical, and it is not.
    let components: [GaussianMixture.Component] = [
      .init(weight: 0.5, mean: [0, 0], covariance: [[2, 1], [1, 3]]),
      .init(weight: 0.5, mean: [1, 0], covariance: [[2, 1], [1, 4]]),
    ]
    for structure in [CovarianceStructure.tied, .spherical, .diagonal, .full] {
      let model = try GaussianMixture(components: components, structure: structure)
      #expect(CovarianceForm(of: model) == .full)
      for name in ["m.npz", "m.R", "m.yml"] {
        let again = try roundTrip(ModelDocument(model: model), name).document.model
        #expect(again.components == components)
      }
    }
  }

  @Test func theNameSaysTheFormat() throws {
    let document = ModelDocument(
      model: try GaussianMixture(components: [.init(weight: 1, mean: [2], covariance: [[3]])]))
    let error = #expect(throws: TableError.self) { try ModelExchange.write(document, to: "/tmp/model.csv") }
    #expect(error?.code == .usage)
    #expect(error?.message.contains(".json, .npz, .R, .yml, .xml, .onnx or .c") == true)
    #expect(try roundTrip(document, "model").document == document)
  }

  @Test(arguments: ["m.onnx", "m.c"]) func whatIsOnlyWrittenIsNotRead(name: String) throws {
    let document = ModelDocument(
      model: try GaussianMixture(components: [.init(weight: 1, mean: [2], covariance: [[3]])]))
    let error = #expect(throws: TableError.self) { try roundTrip(document, name) }
    #expect(error?.message.contains("are written and not read") == true)
  }

  @Test func namesCannotBreakTheCFile() throws {
    let model = try GaussianMixture(components: [
      .init(weight: 1, mean: [2], covariance: [[3]], name: "*/ #error \n /* ??/")
    ])
    let bytes = try CModel().bytes(of: ModelDocument(model: model, columns: ["a*/b\\"]), path: "m.c")
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.contains("__ #error") && text.contains("a__b_"))
    #expect(!text.contains("??") && !text.contains("*/ #error"))
  }
}
