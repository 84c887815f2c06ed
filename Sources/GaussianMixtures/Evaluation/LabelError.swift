@_exported public import CodedErrors

/// The reason why two labelings cannot be compared.
///
/// ```swift
/// do throws(LabelError) {
///   print(try ConfusionTable([0, 0, 1], [0, 1]))
/// } catch where error.code == .unequalCounts {
///   print(error)    // there are three labels of the one kind and two of the other
/// }
/// ```
public struct LabelError: CodedError {
  /// The kind of the failure.
  public let code: Code
  /// What was found, in a sentence or two.
  public let message: String

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }
}

/// The ways in which labelings cannot be compared.
extension ErrorCode<LabelError> {
  /// Labels of different numbers of points.
  public static var unequalCounts: Self { Self() }
  /// More points than are compared exactly.
  public static var tooManyItems: Self { Self() }
  /// Numbers that are too large for those of groups.
  public static var tooManyGroups: Self { Self() }
  /// Too few groups to compare.
  public static var fewGroups: Self { Self() }
}
