#if Command

import ArgumentParser
import GaussianMixtures
import MixtureFiles
import Tables

/// What is written of a fitted mixture, and where.
struct ResultOptions: ParsableArguments {
  @Option(
    name: [.short, .long],
    help: "Write the model document, or the table of many fits, to this file; - is standard output.",
    completion: .file())
  var output: String?

  @Flag(help: "Print the model document instead of the summary.")
  var json = false

  @Flag(help: "Show all columns and components in the summary, however many.")
  var all = false

  @Option(
    help: "Also write the points with their labels to this file, as classify would; - is standard output.",
    as: "output")
  var classify: String?

  @Option(
    help: "Also write a report of the points and the model to this file, as report would.", as: "output")
  var report: String?

  @OptionGroup(title: "Labels") var labelColumns: LabelColumnOptions

  /// What is written, and what it is.
  private var files: [(path: String, contents: OutputContents)] {
    [(output, OutputContents.json), (classify, .passingTable), (report, .report)].compactMap {
      path, contents in
      path.map { ($0, contents) }
    }
  }

  /// Checks what does not depend on any file.
  func check() throws {
    let toStandardOutput = [output == "-", json, classify == "-"].count(where: \.self)
    guard toStandardOutput <= 1 else {
      throw ValidationError("Only one of -o -, --json and --classify - can have standard output.")
    }
    guard classify != nil || !labelColumns.isUsed else {
      throw ValidationError(
        "--output-columns, --responsibilities, --palette, --fields and --as-classification belong to --classify FILE.")
    }
    try labelColumns.check(writingTo: classify)
  }

  /// Adds what is written.
  ///
  /// - Parameter isTable: Whether the answer is a table of many fits.
  func add(to files: inout FilesOfRun, isTable: Bool = false) {
    files.write(output, "-o", isTable ? "the table of fits" : "the model")
    files.write(classify, "--classify", "the labelled points", keepsPoints: true)
    files.write(report, "--report", "the report")
  }

  /// A fit may take long; that its result cannot be written should be known before.
  func requireCreatable() throws {
    for file in files { try AtomicFile.requireCreatable(file.path, for: file.contents) }
  }

  /// So should it that the points are none of which such a file is written.
  func requireSuited(_ table: PointTable) throws {
    if let classify { try TableWriter(to: classify).requireSuited(table) }
  }

  /// What ``write(_:_:_:console:to:summary:)`` writes, in this order.
  var paths: [String] { [output, classify, report].compactMap(\.self) + (answers ? ["-"] : []) }

  /// Whether standard output has the answer, and not a file.
  private var answers: Bool { json || (output != "-" && classify != "-") }

  /// Writes all that was asked for, and the answer: the document, or a summary where standard output is not taken.
  func write(
    _ document: ModelDocument, _ input: PointInput, _ engine: EngineOptions, console: Console,
    to series: inout OutputSeries, summary: () throws -> String
  ) throws {
    if let output {
      try series.write(output) { try ModelFile.write(document, to: $0) }
    }
    var labelled: LabelledPoints?
    if let classify {
      try series.write(classify) {
        let writer = LabelWriter(
          document: document, options: labelColumns, engine: engine, console: console)
        guard report != nil, !input.table.isLargerThanMemory else { return try writer.write(input, to: $0) }
        let known = try LabelledPoints(
          input.observations, by: document.model, input.preprocessing, engine: engine.engine)
        try writer.write(input, known, to: $0)
        labelled = known
      }
    }
    if let report {
      try input.observations.requireShares()
      try series.write(report) {
        try ReportOptions.parse([]).write(document, input, engine, labelled, to: $0)
      }
    }
    guard answers else { return }
    try series.write("-") { _ in
      try console.answer(try json ? ModelFile.text(of: document) : summary())
    }
  }
}

#endif
