/// A symmetric D x D matrix of finite numbers; without correlations no more is held than its D variances.
///
/// ```swift
/// let covariance: CovarianceMatrix = [[4, 1], [1, 9]]
/// print(covariance[0, 1], covariance.standardDeviations)    // 1.0 [2.0, 3.0]
/// let uncorrelated = CovarianceMatrix.diagonal([4, 9])
/// let read = try CovarianceMatrix(rows: covariance.rows)    // of numbers that may be wrong
/// ```
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

  /// Takes the rows of a symmetric matrix.
  ///
  /// Whether it is positive definite is checked where a mixture is made of it.
  ///
  /// - Parameter rows: D arrays of D entries, in the squared units of the data.
  /// - Throws: ``ModelError`` with the code `covariance` where there is no row, the rows are not square or mirrored
  ///   entries differ by more than rounding, and `notFinite` where an entry is NaN or infinite; the message says which.
  /// - Complexity: O(D²).
  public init(rows: [[Double]]) throws(ModelError) {
    let count = rows.count
    guard count > 0 else { throw ModelError(.covariance, "The covariance matrix has no rows.") }
    for (row, entries) in rows.enumerated() {
      guard entries.count == count else {
        throw ModelError(
          .covariance,
          "The covariance matrix has \(count.text(of: "row")), and row \(row + 1) has "
            + "\(entries.count == 1 ? "1 entry" : "\(entries.count) entries"); a square matrix is needed.")
      }
      guard let column = entries.firstIndex(where: { !$0.isFinite }) else { continue }
      throw ModelError(
        .notFinite,
        "Row \(row + 1), column \(column + 1) of the covariance matrix is \(entries[column]); it must be finite."
      )
    }
    let matrix = SymmetricMatrix(dimension: count, elements: rows.flatMap(\.self))
    if let (row, column) = matrix.asymmetry {
      throw ModelError(
        .covariance,
        "Row \(row + 1), column \(column + 1) of the covariance matrix is \(matrix[row, column]), and row "
          + "\(column + 1), column \(row + 1) is \(matrix[column, row]); a covariance matrix is symmetric.")
    }
    self.init(matrix)
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

  /// A matrix with the variance 1 of each coordinate and no correlations.
  ///
  /// - Parameter dimension: D, at least 1.
  /// - Returns: a matrix that holds D numbers.
  public static func identity(dimension: Int) -> CovarianceMatrix {
    precondition(dimension > 0, "a matrix has a row at least")
    return .diagonal([Double](repeating: 1, count: dimension))
  }
}

extension CovarianceMatrix: ExpressibleByArrayLiteral {
  /// Takes rows that are written out: `[[2, 0.5], [0.5, 1]]`.
  ///
  /// - Parameter rows: D arrays of D entries.
  /// - Precondition: a literal is no data: it is square, finite and symmetric. ``init(rows:)`` throws where that is not
  ///   known.
  public init(arrayLiteral rows: [Double]...) {
    do throws(ModelError) {
      try self.init(rows: rows)
    } catch {
      preconditionFailure(error.message)
    }
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
    let rows = try container.decode([[Double]].self)
    guard !rows.isEmpty, rows.allSatisfy({ $0.count == rows.count }) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "the matrix is not square")
    }
    // All else is said of the component, by the mixture that is made of it.
    self.init(dimension: rows.count, elements: rows.flatMap(\.self))
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

extension CovarianceMatrix: CustomStringConvertible {
  /// The first rows, or the first variances of a matrix without correlations.
  public var description: String {
    guard !hasNoCorrelations else { return "diagonal \(diagonal.shortText)" }
    let rows = (0..<min(dimension, 8)).map { row in
      (0..<dimension).lazy.map { self[row, $0] }.shortText
    }
    return "[\(rows.joined(separator: ", "))\(dimension > 8 ? ", … \(dimension) in all" : "")]"
  }
}

extension SymmetricMatrix {
  /// The first place where mirrored entries differ by more than rounding.
  ///
  /// - Complexity: O(D²), O(1) for a diagonal matrix.
  var asymmetry: (row: Int, column: Int)? {
    guard form == .full else { return nil }
    for row in 0..<dimension {
      for column in 0..<row {
        let scale = 1e-9 * abs(self[row, row]).squareRoot() * abs(self[column, column]).squareRoot()
        guard abs(self[row, column] - self[column, row]) <= scale else { return (column, row) }
      }
    }
    return nil
  }
}
