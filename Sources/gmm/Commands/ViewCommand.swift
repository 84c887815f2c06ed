import ArgumentParser
import MixtureService
import PointFiles
import Subprocess

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

struct ViewCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "view",
    abstract: "Open a page in the browser: fit files, watch EM, compare, classify points.",
    discussion: """
      Serves a page to this machine alone, on 127.0.0.1, and opens it. Drop a file there or take an example, \
      choose columns and the number of components, and watch the ellipsoids move while EM runs. The page's \
      address is printed. What is sent stays in memory until the viewer ends: by Ctrl-C, or SIGTERM.

      Examples:
        gmm view
        gmm view points.csv
        gmm view points.csv --columns 2-4 --port 8080 --no-open
      """)

  @Argument(help: "The points to show at first; - is standard input.")
  var data: String?

  @Option(parsing: .unconditional, help: "The port to listen on; 0 for any that is free.")
  var port = 0

  @Flag(inversion: .prefixedNo, help: "Open the page in the browser.")
  var open = true

  @OptionGroup(title: "Limits") var limits: ViewerOptions
  @OptionGroup(title: "Reading") var reading: DataOptions
  @OptionGroup(title: "Messages") var messages: ConsoleOptions

  mutating func validate() throws {
    guard (0...65535).contains(port) else {
      throw ValidationError("--port must be from 0 to 65535; \(port) was given.")
    }
    var files = FilesOfRun()
    files.read(data, "the points")
    try files.check()
    guard !reading.missing else {
      throw ValidationError(
        "--missing: the viewer draws and fits complete points only. --skip-invalid leaves rows with invalid cells "
          + "out; gmm fit --missing takes them in, and its --report shows the result as a page.")
    }
  }

  func run() async throws {
    let viewer = Viewer(
      limits: limits.limits, software: Version.software, making: ReportOptions.making())
    if let data {
      let table = try PointTable(contentsOf: data, options: reading.reading(threads: nil))
      messages.console.note(of: table)
      let columns = try reading.columns.map(table.selectColumns)
      let name = table.source.split(separator: "/").last.map(String.init) ?? table.source
      try await viewer.show(table, name: name, columns: columns, invalid: reading.invalidCells)
    }
    let (console, opens) = (messages.console, open)
    try await viewer.run(port: port) { port in
      let address = "http://127.0.0.1:\(port)/"
      try? console.answer("\(address)\n")
      console.note("the viewer is at this address; Ctrl-C ends it")
      if opens, await !Self.open(address) {
        console.note("no browser could be opened; open the address in one on this machine")
      }
    }
  }

  /// Hands the address to the program that opens pages; answers whether there is one.
  private static func open(_ address: String) async -> Bool {
    #if os(macOS)
      let program = "open"
    #else
      let program = "xdg-open"
      // Without a screen it would look for a browser that draws in the terminal.
      let environment = ProcessInfo.processInfo.environment
      guard environment["DISPLAY"] != nil || environment["WAYLAND_DISPLAY"] != nil else { return false }
    #endif
    let result = try? await Subprocess.run(
      .name(program), arguments: [address], output: .discarded, error: .discarded)
    return result?.terminationStatus.isSuccess ?? false
  }
}
