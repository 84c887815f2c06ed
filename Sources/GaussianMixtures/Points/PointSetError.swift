@_exported public import CodedErrors

/// The reason why columns of numbers are no point set.
///
/// ```swift
/// do throws(PointSetError) {
///   print(try PointSet(columns: [x, y]))
/// } catch where error.code == .notFinite {
///   print("leave out point", error.point ?? 0)
/// } catch {
///   print(error)
/// }
/// ```
public struct PointSetError: CodedError {
  /// The kind of the failure.
  public let code: Code
  /// The column, from 0, where one is to blame.
  public let column: Int?
  /// The point, from 0, where one is to blame.
  public let point: Int?

  /// - Parameters:
  ///   - code: the kind of the failure.
  ///   - column: from 0, where one is to blame.
  ///   - point: from 0, where one is to blame.
  public init(_ code: Code, column: Int? = nil, point: Int? = nil) {
    self.code = code
    self.column = column
    self.point = point
  }

  /// What is wrong, and where, in a sentence.
  public var message: String {
    switch code {
    case .empty: "There are no points; give at least one."
    case .dimension:
      "The points have another number of coordinates than the model has dimensions; give the columns that it was fitted to."
    case .noRegion:
      "The model's noise has a volume but no box to draw points from; take it out of the model, or fit it to a box."
    case .unequalColumns:
      if let point {
        "Point \(point + 1) has another number of coordinates than the first; give all as many."
      } else {
        "Column \((column ?? 0) + 1) has another length than the first; give all as many points."
      }
    default:
      "Column \((column ?? 0) + 1) holds NaN or infinity at point \((point ?? 0) + 1); leave such points out."
    }
  }
}

/// The ways in which columns are no point set.
extension ErrorCode<PointSetError> {
  /// A set without a point or without a column.
  public static var empty: Self { Self() }
  /// Columns (or points) of different length.
  public static var unequalColumns: Self { Self() }
  /// A coordinate that is NaN or infinite.
  public static var notFinite: Self { Self() }
  /// Points of another number of coordinates than a model's.
  public static var dimension: Self { Self() }
  /// Noise that has a volume but no box to draw points from.
  public static var noRegion: Self { Self() }
}
