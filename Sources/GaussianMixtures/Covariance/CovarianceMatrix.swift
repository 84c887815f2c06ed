/// A symmetric D x D matrix of finite numbers, stored in full.
public struct CovarianceMatrix: Sendable, Hashable {
  /// The number of rows and columns, D.
  public let dimension: Int
  /// The entries, row by row.
  public let elements: [Double]

  package init(dimension: Int, elements: [Double]) {
    precondition(elements.count == dimension * dimension, "a covariance has D x D entries")
    self.dimension = dimension
    self.elements = elements
  }

  /// Takes the rows of a square matrix; of rows that are not square no matrix is made.
  ///
  /// Whether it is symmetric and positive definite is checked where a mixture is made of it.
  ///
  /// - Parameter rows: D arrays of D entries.
  public init?(rows: [[Double]]) {
    guard !rows.isEmpty, rows.allSatisfy({ $0.count == rows.count }) else { return nil }
    self.init(dimension: rows.count, elements: rows.flatMap(\.self))
  }

  /// The entry at a row and a column, both from 0.
  public subscript(row: Int, column: Int) -> Double { elements[row * dimension + column] }

  /// The rows, one array each.
  public var rows: [[Double]] {
    (0..<dimension).map { Array(elements[($0 * dimension)..<(($0 + 1) * dimension)]) }
  }

  /// The variances, entry by entry of the diagonal.
  public var diagonal: [Double] { (0..<dimension).map { self[$0, $0] } }

  /// A matrix with these variances and no correlations.
  ///
  /// - Parameter variances: the D entries of the diagonal.
  /// - Returns: a matrix of D x D entries.
  public static func diagonal(_ variances: [Double]) -> CovarianceMatrix {
    var elements = [Double](repeating: 0, count: variances.count * variances.count)
    for (i, variance) in variances.enumerated() { elements[i * variances.count + i] = variance }
    return CovarianceMatrix(dimension: variances.count, elements: elements)
  }
}

extension CovarianceMatrix: Codable {
  /// Reads nested arrays, row by row.
  ///
  /// - Parameter decoder: a decoder of nested arrays.
  /// - Throws: `DecodingError` where the matrix is not square.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let matrix = Self(rows: try container.decode([[Double]].self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "the matrix is not square")
    }
    self = matrix
  }

  /// Writes nested arrays, row by row.
  ///
  /// - Parameter encoder: an encoder of nested arrays.
  /// - Throws: what the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(rows)
  }
}
