#if Command

import ArgumentParser
import CodedErrors
import GaussianMixtures
import MixtureFigures
import MixtureService
import SystemCalls
import Tables

/// A failure with its exit code: the one place where errors become codes.
struct CommandFailure: Error {
  enum Code: Int32 {
    case usage = 64
    case badData = 65
    case noInput = 66
    case `internal` = 70
    case cannotCreate = 73
    case inputOutput = 74
    case interrupted = 130
  }

  /// A fit was stopped by Ctrl-C; what it had found has been written.
  static let interruption = CommandFailure(.interrupted, "interrupted; the best model so far was kept.")

  let code: Code
  let message: String

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  /// The failure that an error of the libraries is, or nil for one of the argument parser.
  init?(_ error: any Error) {
    switch error {
    case let failure as CommandFailure: self = failure
    case let error as any CodedError: self.init(Self.code(of: error), error.description)
    default: return nil
    }
  }

  /// A refusal of the argument parser, said as all others are; nil where it asks for help or the version.
  init?(parsing error: any Error) {
    guard GMMCommand.exitCode(for: error) == .validationFailure else { return nil }
    let text = Self.withoutLineFeeds(ofArguments: GMMCommand.fullMessage(for: error))
    self.init(.usage, text.hasPrefix("Error: ") ? String(text.dropFirst("Error: ".count)) : text)
  }

  /// A message of several lines, in which an argument must not begin one of its own.
  private static func withoutLineFeeds(ofArguments text: String) -> String {
    var text = text
    for argument in CommandLine.arguments where argument.contains("\n") {
      for part in [argument] + argument.split(separator: "=", maxSplits: 1).map(String.init) {
        text = text.replacing(part, with: TerminalText.cleaned(part))
      }
    }
    return text
  }

  private static func code(of error: any CodedError) -> Code {
    switch error {
    case let error as TableError: code(of: error)
    case is CommunicationError: .inputOutput
    case let error as FitError: error.commandCode
    case let error as FigureError: code(of: error)
    case let error as ViewerError: error.code == .badData ? .badData : .inputOutput
    // What remains are points and models that are none.
    default: .badData
    }
  }

  private static func code(of error: TableError) -> Code {
    switch error.code {
    case .noInput: .noInput
    case .badData, .tooLarge: .badData
    case .usage: .usage
    case .cannotCreate: .cannotCreate
    case .inputOutput: .inputOutput
    default: .internal
    }
  }

  private static func code(of error: FigureError) -> Code {
    switch error.code {
    case .cannotCreate: .cannotCreate
    case .inputOutput: .inputOutput
    case .unsupported: .usage
    default: .internal
    }
  }

  /// Says what is wrong on standard error and ends the program with the error's code.
  static func exit(with error: any Error, otherwise: (any Error) -> Never) -> Never {
    let own = CommandFailure(error)
    guard let failure = own ?? CommandFailure(parsing: error) else { otherwise(error) }
    Console.fail(failure.message, hasLines: own == nil)
    ThisProcess.end(failure.code.rawValue)
  }
}

extension FitError {
  /// The exit code that it is.
  var commandCode: CommandFailure.Code {
    switch code {
    case .configuration: .usage
    case .stopped: .interrupted
    case .memory, .communication: .inputOutput
    default: .badData
    }
  }
}

#endif
