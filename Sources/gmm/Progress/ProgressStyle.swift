#if Command

import ArgumentParser

/// How progress is told on standard error.
enum ProgressStyle: String, ExpressibleByArgument, CaseIterable {
  /// A bar on a terminal, else lines.
  case auto
  /// A line that is written over again and again.
  case bar
  /// A line every few seconds.
  case lines
  /// A JSON object a line, for programs.
  case json
  case none

  /// The style where it is left to what standard error is.
  var resolved: ProgressStyle {
    guard self == .auto else { return self }
    return Console.isTerminal ? .bar : .lines
  }

  /// Milliseconds from one report of a stage to the next; nil for no report.
  var interval: Int? {
    switch self {
    case .auto, .none: nil
    case .bar: 100
    case .lines: 5_000
    case .json: 250
    }
  }
}

#endif
