import Foundation
import GaussianMixtures
import Tables
import TestSupport
import Testing

@testable import MixtureFiles

/// Models that scikit-learn 1.x, mclust 6.0 and OpenCV 4.x have written, and damaged ones.
@Suite struct ForeignModelTests {
  private static func data(_ name: String) throws -> [UInt8] {
    let file = try #require(Bundle.module.url(forResource: name, withExtension: nil, subdirectory: "Data"))
    return Array(try Data(contentsOf: file))
  }

  private static func read(_ bytes: [UInt8], _ name: String) throws -> ModelDocument {
    let folder = try TestFolder(of: "foreign-model")
    try folder.write(bytes, to: name)
    return try ModelFile.read(folder.path(name))
  }

  static let all = [
    "opencv-diagonal.yml", "opencv-generic.yml", "opencv-generic.xml", "opencv-spherical.xml",
    "sklearn-full.npz", "sklearn-tied.npz", "sklearn-spherical.npz", "mclust-full.R", "mclust-noise.R",
  ]

  /// Whatever a file is called, its content tells what it is.
  @Test(arguments: all.filter { !$0.hasSuffix(".R") }) func contentTells(name: String) throws {
    let bytes = try Self.data(name)
    let model = try Self.read(bytes, name).model
    #expect(model.componentCount == 2 && model.dimension == 2)
    #expect(try Self.read(bytes, "unnamed").model == model)
  }

  @Test func openCVIsReadToTheBit() throws {
    let model = try Self.read(Self.data("opencv-generic.yml"), "em.yml").model
    #expect(model.structure == .full)
    #expect(model.components.map(\.weight) == [0.60000020330418646, 0.3999997966958132])
    #expect(model[1].mean == [5.1018323174808016, 3.2317365825954156])
    #expect(
      model[0].covariance == [
        [1.1627330935390494, -0.031786383436810915], [-0.031786383436810915, 0.2973285598557267],
      ])
    #expect(try Self.read(Self.data("opencv-generic.xml"), "em.xml").model == model)
    let spheres = try Self.read(Self.data("opencv-spherical.xml"), "em.xml").model
    #expect(spheres.structure == .spherical)
    #expect(spheres[0].covariance.commonVariance == 0.730165844537081)
    #expect(try Self.read(Self.data("opencv-diagonal.yml"), "em.yml").model.structure == .diagonal)
  }

  /// What OpenCV has written is what we write of it, byte for byte but for the words at the end of a line.
  @Test(arguments: ["opencv-generic.yml", "opencv-diagonal.yml"]) func openCVIsWrittenAsItWritesIt(
    name: String
  ) throws {
    let bytes = try Self.data(name)
    let written = try OpenCVModel.yaml.bytes(of: Self.read(bytes, name), path: name)
    func words(_ bytes: [UInt8]) -> [Substring] {
      String(decoding: bytes, as: UTF8.self).split { " \n,".contains($0) }
    }
    let pairs = Array(zip(words(bytes), words(written)))
    #expect(words(bytes).count == words(written).count)
    for (theirs, ours) in pairs where theirs != ours {
      // Numbers have more digits there than are needed.
      #expect(
        Double(theirs + "0") ?? Double(theirs) == Double(ours + "0") ?? Double(ours), "\(theirs) \(ours)")
    }
  }

  @Test func mclustIsReadToTheBit() throws {
    let document = try Self.read(Self.data("mclust-full.R"), "fit.R")
    #expect(document.columns == ["eruptions", "waiting"])
    #expect(document.model.components.map(\.weight) == [0x1.49c3c70c513e3p-1, 0x1.6c7871e75d838p-2])
    #expect(document.model[1].mean == [0x1.04accd29f7486p+1, 0x1.b3d6ce48ff5b6p+5])
    #expect(document.model[0].covariance[0, 1] == 0x1.e09cf53409555p-1)
    #expect(document.model.structure == .full)
    let noisy = try Self.read(Self.data("mclust-noise.R"), "fit.R").model
    #expect(noisy.componentCount == 2)
    let volume = try #require(noisy.noise)
    // mclust says of this fit: hypvol 131.8688.
    #expect(abs(exp(volume.logVolume) - 131.8688) < 1e-4 && abs(volume.weight - 0.085) < 1e-3)
  }

  /// Four rows of three are `4:3` where R writes them.
  @Test func rangesOfRRunBothWays() throws {
    var reader = RReader(Array("list(a = 4:3, b = 1:3)".utf8))
    let list = try reader.script()
    #expect(list["a"]?.numbers == [4, 3] && list["b"]?.numbers == [1, 2, 3])
  }

  @Test func scikitLearnIsRead() throws {
    for (name, structure) in [("full", CovarianceStructure.full), ("tied", .tied), ("spherical", .spherical)]
    {
      let model = try Self.read(Self.data("sklearn-\(name).npz"), "m.npz").model
      #expect(model.structure == structure)
      #expect(abs(model.components.reduce(0) { $0 + $1.weight } - 1) < 1e-12)
    }
  }

  @Test func archivesOfPointsAreNoModels() throws {
    let folder = try TestFolder(of: "foreign-model")
    let path = folder.path("points.npz")
    try TableWriter(to: path).write([TableColumn(name: "x", values: .numbers([1, 2]))])
    guard case .table(let table) = try ModelOrTable(contentsOf: path) else {
      Issue.record("a table is none")
      return
    }
    #expect(table.rowCount == 2)
    try folder.write(Self.data("sklearn-full.npz"), to: "model.npz")
    guard case .table = try ModelOrTable(contentsOf: folder.path("model.npz:means_")) else {
      Issue.record("an array that is named is a table")
      return
    }
  }

  /// Every truncation and many changes: no trap, and an error with the file's name or a sound model.
  @Test(arguments: all) func damageDoesNotTrap(name: String) throws {
    let bytes = try Self.data(name)
    let source = "damaged." + (name.split(separator: ".").last.map(String.init) ?? "")
    func attempt(_ bytes: [UInt8]) -> TableError? {
      do {
        let input = ModelInput(try file(bytes), source: source)
        _ = try (ModelFormats.format(of: input) ?? JSONModel()).read(input)
        return nil
      } catch let error as TableError {
        #expect(error.description.hasPrefix(source), "\(error)")
        return error
      } catch {
        Issue.record("\(error)")
        return nil
      }
    }
    #expect(attempt(bytes) == nil)
    let step = max(1, bytes.count / 400)
    for length in stride(from: 0, to: bytes.count - 24, by: step) {
      #expect(attempt(Array(bytes[..<length])) != nil, "\(length) of \(bytes.count)")
    }
    var random = RandomModels(seed: 3)
    for _ in 0..<400 {
      var changed = bytes
      for _ in 0..<1 + Int(random.uniform() * 3) {
        changed[Int(random.uniform() * Double(bytes.count))] = UInt8(random.uniform() * 256)
      }
      _ = attempt(changed)
    }
  }

  private func file(_ bytes: [UInt8]) throws -> FileBytes {
    let folder = try TestFolder(of: "foreign-model")
    try folder.write(bytes, to: "bytes")
    return try FileBytes.read(folder.path("bytes"), options: ReadingOptions())
  }

  @Test(arguments: [
    ("x.R", "model <- list(parameters = list(pro = c(0.5, 0.5), mean = c(1, 2)))", "pro, mean and variance"),
    ("x.R", "list(parameters = fit$parameters)", "comma or a parenthesis"),
    ("x.R", "system(\"rm -r /\")", "pro, mean and variance"),
    ("x.R", String(repeating: "list(", count: 5000), "nested too deeply"),
    ("x.yml", "%YAML:1.0\n---\na: 1\n", "no EM model"),
    ("x.yml", "%YAML:1.0\n---\na:\n   b: [ 1, 2\n", "not closed"),
    ("x.xml", "<?xml version=\"1.0\"?>\n<svg></svg>", "none of OpenCV"),
    (
      "x.xml", "<?xml version=\"1.0\"?>\n<opencv_storage>\n<a></opencv_storage>",
      "</opencv_storage> stands where"
    ),
    ("x.xml", "<opencv_storage>" + String(repeating: "<a>", count: 5000), "nested too deeply"),
  ]) func whatIsWrongIsSaid(name: String, text: String, problem: String) throws {
    let error = #expect(throws: TableError.self) { try Self.read(Array(text.utf8), name) }
    #expect(error?.message.contains(problem) == true, "\(error?.description ?? "")")
  }
}
