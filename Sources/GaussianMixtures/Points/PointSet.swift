/// N points of D finite coordinates, stored column by column.
///
/// A value that exists is sound: at least one point, at least one column, columns of equal length, no
/// NaN and no infinity.
public struct PointSet: Sendable, Hashable {
  /// The coordinates: `columns[d][i]` is coordinate `d` of point `i`.
  public let columns: [[Double]]

  /// The number of points, N.
  public var count: Int { columns[0].count }

  /// The number of coordinates of a point, D.
  public var dimension: Int { columns.count }

  /// Takes the columns as they are.
  ///
  /// - Parameter columns: D arrays of N coordinates.
  /// - Throws: ``PointSetError`` where there is no point, the columns differ in length, or a coordinate
  ///   is NaN or infinite.
  /// - Complexity: O(N D).
  public init(columns: [[Double]]) throws(PointSetError) {
    guard let first = columns.first, !first.isEmpty else { throw PointSetError(.empty) }
    for (d, column) in columns.enumerated() {
      guard column.count == first.count else { throw PointSetError(.unequalColumns, column: d) }
      // x - x is 0 for a finite x and NaN otherwise, so one sum without branches checks a column.
      guard column.reduce(0, { $0 + ($1 - $1) }).isNaN else { continue }
      throw PointSetError(.notFinite, column: d, point: column.firstIndex { !$0.isFinite })
    }
    self.columns = columns
  }

  /// For columns that are known to be sound.
  init(trusting columns: [[Double]]) { self.columns = columns }

  /// Transposes points given one by one.
  ///
  /// - Parameter points: N arrays of D coordinates.
  /// - Throws: ``PointSetError``, as ``init(columns:)``.
  /// - Complexity: O(N D).
  public init(points: [[Double]]) throws(PointSetError) {
    let dimension = points.first?.count ?? 0
    if let odd = points.firstIndex(where: { $0.count != dimension }) {
      throw PointSetError(.unequalColumns, point: odd)
    }
    try self.init(columns: (0..<dimension).map { d in points.map { $0[d] } })
  }

  /// The coordinates of one point.
  ///
  /// - Parameter index: the point, from 0.
  /// - Complexity: O(D).
  public subscript(index: Int) -> [Double] { columns.map { $0[index] } }
}

/// Why columns of numbers are no point set.
public struct PointSetError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong; new codes may be added.
  public struct Code: Sendable, Hashable {
    let name: String
    /// There is no point or no column.
    public static let empty = Code(name: "empty")
    /// Columns (or points) of different length.
    public static let unequalColumns = Code(name: "unequalColumns")
    /// A coordinate that is NaN or infinite.
    public static let notFinite = Code(name: "notFinite")
  }

  /// What is wrong.
  public let code: Code
  /// The column, from 0, where one is to blame.
  public let column: Int?
  /// The point, from 0, where one is to blame.
  public let point: Int?

  init(_ code: Code, column: Int? = nil, point: Int? = nil) {
    self.code = code
    self.column = column
    self.point = point
  }

  /// What is wrong, and where, in a sentence.
  public var description: String {
    switch code {
    case .empty: "There are no points."
    case .unequalColumns:
      if let point {
        "Point \(point + 1) has another number of coordinates than the first."
      } else {
        "Column \((column ?? 0) + 1) has another length than the first."
      }
    default:
      "Column \((column ?? 0) + 1) holds NaN or infinity at point \((point ?? 0) + 1); leave such points out."
    }
  }
}
