/// Why no mixture could be fitted.
///
/// Not converging, being stopped and reaching the limit of iterations are no errors: see ``Termination``.
public struct FitError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong; new codes may be added.
  public struct Code: Sendable, Hashable {
    let name: String
    /// An option out of its range, whatever the data are.
    public static let configuration = Code(name: "configuration")
    /// Fewer distinct points than components.
    public static let tooFewPoints = Code(name: "tooFewPoints")
    /// Weights, labels or missing coordinates that do not suit the points, the options or each other.
    public static let observations = Code(name: "observations")
    /// Noise whose region cannot be told.
    public static let noise = Code(name: "noise")
    /// A start that does not suit the points or the options.
    public static let start = Code(name: "start")
    /// A column whose units are too extreme.
    public static let scale = Code(name: "scale")
    /// A fit that would take more memory than there is.
    public static let memory = Code(name: "memory")
    /// Parameters that have left the range of numbers.
    public static let range = Code(name: "range")
    /// A fit was stopped before its first iteration, or a selection before the model's turn came.
    public static let stopped = Code(name: "stopped")
    /// The task was cancelled; nothing is kept.
    public static let cancelled = Code(name: "cancelled")
  }

  /// What is wrong.
  public let code: Code
  /// What was found and what would cure it.
  public let message: String
  /// The column to blame, from 0.
  public let column: Int?

  init(_ code: Code, _ message: String, column: Int? = nil) {
    self.code = code
    self.message = message
    self.column = column
  }

  /// The message.
  public var description: String { message }

  /// A fit was stopped when it had no more than a start.
  package static let stoppedEarly = FitError(
    .stopped, "The fit was stopped before its first iteration was over; there is no model to keep.")
}
