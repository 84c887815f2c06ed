@_exported public import CodedErrors

/// The reason why no mixture could be fitted.
///
/// ```swift
/// do {
///   print(try MixtureEstimator(componentCount: 20).fit(points))
/// } catch where error.code == .tooFewPoints {
///   print("fewer components, please:", error)
/// } catch {
///   print(error)
/// }
/// ```
///
/// Not converging, being stopped and reaching the limit of iterations are no errors: see ``Termination``.
public struct FitError: CodedError {
  /// The kind of the failure.
  public let code: Code
  /// What was found and what would cure it, in a sentence or two.
  public let message: String
  /// The column to blame, from 0.
  public let column: Int?

  init(_ code: Code, _ message: String, column: Int? = nil) {
    self.code = code
    self.message = message
    self.column = column
  }

  /// The error of a fit that was stopped when it had no more than a start.
  package static let stoppedEarly = FitError(
    .stopped, "The fit was stopped before its first iteration was over; there is no model to keep.")
}

/// The ways in which a fit fails.
extension ErrorCode<FitError> {
  /// An option out of its range, whatever the data are.
  public static var configuration: Self { Self() }
  /// Fewer distinct points than components.
  public static var tooFewPoints: Self { Self() }
  /// Weights, labels or missing coordinates that do not suit the points, the options or each other.
  public static var observations: Self { Self() }
  /// Noise whose region cannot be told.
  public static var noise: Self { Self() }
  /// A start that does not suit the points or the options.
  public static var start: Self { Self() }
  /// A column whose units are too extreme.
  public static var scale: Self { Self() }
  /// A fit that would take more memory than there is.
  public static var memory: Self { Self() }
  /// Parameters that have left the range of numbers.
  public static var range: Self { Self() }
  /// A checkpoint that is damaged, or of another fit.
  public static var checkpoint: Self { Self() }
  /// A fit that was stopped before its first iteration, or a selection before the model's turn came.
  public static var stopped: Self { Self() }
  /// A process that is gone or cannot go on, of several that fit together.
  public static var communication: Self { Self() }
  /// A task that was cancelled; nothing is kept.
  public static var cancelled: Self { Self() }
}
