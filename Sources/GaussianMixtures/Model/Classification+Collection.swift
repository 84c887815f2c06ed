internal import Elementary

extension Classification: RandomAccessCollection {
  /// What a mixture says of one point.
  ///
  /// ```swift
  /// let classification = try model.classify(points)
  /// for (point, found) in zip(points, classification) where found.uncertainty > 0.2 {
  ///   print(point, found.label.map(model.componentName) ?? "noise", found.probability)
  /// }
  /// ```
  public struct Element: Sendable, Hashable {
    /// The component with the largest responsibility, from 0, or nil where that is the noise's; the first where several
    /// are equal.
    public let label: Int?
    /// That largest responsibility, from 0 to 1.
    public let probability: Double
    /// 1 less the probability, without the cancellation.
    public let uncertainty: Double
    /// The logarithm of the mixture density, in nats.
    public let logDensity: Double

    /// The mixture density; 0 where it is below the range of numbers, infinite above.
    public var density: Double { exponential(logDensity) }
  }

  /// The place of the first point.
  public var startIndex: Int { 0 }
  /// The place behind the last point.
  public var endIndex: Int { labels.count }

  /// What the mixture says of a point.
  ///
  /// - Parameter point: its place, from 0.
  /// - Complexity: O(1).
  public subscript(point: Int) -> Element {
    Element(
      label: labels[point], probability: probabilities[point], uncertainty: uncertainties[point],
      logDensity: logDensities[point])
  }
}

extension Classification: Codable {
  private enum Key: String, CodingKey { case labels, probabilities, uncertainties, logDensities }

  /// Reads a classification.
  ///
  /// - Parameter decoder: a decoder of an object.
  /// - Throws: `DecodingError` where a key is missing, or lists differ in length.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let labels = try container.decode(PointLabels.self, forKey: .labels)
    func numbers(_ key: Key) throws -> [Double] {
      let numbers = try container.decode([Double].self, forKey: key)
      guard numbers.count == labels.count else {
        throw DecodingError.dataCorruptedError(
          forKey: key, in: container,
          debugDescription: "there are \(numbers.count) numbers for \(labels.count) points")
      }
      return numbers
    }
    self.init(
      labels: labels, probabilities: try numbers(.probabilities), uncertainties: try numbers(.uncertainties),
      logDensities: try numbers(.logDensities))
  }

  /// Writes a classification: four lists, of a number for each point.
  ///
  /// - Parameter encoder: an encoder of an object.
  /// - Throws: what the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(labels, forKey: .labels)
    try container.encode(probabilities, forKey: .probabilities)
    try container.encode(uncertainties, forKey: .uncertainties)
    try container.encode(logDensities, forKey: .logDensities)
  }
}

extension Classification: CustomStringConvertible {
  /// How many points each component has, and how sure that is on average.
  ///
  /// - Complexity: O(N).
  public var description: String {
    var counts: [Int?: Int] = [:]
    for label in labels { counts[label, default: 0] += 1 }
    let parts = counts.sorted { ($0.key ?? .max) < ($1.key ?? .max) }.prefix(12).map {
      "\($1) \($0.map { "of component \($0)" } ?? "of the noise")"
    }
    let uncertainty = uncertainties.reduce(0, +) / Double(Swift.max(1, count))
    return "\(count.text(of: "point")): \(parts.joined(separator: ", "))\(counts.count > 12 ? ", …" : ""); "
      + "mean uncertainty \(uncertainty.shortText)"
  }
}
