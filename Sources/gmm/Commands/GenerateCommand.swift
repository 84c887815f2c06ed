#if Command

import ArgumentParser
import GaussianMixtures
import MixtureFiles
import Tables

struct GenerateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Draw random points from a mixture.",
    discussion: """
      Writes the model's columns, in their own units where it transforms them (x, y, z or x1, x2, … where it names none) and truth, the component that a point \
      came from, from 1; beside a column truth of the model it is called truth_component.

      Examples:
        gmm generate --preset rgb -n 1000 -o points.csv
        gmm generate --model model.json -n 500 --seed 7
        gmm generate --model model.json -n 500 -o points.npy
      """)

  @Option(name: [.short, .long], help: "The model document to draw from.", completion: .file())
  var model: String?

  @Option(help: "A built-in mixture to draw from: rgb, three clouds R, G and B in three dimensions.")
  var preset: Preset?

  @OptionGroup var drawing: DrawingOptions

  @OptionGroup var destination: TableOutputOptions

  @OptionGroup(title: "Messages") var messages: ConsoleOptions

  mutating func validate() throws {
    guard (model == nil) != (preset == nil) else {
      throw ValidationError("Say what to draw from: either --model FILE or --preset rgb.")
    }
    try FilesOfRun.check(reading: ["the model": model], writing: "the points", to: destination.output)
    try drawing.check(within: 1...1_000_000_000)
  }

  /// The most rows, and numbers, that are drawn before they are written.
  private static let (largestBlock, numbersOfBlock) = (1 << 20, 1 << 25)

  func run() async throws {
    try AtomicFile.requireCreatable(destination.output, for: .table)
    let document =
      try model.map { try ModelFile.read($0) } ?? ModelDocument(model: (preset ?? .rgb).mixture())
    let names = GeneratedPoints.columnNames(of: document)
    if let truth = names.last, truth != ResultColumn.truthName {
      messages.console.note("the model has a column «truth»; the components are written as «\(truth)»")
    }
    var stream = RandomStream(seed: drawing.seed, purpose: .sampling)
    var remaining = drawing.count
    try messages.console.writer(to: destination.output, threads: nil).write(rowCount: drawing.count) {
      let blockSize = min(remaining, Self.largestBlock, max(1, Self.numbersOfBlock / (names.count - 1)))
      guard blockSize > 0 else { return nil }
      remaining -= blockSize
      return try GeneratedPoints(from: document, count: blockSize, using: &stream).columns
    }
  }
}

/// Points drawn from a mixture, with the columns to write them in.
struct GeneratedPoints {
  let points: PointSet
  let truth: PointLabels
  private let preprocessing: Preprocessing?
  /// The names of the coordinates.
  let columnNames: [String]
  private let names: [String]

  init(from document: ModelDocument, count: Int, seed: UInt64) throws(PointSetError) {
    var stream = RandomStream(seed: seed, purpose: .sampling)
    try self.init(from: document, count: count, using: &stream)
  }

  init(
    from document: ModelDocument, count: Int, using stream: inout RandomStream
  ) throws(PointSetError) {
    (points, truth) = try document.model.sample(count, using: &stream)
    preprocessing = document.preprocessing
    names = Self.columnNames(of: document)
    columnNames = Array(names.dropLast())
  }

  /// The names of the columns, the last of which says where a point came from.
  static func columnNames(of document: ModelDocument) -> [String] {
    let dimension = document.model.dimension
    let names =
      document.columns ?? (dimension == 3 ? ["x", "y", "z"] : (1...dimension).map { "x\($0)" })
    var truth = ResultColumn.truthName
    var number = 1
    while names.contains(truth) {
      truth = "truth_component" + (number > 1 ? "\(number)" : "")
      number += 1
    }
    return names + [truth]
  }

  /// The points in the columns' own units, and where each came from.
  var columns: [TableColumn] {
    zip(names, preprocessing?.original(columns: points.columns) ?? points.columns).map {
      TableColumn(name: $0, values: .numbers($1))
    }
      + [TableColumn(name: names[names.count - 1], values: .integers(truth.numbersFromOne))]
  }
}

/// The built-in mixtures.
enum Preset: String, ExpressibleByArgument, CaseIterable {
  case rgb

  /// The mixture of the name.
  func mixture() throws(ModelError) -> GaussianMixture {
    switch self {
    case .rgb: try .threeClouds()
    }
  }
}

#endif
