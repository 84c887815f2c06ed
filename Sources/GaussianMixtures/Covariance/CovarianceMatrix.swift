/// A symmetric D x D matrix of finite numbers; without correlations no more is held than its D variances.
public struct CovarianceMatrix: Sendable {
  let matrix: SymmetricMatrix

  /// The number of rows and columns, D.
  public var dimension: Int { matrix.dimension }

  /// The entries, row by row.
  ///
  /// - Complexity: O(1), O(D²) where only the variances are held.
  public var elements: [Double] { matrix.elements }

  /// The variances, entry by entry of the diagonal.
  ///
  /// - Complexity: O(D).
  public var diagonal: [Double] { matrix.diagonal }

  /// Whether only the variances are held: it was made of these, all else being 0.
  public var isHeldByVariances: Bool { matrix.form == .diagonal }

  /// Whether all entries beside the diagonal are 0, however the matrix is held.
  ///
  /// - Complexity: O(1) where only the variances are held, else O(D²), as a rule O(1).
  public var hasNoCorrelations: Bool { matrix.isDiagonal }

  /// The one variance of all coordinates, of a matrix that is held by its variances and has one.
  ///
  /// - Complexity: O(D).
  public var commonVariance: Double? {
    guard isHeldByVariances, let first = matrix.entries.first else { return nil }
    return matrix.entries.allSatisfy { $0 == first } ? first : nil
  }

  init(_ matrix: SymmetricMatrix) { self.matrix = matrix }

  package init(dimension: Int, elements: [Double]) {
    self.init(SymmetricMatrix(dimension: dimension, elements: elements))
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
  public subscript(row: Int, column: Int) -> Double { matrix[row, column] }

  /// The rows, one array each.
  ///
  /// - Complexity: O(D²).
  public var rows: [[Double]] { (0..<dimension).map { row in (0..<dimension).map { self[row, $0] } } }

  /// A matrix with these variances and no correlations.
  ///
  /// - Parameter variances: the D entries of the diagonal.
  /// - Returns: a matrix that holds these D numbers.
  public static func diagonal(_ variances: [Double]) -> CovarianceMatrix {
    CovarianceMatrix(SymmetricMatrix(diagonal: variances))
  }
}

extension CovarianceMatrix: Hashable {
  /// Whether two matrices have the same entries, however they are held.
  public static func == (left: Self, right: Self) -> Bool {
    guard left.matrix.form != right.matrix.form else { return left.matrix == right.matrix }
    return left.matrix.compact == right.matrix.compact
  }

  /// Hashes what is the same for both ways of holding it.
  ///
  /// - Parameter hasher: takes it.
  public func hash(into hasher: inout Hasher) { hasher.combine(diagonal) }
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
  /// - Complexity: O(D²).
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(rows)
  }
}
