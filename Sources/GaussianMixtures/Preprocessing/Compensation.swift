/// The spillover of dyes into the detectors of others, and what undoes it.
///
/// ```swift
/// let compensation = try Compensation(channels: ["FL1-A", "FL2-A"], spillover: [[1, 0.2], [0.05, 1]])
/// print(compensation.compensated([1000, 700]))    // the light of each dye alone
/// ```
///
/// An event with the light t of its dyes is measured as x = t S; t = x S⁻¹ is what compensation finds. Row i of S is what
/// each detector sees of dye i.
///
/// Source: C. B. Bagwell and E. G. Adams, Annals of the New York Academy of Sciences 677 (1993) 167-184.
public struct Compensation: Sendable, Hashable {
  /// The columns, in the order of the matrix's rows and columns.
  public let channels: [String]
  /// S: `spillover[i][j]` is what detector j sees of dye i, for each unit that detector i sees.
  public let spillover: [[Double]]
  /// S⁻¹, by rows.
  public let inverse: [[Double]]

  /// A matrix that has been checked.
  ///
  /// - Parameters:
  ///   - channels: n different names.
  ///   - spillover: n rows of n numbers.
  /// - Throws: ``PreprocessingError`` of the code `compensation` where it is not square, not finite or cannot be inverted,
  ///   or names do not suit it.
  /// - Complexity: O(n³).
  public init(channels: [String], spillover: [[Double]]) throws(PreprocessingError) {
    let count = channels.count
    func refusal(_ what: String) -> PreprocessingError {
      PreprocessingError(
        .compensation, "The spillover matrix \(what).",
        cure: "It has a row and a column for each of its channels, with 1 where both are the same.")
    }
    guard count > 0 else { throw refusal("has no channels") }
    guard spillover.count == count, spillover.allSatisfy({ $0.count == count }) else {
      throw refusal("is not square, with \(count) rows and columns for its \(count) channels")
    }
    if let twice = Dictionary(grouping: channels, by: \.self).first(where: { $1.count > 1 })?.key {
      throw refusal("has the channel «\(twice)» twice")
    }
    guard spillover.allSatisfy({ $0.allSatisfy(\.isFinite) }) else {
      throw refusal("has a number that is not finite")
    }
    guard let inverse = Self.inverse(of: spillover) else {
      throw refusal("has no inverse: the light of a dye cannot be told from that of the others")
    }
    self.channels = channels
    self.spillover = spillover
    self.inverse = inverse
  }

  /// Whether every channel is measured alone, as in a file that has been compensated.
  public var isIdentity: Bool {
    spillover.enumerated().allSatisfy { row, values in
      values.enumerated().allSatisfy { column, value in value == (row == column ? 1 : 0) }
    }
  }

  /// What the dyes of an event have given.
  ///
  /// - Parameter event: the measured values, one a channel.
  /// - Complexity: O(n²).
  public func compensated(_ event: [Double]) -> [Double] { Self.product(event, inverse) }

  /// What is measured of the light of dyes: the inverse of ``compensated(_:)``.
  ///
  /// - Parameter light: that of each dye.
  /// - Complexity: O(n²).
  public func measured(_ light: [Double]) -> [Double] { Self.product(light, spillover) }

  private static func product(_ row: [Double], _ matrix: [[Double]]) -> [Double] {
    matrix.indices.map { column in
      zip(row, matrix).reduce(0) { $0 + $1.0 * $1.1[column] }
    }
  }

  /// By Gauss and Jordan with the largest pivot of each column; nil where what is left is rounding.
  private static func inverse(of matrix: [[Double]]) -> [[Double]]? {
    let count = matrix.count
    var left = matrix
    var right = matrix.indices.map { row in matrix.indices.map { $0 == row ? 1.0 : 0 } }
    let sizes = (0..<count).map { column in matrix.reduce(0) { max($0, $1[column].magnitude) } }
    for column in 0..<count {
      let pivotRow =
        (column..<count).max { left[$0][column].magnitude < left[$1][column].magnitude } ?? column
      let pivot = left[pivotRow][column]
      guard pivot.magnitude > 1e-12 * sizes[column] else { return nil }
      left.swapAt(column, pivotRow)
      right.swapAt(column, pivotRow)
      for place in 0..<count {
        left[column][place] /= pivot
        right[column][place] /= pivot
      }
      for row in 0..<count where row != column && left[row][column] != 0 {
        let factor = left[row][column]
        for place in 0..<count {
          left[row][place] -= factor * left[column][place]
          right[row][place] -= factor * right[column][place]
        }
      }
    }
    return right.allSatisfy { $0.allSatisfy(\.isFinite) } ? right : nil
  }
}

extension Compensation: Codable {
  private enum Key: String, CodingKey { case channels, spillover }

  /// Reads a matrix and checks it.
  ///
  /// - Parameter decoder: a decoder of an object.
  /// - Throws: what the decoder throws, and for a matrix that is not sound.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let channels = try container.decode([String].self, forKey: .channels)
    let spillover = try container.decode([[Double]].self, forKey: .spillover)
    do {
      try self.init(channels: channels, spillover: spillover)
    } catch {
      throw DecodingError.dataCorruptedError(
        forKey: .spillover, in: container, debugDescription: error.description)
    }
  }

  /// Writes names and matrix; the inverse follows from it.
  ///
  /// - Parameter encoder: an encoder of an object.
  /// - Throws: what the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(channels, forKey: .channels)
    try container.encode(spillover, forKey: .spillover)
  }
}
