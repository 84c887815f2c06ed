/// Why a figure could not be made.
public struct FigureError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong; new codes may be added.
  public struct Code: Sendable, Hashable {
    let name: String
    /// A program or a library that draws is not there.
    public static let missingTool = Code(name: "missingTool")
    /// A program that draws ended with an error.
    public static let failedTool = Code(name: "failedTool")
    /// The file to write cannot be created.
    public static let cannotCreate = Code(name: "cannotCreate")
    /// Writing the file broke off, such as for a full disk.
    public static let inputOutput = Code(name: "inputOutput")
    /// The figure asked for cannot be drawn: another format, or parts that do not fit each other.
    public static let unsupported = Code(name: "unsupported")
  }

  /// What is wrong.
  public let code: Code
  /// What is wrong and what would cure it, in a sentence or two.
  public let message: String

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  /// The message.
  public var description: String { message }
}
