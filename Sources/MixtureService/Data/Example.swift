#if Command

internal import GaussianMixtures
internal import MixtureFigures
internal import MixtureFiles
internal import PageAssets
internal import Tables

/// Data for those who come with nothing.
enum Example: String, Sendable, CaseIterable {
  case clouds, surface, diabetes

  /// The example as the page is told of it.
  var json: JSONValue {
    [
      "name": .string(rawValue), "title": .string(title), "text": .string(text),
      "components": .number(Double(components)),
    ]
  }

  private var title: String {
    switch self {
    case .clouds: "Three clouds"
    case .surface: "A surface"
    case .diabetes: "Diabetes"
    }
  }

  private var text: String {
    switch self {
    case .clouds: "3,000 points from three Gaussians R, G and B that overlap a little"
    case .surface: "40,000 points scattered about a waved surface, as a scanner sees one"
    case .diabetes: "145 persons, three measurements (Reaven and Miller, Diabetologia 16, 1979)"
    }
  }

  private var components: Int { self == .surface ? 40 : 3 }

  /// The data as a file would have them.
  func bytes() throws(ServiceError) -> [UInt8] {
    do {
      switch self {
      case .clouds: return try Self.text(of: Self.clouds())
      case .surface: return try Self.text(of: Self.surface())
      case .diabetes: return PageAssets.diabetes
      }
    } catch {
      throw ServiceError(error)
    }
  }

  private static func text(of columns: [TableColumn]) throws(TableError) -> [UInt8] {
    let memory = OutputMemory()
    try TableWriter(to: memory).write(columns)
    return memory.bytes
  }

  private static func clouds() throws -> [TableColumn] {
    var stream = RandomStream(seed: 1, purpose: .sampling)
    let (points, truth) = try GaussianMixture.threeClouds().sample(3000, using: &stream)
    return zip(["x", "y", "z"], points.columns).map { TableColumn(name: $0, values: .numbers($1)) }
      + [TableColumn(name: ResultColumn.truthName, values: .integers(truth.numbersFromOne))]
  }

  /// Waves over a square, with noise across the surface.
  private static func surface() -> [TableColumn] {
    var stream = RandomStream(seed: 1, purpose: .sampling)
    var columns = [[Double]](repeating: [], count: 3)
    for _ in 0..<40_000 {
      let (x, y) = (6 * stream.uniform() - 3, 6 * stream.uniform() - 3)
      let height = sine(x) + sine(1.3 * y + x / 2)
      for (d, value) in [x, y, 0.6 * height + 0.04 * stream.normal()].enumerated() {
        columns[d].append(value)
      }
    }
    return zip(["x", "y", "z"], columns).map { TableColumn(name: $0, values: .numbers($1)) }
  }

  /// The sine by its series, which the few numbers needed here do not call a library for.
  private static func sine(_ angle: Double) -> Double {
    var (term, sum) = (angle, angle)
    for n in 1...20 {
      term *= -angle * angle / Double((2 * n) * (2 * n + 1))
      sum += term
    }
    return sum
  }
}

#endif
