import ArgumentParser
import GaussianMixtures
import PointFiles

/// What is written of a fitted mixture, and where.
struct ResultOptions: ParsableArguments {
  @Option(name: [.short, .long], help: "Write the model document to this file; - is standard output.")
  var output: String?

  @Flag(help: "Print the model document instead of the summary.")
  var json = false

  @Flag(help: "Show all columns and components in the summary, however many.")
  var all = false

  @Option(
    help: ArgumentHelp(
      "Also write the points with their labels to this file, as classify would; - is standard output.",
      valueName: "output"))
  var classify: String?

  @Option(
    help: ArgumentHelp(
      "Also write a report of the points and the model to this file, as report would.", valueName: "output"))
  var report: String?

  @OptionGroup(title: "Labels") var labelColumns: LabelColumnOptions

  /// What is written, and what it is.
  private var files: [(path: String, contents: OutputContents)] {
    [(output, OutputContents.model), (classify, .table), (report, .page)].compactMap { path, contents in
      path.map { ($0, contents) }
    }
  }

  /// Checks that outputs do not replace each other, or what is read.
  ///
  /// - Parameters:
  ///   - data: the points.
  ///   - start: the model to start from, or another word for a start.
  /// - Throws: `ValidationError` that names the option.
  func check(data: String, start: String) throws {
    let toStandardOutput = [output == "-", json, classify == "-"].count(where: \.self)
    guard toStandardOutput <= 1 else {
      throw ValidationError("Only one of -o -, --json and --classify - can have standard output.")
    }
    if let output, output == classify {
      throw ValidationError("The model and the labelled points cannot both be written to \(output).")
    }
    if let report, [output, classify].contains(report) {
      throw ValidationError("The report and another output cannot both be written to \(report).")
    }
    guard output != data || data == "-" else {
      throw ValidationError("-o \(data) would replace the points by the model; name another file.")
    }
    guard report != data, report != start else {
      throw ValidationError("--report \(report ?? "") would replace what is read; name another file.")
    }
    guard classify != start || start == "-" else {
      throw ValidationError("--classify \(start) would replace the model to start from; name another file.")
    }
    guard data != "-" || start != "-" else {
      throw ValidationError("The points and the model to start from cannot both come from standard input.")
    }
    guard classify != nil || !labelColumns.isUsed else {
      throw ValidationError("--output-columns and --responsibilities belong to --classify FILE.")
    }
  }

  /// Checks that a further output replaces none of these.
  func checkBeside(_ path: String?, option: String, data: String) throws {
    guard let path, path == data || files.contains(where: { $0.path == path }) else { return }
    throw ValidationError("\(option) \(path) would replace what is read or written; name another file.")
  }

  /// A fit may take long; that its result cannot be written should be known before.
  func requireCreatable() throws {
    for file in files { try AtomicFile.requireCreatable(file.path, for: file.contents) }
  }

  /// Writes all that was asked for, and the answer: the document, or a summary where standard output is not taken.
  func write(
    _ document: ModelDocument, _ input: PointInput, _ engine: EngineOptions, console: Console,
    summary: () throws -> String
  ) throws {
    if let output { try AtomicFile.write(try ModelFile.text(of: document), to: output) }
    if let classify {
      try LabelWriter(document: document, options: labelColumns, engine: engine, console: console)
        .write(input, to: classify)
    }
    if let report {
      try ReportOptions.parse([]).write(document, input, engine, to: report)
    }
    if json {
      try console.answer(try ModelFile.text(of: document))
    } else if output != "-", classify != "-" {
      try console.answer(try summary())
    }
  }
}
