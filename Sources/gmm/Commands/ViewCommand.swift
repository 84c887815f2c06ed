#if Command

import ArgumentParser
import MixtureService
import Synchronization
import SystemCalls
import Tables

struct ViewCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "view",
    abstract: "Open a page in the browser: fit files, watch EM, compare, classify points.",
    discussion: """
      Serves a page to this machine alone, on 127.0.0.1, and opens it. Drop a file there or take an example, \
      choose columns and the number of components, and watch the ellipsoids move while EM runs; or compare a range of \
      numbers and all covariances, and look at any of the models. Weights, known groups, classes to compare with, missing \
      cells and noise are choices of the page. Its \
      address is printed, with a token that other users of the machine do not know: nothing is answered \
      without it. What is sent stays in memory until the viewer ends: by Ctrl-C, or SIGTERM, with code 0.

      Examples:
        gmm view
        gmm view points.csv
        gmm view points.csv --columns 2-4 --port 8080 --no-open
        gmm view plants.csv --truth species --missing
      """)

  @Argument(
    help:
      "The points to show at first: files, folders and patterns that are one data set; - is standard input.",
    completion: .file())
  var data: [String] = []

  @Option(unconditional: "The port to listen on; 0 for any that is free.")
  var port = 0

  @Flag(inversion: .prefixedNo, help: "Open the page in the browser.")
  var open = true

  @Option(help: "The column that says how much each point counts, at first.", as: "column")
  var weights: String?

  @Option(help: "The column of groups that are known and begin a fit, at first.", as: "column")
  var knownLabels: String?

  @Option(
    unconditional:
      "The label, such as -1 or unknown, by which --known-labels says that a point's group is to be found, at first "
      + "(default: empty cells only).", as: "label")
  var unknownLabel: String?

  @Option(
    help: "The column of classes that labels are compared with, at first (default: one called truth).",
    as: "column")
  var truth: String?

  @OptionGroup(title: "Limits") var limits: ViewerOptions
  @OptionGroup(title: "Reading") var reading: DataOptions
  @OptionGroup(title: "Reading") var transforms: TransformOptions
  @OptionGroup(title: "Messages") var messages: ConsoleOptions

  mutating func validate() throws {
    guard (0...65535).contains(port) else {
      throw ValidationError("--port must be from 0 to 65535; \(port) was given.")
    }
    guard unknownLabel == nil || knownLabels != nil else {
      throw ValidationError("--unknown-label belongs to --known-labels.")
    }
    var files = FilesOfRun()
    files.read(data)
    try files.check()
  }

  func run() async throws {
    let viewer = Viewer(
      limits: limits.limits, software: Version.software, worker: FitProcessCommand.worker,
      making: ReportOptions.making())
    Self.endAtOnceWhenAsked()
    if !data.isEmpty { try await show(in: viewer) }
    let (console, opens) = (messages.console, open)
    let opener = Mutex<PageOpener?>(nil)
    try await viewer.run(port: port) { address in
      try? console.answer("\(address.text)\n")
      console.note("the viewer is at this address, for whoever knows all of it; Ctrl-C ends it")
      guard opens else { return }
      opener.withLock { $0 = PageOpener(address.text) }
      if await opener.withLock({ $0 })?.open() != true {
        console.note("no browser could be opened; open the address in one on this machine")
      }
    }
    opener.withLock { $0 }?.remove()
    // Threads may still be working on what nobody waits for; they must not meet what an ordinary end destroys.
    ThisProcess.endAtOnce(0)
  }

  private func show(in viewer: Viewer) async throws {
    let options = limits.limits.reading(reading.reading(threads: nil, messages.console))
    let files = try InputFiles(data)
    for note in files.notes { messages.console.note(note) }
    let table: PointTable
    do {
      table = try PointTable(joining: files.paths, fileColumn: reading.fileColumn, options: options)
    } catch {
      guard error.code == .tooLarge else { throw error }
      throw CommandFailure(
        .badData, "\(error) Leave some out, or give a larger --column-limit or --row-limit.")
    }
    messages.console.note(of: table)
    let columns = try reading.columns.map(table.selectColumns)
    // Other columns than these may be chosen on the page.
    let numeric = table.columnNames.indices.filter { table.kind(of: $0) == .numeric }
    let prepared = try transforms.applied(
      to: table, columns: numeric, reading.compensation, console: messages.console)
    try await viewer.show(
      prepared, name: table.title, columns: columns, invalid: reading.invalidCells,
      weights: try weights.map { try table.column($0, option: "--weights") },
      knownLabels: try knownLabels.map { try knownGroups(in: table, called: $0) }, unknownLabel: unknownLabel,
      truth: try truth.map { try table.column($0, option: "--truth") })
  }

  /// The column of known groups, whose labels are looked at before a browser is.
  private func knownGroups(in table: PointTable, called name: String) throws -> Int {
    let column = try table.column(name, option: "--known-labels")
    _ = try table.groups(in: column, keptRows: nil, unknown: unknownLabel, console: messages.console)
    return column
  }

  /// Until there is something to end in order, a signal that asks for the end is obeyed at once; that is no failure.
  private static func endAtOnceWhenAsked() {
    for signal in [Signal.interrupt, .termination] { signal.handle { _ in ThisProcess.endAtOnce(0) } }
  }
}

#endif
