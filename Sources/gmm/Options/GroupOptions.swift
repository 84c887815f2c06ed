#if Command

import ArgumentParser
import Tables

/// Many data sets in one run: the groups of one, or files each for itself.
struct GroupOptions: ParsableArguments {
  @Option(
    help:
      "Fit a mixture to each group of rows: those of the same text in this column, or in these. Numbers are texts here, "
      + "as they are written: 1 and 1.0 are two groups. Rows without a text there are in none, and counted in a note. "
      + "The answer is a table with a row for each group, in the order of the texts.", as: "columns")
  var by: String?

  @Flag(
    help: """
      Fit a mixture to each file. The answer is a table with a row for each; one that cannot be read or fitted has its \
      reason there, in the column error.
      """)
  var each = false

  @Flag(help: "With --by or --each: add weights, means and covariances to the table.")
  var parameters = false

  @Option(
    help:
      "With --by or --each: also write each model document into this folder, as NAME.json; signs of a name that no file "
      + "should have are _. The folder is made if it is not there.", as: "folder")
  var outputFolder: String?

  /// Whether there are many data sets.
  var isUsed: Bool { by != nil || each }

  mutating func validate() throws {
    guard by == nil || !each else {
      throw ValidationError("--by fits groups of rows, and --each files; give one of the two.")
    }
    guard isUsed || (!parameters && outputFolder == nil) else {
      throw ValidationError(
        "\(parameters ? "--parameters" : "--output-folder") is of many fits, by --by COLUMN or --each; leave it out, or "
          + "give one of these.")
    }
  }

  /// Checks what is asked for beside many fits.
  ///
  /// - Parameter others: Options that a single fit has, and whether they are given.
  func check(_ fit: FitOptions, _ results: ResultOptions, others: [(String, Bool)] = []) throws {
    guard isUsed else { return }
    let single =
      [("--json", results.json), ("--report", results.report != nil), ("--all", results.all)]
      + results.labelColumns.ofOneModel + others
    if let (other, _) = single.first(where: \.1) {
      throw ValidationError(
        "\(other) is of a single fit, and --\(each ? "each" : "by") makes a table of many; leave it out. Models are "
          + "written with --output-folder.")
    }
    guard !fit.start.hasPrefix("labels:") else {
      throw ValidationError(
        "--start labels:COLUMN begins with the groups of one data set; for many give --known-labels COLUMN with -k."
      )
    }
    guard !each || fit.startsFromPoints else {
      throw ValidationError(
        "--start \(fit.start) is a model of certain columns, and with --each every file may have its own; to fit files of "
          + "the same columns give --file-column file --by file.")
    }
    guard !each || results.classify == nil else {
      throw ValidationError(
        "--classify writes one file, and with --each there are many inputs; to label files of the same columns give "
          + "--file-column file --by file.")
    }
    guard results.classify != "-" || results.output ?? "-" != "-" else {
      throw ValidationError(
        "Only one of the table and --classify - can have standard output; name the table with -o FILE.")
    }
  }
}

#endif
