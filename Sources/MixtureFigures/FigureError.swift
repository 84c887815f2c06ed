@_exported public import CodedErrors

/// Why a figure could not be made.
public struct FigureError: OutputError {
  /// What is wrong.
  public let code: Code
  /// What is wrong and what would cure it, in a sentence or two.
  public let message: String

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }
}

/// The ways in which a figure is not made.
extension ErrorCode<FigureError> {
  /// A program or a library that draws is not there.
  public static var missingTool: Self { Self() }
  /// A program that draws ended with an error.
  public static var failedTool: Self { Self() }
  /// The figure asked for cannot be drawn: another format, or parts that do not fit each other.
  public static var unsupported: Self { Self() }
}
