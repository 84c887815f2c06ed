internal import Parallel

/// What tells observations from others: their number, and a checksum of the bits of every column.
///
/// Where the numbers stand in memory does not matter, nor on how many threads it is made.
struct DataFingerprint: Sendable, Hashable {
  let count: Int
  /// One for each column; every NaN is the same, a coordinate that is missing.
  let columns: [UInt64]
  let weights: UInt64?
  let weightMeaning: String?
  let labels: UInt64?

  /// - Complexity: O(N D).
  init(_ observations: Observations, engine: Engine) {
    count = observations.count
    let threadCount = engine.threads(points: observations.count, operations: observations.dimension)
    columns = ParallelLoop.map(count: observations.dimension, threadCount: threadCount) { column in
      var checksum = Checksum()
      observations.coordinates[column].forEachRun { _, run in
        for number in run { checksum.add(number) }
        return true
      }
      return checksum.value
    }
    weights = observations.weights.map(Checksum.of)
    weightMeaning = observations.weightMeaning?.rawValue
    labels = observations.knownLabels.map(Checksum.of)
  }

  /// What is not the same in other data, in words; nil where all is.
  ///
  /// - Parameter other: what there is now.
  func difference(from other: DataFingerprint) -> String? {
    guard count == other.count, columns.count == other.columns.count else {
      return "\(count) points of \(columns.count) coordinates, and there are \(other.count) of \(other.columns.count)"
    }
    let odd = columns.indices.filter { columns[$0] != other.columns[$0] }
    if let first = odd.first {
      return odd.count == 1
        ? "points whose column \(first + 1) has other numbers"
        : "points with other numbers in \(odd.count) of \(columns.count) columns, the first of them column \(first + 1)"
    }
    if weights != other.weights { return "points with other weights" }
    if weightMeaning != other.weightMeaning {
      return "weights that are \(weightMeaning ?? "none"), and here they are \(other.weightMeaning ?? "none")"
    }
    return labels == other.labels ? nil : "points with other known labels"
  }
}

/// A sum of 64-bit values that shows where one of them has changed, or two have changed places.
struct Checksum {
  private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  /// Every step can be undone, so that two sums of which one value differs are never the same.
  mutating func add(_ bits: UInt64) {
    value = (value ^ bits) &* 0x9e37_79b9_7f4a_7c15
    value ^= value >> 32
  }

  mutating func add(_ number: Double) { add(number.isNaN ? Double.nan.bitPattern : number.bitPattern) }
}

extension Checksum {
  mutating func add(text: String) {
    for byte in text.utf8 { add(UInt64(byte)) }
    // No byte: it ends the text.
    add(256 as UInt64)
  }

  static func of(_ numbers: [Double]) -> UInt64 {
    var checksum = Checksum()
    for number in numbers { checksum.add(number) }
    return checksum.value
  }

  static func of(_ labels: ClassLabels) -> UInt64 {
    var checksum = Checksum()
    for name in labels.names { checksum.add(text: name) }
    for number in labels.indices.numbers { checksum.add(UInt64(bitPattern: Int64(number))) }
    return checksum.value
  }

  static func of(_ model: GaussianMixture) -> UInt64 {
    var checksum = Checksum()
    for component in model.components {
      checksum.add(component.weight)
      for number in component.mean + component.covariance.matrix.elements { checksum.add(number) }
      checksum.add(text: component.name ?? "")
    }
    if let noise = model.noise { for number in [noise.weight, noise.logVolume] { checksum.add(number) } }
    return checksum.value
  }
}
