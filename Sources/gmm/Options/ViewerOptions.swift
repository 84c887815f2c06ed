import ArgumentParser
import MixtureService

/// What the viewer takes on at most.
struct ViewerOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The largest file that can be sent to the page, in MiB.", valueName: "MiB"))
  var uploadLimit = 256

  @Option(
    parsing: .unconditional, help: ArgumentHelp("The most rows of a file.", valueName: "count"))
  var rowLimit = 5_000_000

  @Option(
    parsing: .unconditional, help: ArgumentHelp("The most columns of a file.", valueName: "count"))
  var columnLimit = 10_000

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The memory that files, points and fits may take together, in MiB; the oldest go "
        + "(default: 2048, or four times --upload-limit).", valueName: "MiB"))
  var memoryLimit: Int?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("The most fits that run at a time.", valueName: "count"))
  var fitLimit = 2

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The seconds after which a fit ends and keeps its model.", valueName: "seconds"))
  var timeLimit = 600.0

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How many points are drawn (default: 200000, fewer of many columns).", valueName: "count"))
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
