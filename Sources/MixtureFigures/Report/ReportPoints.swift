internal import GaussianMixtures
internal import Tables

/// The points that a report draws, and what it shows of each, in whole numbers of few bits.
struct ReportPoints: Sendable {
  /// The points chosen, in a random order, so that any first part of them is a sample too.
  let chosen: [Int]
  /// How many of them were chosen for being the most uncertain.
  let uncertainCount: Int
  /// How many points there are of each component, drawn or not.
  let counts: [Int]
  /// And how many the noise has.
  let noiseCount: Int
  /// The log densities at the ends of the scale of colours.
  let densityRange: ClosedRange<Double>

  private let points: PointSet
  private let classification: Classification
  private let labels: [Int]

  /// - Complexity: O(N D).
  init(_ points: PointSet, _ classification: Classification, componentCount: Int, limit: Int, seed: UInt64) {
    // The noise comes behind all components.
    let labels = classification.labels.map { $0 ?? componentCount }
    let uncertain =
      points.count > limit
      ? PointSample.mostUncertain(limit / 10, of: classification.uncertainties) : []
    let sample = PointSample(
      group: labels, groupCount: componentCount + 1, limit: limit, seed: seed, keeping: uncertain)
    var counts = [Int](repeating: 0, count: componentCount + 1)
    for label in labels { counts[label] += 1 }
    noiseCount = counts.removeLast()
    self.labels = labels
    self.points = points
    self.classification = classification
    let chosen = Self.shuffled(sample.groups.flatMap(\.self), seed: seed)
    self.chosen = chosen
    self.counts = counts
    uncertainCount = uncertain.count
    densityRange = PointValues.range(of: chosen.prefix(20_000).map { classification.logDensities[$0] })
  }

  /// The uncertainty that no point exceeds: all components equally likely.
  var largestUncertainty: Double { 1 - 1 / Double(max(2, counts.count)) }

  /// The numbers of the points drawn among all, from 0, as a typed array.
  var rows: JSONValue { Self.rows(chosen) }

  static func rows(_ chosen: [Int]) -> JSONValue {
    PackedNumbers.json(chosen.map { UInt32(truncatingIfNeeded: $0) })
  }

  /// The points as typed arrays.
  func json(in frame: MixtureFrame) -> JSONValue {
    let labels = chosen.map { self.labels[$0] }
    let uncertainty = chosen.map {
      PackedNumbers.quantized(classification.uncertainties[$0] / largestUncertainty, as: UInt8.self)
    }
    let (lower, upper) = (densityRange.lowerBound, densityRange.upperBound)
    let density = chosen.map {
      PackedNumbers.quantized((classification.logDensities[$0] - lower) / (upper - lower), as: UInt8.self)
    }
    return [
      "count": .number(Double(chosen.count)), "columns": Self.columns(of: points, chosen, in: frame),
      "components": counts.count > 255
        ? PackedNumbers.json(labels.map { UInt16(truncatingIfNeeded: $0) })
        : PackedNumbers.json(labels.map { UInt8(truncatingIfNeeded: $0) }),
      "uncertainty": PackedNumbers.json(uncertainty), "density": PackedNumbers.json(density),
    ]
  }

  /// The coordinates of some points as typed arrays, one a column.
  static func columns(of points: PointSet, _ chosen: [Int], in frame: MixtureFrame) -> JSONValue {
    .array(
      points.columns.enumerated().map { d, column in
        PackedNumbers.json(
          chosen.map { PackedNumbers.quantized(frame.place(column[$0], d), as: UInt16.self) })
      })
  }

  /// Points in a random order: any first part of them is a sample too.
  static func shuffled(_ points: [Int], seed: UInt64) -> [Int] {
    var stream = RandomStream(seed: seed, purpose: .display, index: 1)
    return stream.shuffled(points)
  }

  /// What is shown, in a sentence.
  var note: String {
    let (shown, total) = (CountText.grouped(chosen.count), CountText.grouped(points.count))
    guard chosen.count < points.count else {
      return points.count == 1 ? "The one point is drawn." : "All \(total) points are drawn."
    }
    return "\(shown) of \(total) points are drawn: the \(CountText.grouped(uncertainCount)) most uncertain, "
      + "and a random sample of the others that leaves no component out."
  }
}
