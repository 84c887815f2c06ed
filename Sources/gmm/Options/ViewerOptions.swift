#if Command

import ArgumentParser
import MixtureService

/// What the viewer takes on at most.
struct ViewerOptions: ParsableArguments {
  @Option(unconditional: "The largest file that can be sent to the page, in MiB.", as: "MiB")
  var uploadLimit = 256

  @Option(unconditional: "The most rows of a file.", as: "count")
  var rowLimit = 5_000_000

  @Option(unconditional: "The most columns of a file.", as: "count")
  var columnLimit = 10_000

  @Option(
    unconditional: "The memory that files, points and fits may take together, in MiB; the oldest go "
      + "(default: 2048, or four times --upload-limit).", as: "MiB")
  var memoryLimit: Int?

  @Option(unconditional: "The most fits that run at a time.", as: "count")
  var fitLimit = 2

  @Option(unconditional: "The seconds after which a fit ends and keeps its model.", as: "seconds")
  var timeLimit = 600.0

  @Option(unconditional: "How many points are drawn (default: 200000, fewer of many columns).", as: "count")
  var points: Int?

  mutating func validate() throws {
    for (name, value, range) in [
      ("upload-limit", uploadLimit, 1...4096), ("row-limit", rowLimit, 1...1_000_000_000),
      ("column-limit", columnLimit, 1...1_000_000), ("memory-limit", memoryLimit ?? 1, 1...1_048_576),
      ("fit-limit", fitLimit, 1...64), ("points", points ?? 1, 1...10_000_000),
    ] where !range.contains(value) {
      throw ValidationError(
        "--\(name) must be from \(range.lowerBound) to \(range.upperBound); \(value) was given.")
    }
    guard timeLimit > 0, timeLimit <= 1e6 else {
      throw ValidationError("--time-limit must be above 0 and at most 1e6; \(timeLimit) was given.")
    }
  }

  /// The same for the viewer.
  var limits: ViewerLimits {
    var limits = ViewerLimits()
    limits.uploadBytes = uploadLimit << 20
    limits.rows = rowLimit
    limits.columns = columnLimit
    limits.keptBytes = memoryLimit.map { $0 << 20 } ?? max(limits.keptBytes, 4 * limits.uploadBytes)
    limits.concurrentFits = fitLimit
    limits.fitSeconds = timeLimit
    limits.drawnPoints = points
    return limits
  }
}

#endif
