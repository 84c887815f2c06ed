@_exported public import CodedErrors

/// The reason why a figure could not be made.
///
/// ```swift
/// do throws(FigureError) {
///   let figure = try ScatterFigure(title: "Stars", points: points)
///   try await Gnuplot().write(.scatter(figure), to: "stars.pdf")
/// } catch where error.code == .missingTool {
///   print("install gnuplot:", error)
/// } catch {
///   print(error)
/// }
/// ```
public struct FigureError: OutputError {
  /// The kind of the failure.
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
  /// A program or a library that is needed for drawing and is not there.
  public static var missingTool: Self { Self() }
  /// A program that draws and ended with an error.
  public static var failedTool: Self { Self() }
  /// A figure that cannot be drawn: another format, or parts that do not fit each other.
  public static var unsupported: Self { Self() }
}
