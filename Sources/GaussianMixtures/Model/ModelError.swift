@_exported public import CodedErrors

/// The reason why parameters are no mixture.
///
/// ```swift
/// do throws(ModelError) {
///   print(try model.labels(of: points))
/// } catch where error.code == .dimension {
///   print("other columns than the model has been fitted in:", error)
/// }
/// ```
public struct ModelError: CodedError {
  /// The kind of the failure.
  public let code: Code
  /// What is wrong and where, in a sentence.
  public let message: String
  /// The number of the component to blame, from 1.
  public let component: Int?

  init(_ code: Code, _ message: String, component: Int? = nil) {
    self.code = code
    self.message = message
    self.component = component
  }
}

/// The ways in which parameters are no mixture.
extension ErrorCode<ModelError> {
  /// A mixture without components.
  public static var empty: Self { Self() }
  /// Means and covariances of different dimensions, or points of another dimension.
  public static var dimension: Self { Self() }
  /// Weights that are negative or do not sum to 1.
  public static var weights: Self { Self() }
  /// A parameter that is NaN or infinite.
  public static var notFinite: Self { Self() }
  /// A covariance that is not symmetric and positive definite.
  public static var covariance: Self { Self() }
  /// Noise whose density is not known where it is needed.
  public static var noise: Self { Self() }
  /// Classes that do not suit the components, or costs and thresholds that do not suit the classes.
  public static var classes: Self { Self() }
}
