@_exported public import CodedErrors

/// The reason why columns cannot be transformed or compensated as asked.
///
/// ```swift
/// do throws(PreprocessingError) {
///   print(try TransformChoice("logicle=W=0.5,T=262144"))
/// } catch where error.code == .transform {
///   print("ask for another transform:", error)
/// }
/// ```
public struct PreprocessingError: CodedError {
  /// The kind of the failure.
  public let code: Code
  /// What was found.
  public let message: String
  /// What would cure it.
  public let cure: String

  init(_ code: Code, _ message: String, cure: String) {
    self.code = code
    self.message = message
    self.cure = cure
  }
}

/// The ways in which a preprocessing is none.
extension ErrorCode<PreprocessingError> {
  /// A transform that is not known, or a parameter of one that is out of its range.
  public static var transform: Self { Self() }
  /// A spillover matrix that is not square, not finite or has no inverse, or names that do not suit it.
  public static var compensation: Self { Self() }
}
