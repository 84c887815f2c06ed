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

  @Option(
    help:
      "Add a column of this name with the file that each row is from; it passes through into what is written.",
    as: "name")
  var fileColumn: String?

  @OptionGroup var compensation: CompensationOptions

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

  /// Reads files, folders and patterns as one table, and says what was taken for granted.
  func table(
    _ data: [String], threads: Int?, over ranks: Ranks? = nil, console: Console
  ) throws -> PointTable {
    let files = try InputFiles(data)
    for note in files.notes { console.note(note) }
    var how = reading(threads: threads, console)
    // Each process reads its part of the bytes.
    how.readsParts = ranks != nil
    let table = try PointTable(joining: files.paths, fileColumn: fileColumn, options: how)
    console.note(of: table)
    if table.isLargerThanMemory, ranks == nil {
      console.note(
        "\(table.source) is larger than a quarter of the memory: it is read from the disk as often as needed, and what a "
          + "fit makes of it stands in a scratch file until the end (--memory, --scratch)")
    }
    return table
  }

  /// How the text is taken apart, and by how many threads at most.
  func reading(threads: Int?, _ console: Console) -> ReadingOptions {
    var options = text.options
    options.threadCount = threads
    options.meter = console.progress.meter
    return options
  }

  /// Where fits of a table keep their copy of the points.
  func storage(of table: PointTable) -> PointStorage {
    table.isLargerThanMemory
      ? .scratch(folder: text.scratch, residentBytes: text.options.residentBytes) : .memory
  }

  var invalidCells: InvalidCellPolicy {
    if missing { return .missing }
    return skipInvalid ? .skipRows : .refuse
  }
}

#endif
