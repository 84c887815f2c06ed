#if Command

import ArgumentParser

/// How several processes, started by `mpirun`, do one thing together.
struct RankOptions: ParsableArguments {
  @Option(
    unconditional:
      "Under mpirun: for how many seconds nothing may be heard of a process before all end, with a word on which it was "
      + "(default: 15). Processes that compute are heard of every second.", as: "seconds")
  var silence: Double?

  static let usualSilence = 15.0

  var secondsOfSilence: Double { silence ?? Self.usualSilence }

  mutating func validate() throws {
    if let silence, !(silence >= 3 && silence <= 1e6) {
      throw ValidationError("--silence must be from 3 to 1e6 seconds; \(silence) was given.")
    }
  }
}

extension GroupOptions {
  /// What only one process does, and whether it is asked for.
  var refused: [(option: String, isGiven: Bool)] { [("a fit of many data sets (--by, --each)", isUsed)] }
}

extension InputOptions {
  /// What only one process does, and whether it is asked for.
  var refused: [(option: String, isGiven: Bool)] { [("standard input", data.contains("-"))] }
}

extension FitOptions {
  /// What only one process does, and whether it is asked for.
  func refused(_ reading: DataOptions) -> [(option: String, isGiven: Bool)] {
    [("--known-labels beside --skip-invalid", observations.knownLabels != nil && reading.skipInvalid)]
  }
}

#endif
