#if Command

import ArgumentParser
import GaussianMixtures
import MixtureFiles
import Tables

struct ModesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "modes",
    abstract: "Find where a model's density has its peaks, and which peak each point climbs to.",
    discussion: """
      Prints the modes from the highest density down, with the components whose means climb to each: overlapping components \
      have one mode together. With points and -o, writes the input's columns and mode, the number of the one that each point \
      climbs to: clusters that the density itself has, whatever the components are; 0 for a mode that no component's mean \
      climbs to. Where columns are transformed, coordinates and densities are those of the transformed columns. Noise has no \
      slope, and is left aside.

      Examples:
        gmm modes --model model.json
        gmm modes points.csv --model model.json -o climbed.csv
        gmm modes --model model.json --json
      """)

  @Argument(
    help: "The points that climb: files, folders and patterns that are one data set; - is standard input.",
    completion: .file())
  var data: [String] = []

  @OptionGroup(title: "Reading") var reading: DataOptions
  @OptionGroup(title: "Engine") var engine: EngineOptions
  @OptionGroup(title: "Messages") var messages: ConsoleOptions

  @Option(name: [.short, .long], help: "The model document that fit has written.", completion: .file())
  var model: String

  @Option(
    name: [.short, .long],
    help: "Write the points' columns and mode to this file; - is standard output.")
  var output: String?

  @Flag(help: "Print JSON.")
  var json = false

  mutating func validate() throws {
    guard data.isEmpty == (output == nil) else {
      throw ValidationError(
        output == nil
          ? "Points climb where their modes are written; name a file by -o FILE, or leave the points out."
          : "-o writes the mode of each point; name the points.")
    }
    guard !reading.missing else {
      throw ValidationError(
        "--missing does not go with modes: a point climbs in all columns; take --skip-invalid.")
    }
    guard output != "-" || !json else {
      throw ValidationError("Only one of -o - and --json can have standard output.")
    }
    var files = FilesOfRun()
    files.read(data, arePoints: true)
    files.read(model, "the model")
    files.write(output, "-o", "the points", keepsPoints: true)
    try files.check()
  }

  func run() async throws {
    let console = messages.console
    if let output { try AtomicFile.requireCreatable(output, for: .table) }
    let document = try ModelFile.read(model)
    let modes = DensityModes(of: document.model)
    let summary = ModesSummary(modes, of: document)
    guard let output else {
      return try console.answer(try json ? ModelFile.text(ofEncodable: summary) : summary.text)
    }
    let input = try PointInput(data, of: document, reading, threads: engine.threads, console: console)
    let renames = try console.writer(to: output, threads: engine.threads).write(
      input.table, rowsOfRun: RunLength.points, keptRows: input.keptRows
    ) { places in
      guard let points = input.observations.selecting(places).points else { return ([], []) }
      let labels = try modes.labels(of: points, engine: engine.engine)
      return ([], [TableColumn(name: "mode", values: .integers(labels.numbersFromOne))])
    }
    for rename in renames { console.note(rename.note) }
    if output != "-" { try console.answer(try json ? ModelFile.text(ofEncodable: summary) : summary.text) }
  }
}

/// What is said of modes.
private struct ModesSummary: Encodable {
  private struct Mode: Encodable {
    let coordinates: [Double]
    let logDensity: Double
    /// Whose means climb to it.
    let components: [String]
    let weight: Double
  }

  private let columns: [String]
  private let modes: [Mode]

  init(_ found: DensityModes, of document: ModelDocument) {
    let model = document.model
    columns = document.axisTitles ?? (1...model.dimension).map(String.init)
    modes = found.points.indices.map { place in
      let components = model.components.indices.filter { found.modeOfComponent[$0] == place }
      return Mode(
        coordinates: found.points[place], logDensity: found.logDensities[place],
        components: components.map(model.componentName),
        weight: components.reduce(0) { $0 + model[$1].weight })
    }
  }

  /// More columns than these leave no room in a line.
  private static let mostColumns = 8

  var text: String {
    let shown = columns.prefix(Self.mostColumns)
    let rest = columns.count > shown.count ? ["…"] : []
    var table = AlignedTable(
      ["mode", "log density"] + shown + rest + ["weight", "components"], indentation: 0)
    for (place, mode) in modes.enumerated() {
      table.append(
        ["\(place + 1)", NumberFormat.nats(mode.logDensity)]
          + mode.coordinates.prefix(shown.count).map(NumberFormat.short) + rest
          + [NumberFormat.short(mode.weight), mode.components.joined(separator: ", ")])
    }
    return table.text
  }
}

#endif
