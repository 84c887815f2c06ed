#if Command

/// The program that is started for a fit, which calls ``serve()``.
///
/// ```swift
/// // At the beginning of a program that is its own worker:
/// if CommandLine.arguments.dropFirst().first == "worker" { FitWorker.serve() }
/// let worker = FitWorker(executable: Bundle.main.executablePath ?? "survey", arguments: ["worker"])
/// ```
///
/// A fit has a process of its own so that whatever ends it, a fault or a lack of memory, ends nothing else.
public struct FitWorker: Sendable, Hashable {
  /// The path of the program.
  public let executable: String
  /// The arguments of the program.
  public let arguments: [String]

  /// Makes a worker of a program and its arguments.
  ///
  /// - Parameters:
  ///   - executable: the path of the program.
  ///   - arguments: its arguments.
  public init(executable: String, arguments: [String]) {
    self.executable = executable
    self.arguments = arguments
  }

  /// Takes a specification and points from standard input, fits, and writes what comes of it to standard output.
  ///
  /// When standard input ends, nobody wants the result any more, and the process ends as well.
  public static func serve() -> Never { FitService().run() }
}

#endif
