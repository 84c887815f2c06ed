/// How a process is started that fits: a program that calls ``serve()``.
///
/// A fit has a process of its own so that whatever ends it, a fault or a lack of memory, ends nothing else.
public struct FitWorker: Sendable, Hashable {
  /// The path of the program.
  public let executable: String
  /// Its arguments.
  public let arguments: [String]

  /// Says what to start.
  ///
  /// - Parameters:
  ///   - executable: the path of the program.
  ///   - arguments: its arguments.
  public init(executable: String, arguments: [String]) {
    self.executable = executable
    self.arguments = arguments
  }

  /// Takes an specification and points from standard input, fits, and writes what comes of it to standard output.
  ///
  /// When standard input ends, nobody wants the result any more, and the process ends as well.
  public static func serve() -> Never { FitService().run() }
}
