#if Command

import ArgumentParser
import GaussianMixtures
import Tables

/// How a file of points is read.
struct DataOptions: ParsableArguments {
  @Option(
    help:
      "The columns to use: names, numbers from 1, or ranges such as 2-4, with commas between them (default: "
      + "those of the model that is read, else the numeric ones but for results that gmm itself has "
      + "written).", as: "columns")
  var columns: String?

  @OptionGroup var text: TextOptions

  @Flag(help: "Leave out rows with an empty, NA, NaN or infinite cell in a used column, and say how many.")
  var skipInvalid = false

  @Flag(
    help: "Take empty, NA, NaN and infinite cells as missing: the other coordinates of such points count.")
  var missing = false

  mutating func validate() throws {
    guard !(skipInvalid && missing) else {
      throw ValidationError(
        "--skip-invalid leaves rows with invalid cells out, and --missing keeps them; give one of the two.")
    }
  }

  /// How the text is taken apart, and by how many threads at most.
  func reading(threads: Int?) -> ReadingOptions {
    var options = text.options
    options.threadCount = threads
    return options
  }

  var invalidCells: InvalidCellPolicy {
    if missing { return .missing }
    return skipInvalid ? .skipRows : .refuse
  }
}

#endif
