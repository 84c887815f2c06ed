import ArgumentParser
import GaussianMixtures
import PointFiles

struct GenerateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Draw random points from a mixture.",
    discussion: """
      Writes x, y, z (x1, x2, … in other dimensions) and truth, the component that a point came from, from 1.

      Examples:
        gmm generate --preset rgb -n 1000 -o points.csv
        gmm generate --model model.json -n 500 --seed 7
      """)

  @Option(name: [.short, .long], help: "The model document to draw from.")
  var model: String?

  @Option(help: "A built-in mixture to draw from: rgb, three clouds R, G and B in three dimensions.")
  var preset: Preset?

  @Option(name: [.customShort("n"), .long], parsing: .unconditional, help: "How many points to draw.")
  var count = 1000

  @Option(
    parsing: .unconditional,
    help: "From which all random numbers come; the same seed gives the same points.")
  var seed: UInt64 = 1

  @Option(name: [.short, .long], help: "The file to write; - is standard output.")
  var output = "-"

  mutating func validate() throws {
    guard (model == nil) != (preset == nil) else {
      throw ValidationError("Say what to draw from: either --model FILE or --preset rgb.")
    }
    guard output != model || model == "-" else {
      throw ValidationError("-o \(output) would replace the model by the points; name another file.")
    }
    guard (1...1_000_000_000).contains(count) else {
      throw ValidationError("--count must be from 1 to 1,000,000,000; \(count) was given.")
    }
  }

  func run() async throws {
    let mixture = try model.map { try ModelFile.read($0).model } ?? (preset ?? .rgb).mixture()
    var stream = RandomStream(seed: seed, purpose: .sampling)
    var remaining = count
    try TableWriter(to: output).write {
      let blockSize = min(remaining, 1 << 20)
      guard blockSize > 0 else { return nil }
      remaining -= blockSize
      return try GeneratedPoints(from: mixture, count: blockSize, using: &stream).columns
    }
  }
}

/// Points drawn from a mixture, with the columns to write them in.
struct GeneratedPoints {
  let points: PointSet
  let truth: [Int]

  init(from mixture: GaussianMixture, count: Int, seed: UInt64) throws(PointSetError) {
    var stream = RandomStream(seed: seed, purpose: .sampling)
    try self.init(from: mixture, count: count, using: &stream)
  }

  init(
    from mixture: GaussianMixture, count: Int, using stream: inout RandomStream
  ) throws(PointSetError) {
    (points, truth) = try mixture.sample(count, using: &stream)
  }

  var columnNames: [String] {
    points.dimension == 3 ? ["x", "y", "z"] : (1...points.dimension).map { "x\($0)" }
  }

  var columns: [TableColumn] {
    zip(columnNames, points.columns).map { TableColumn(name: $0, values: .numbers($1)) }
      + [TableColumn(name: "truth", values: .integers(truth.map { $0 + 1 }))]
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
