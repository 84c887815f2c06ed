#if Command

import ArgumentParser
import GaussianMixtures
import Tables

struct ClassifyCommand: AsyncParsableCommand, SharedCommand {
  static let configuration = CommandConfiguration(
    commandName: "classify",
    abstract: "Label points by a model.",
    discussion: """
      Writes the input's columns, then label (from 1, or the component's name), probability (its \
      responsibility), uncertainty (1 - probability) and log_density (of the mixture, in nats). The model's \
      columns are found by name. An input column of the same name is kept as NAME_input. Of a picture, a .png has the labels as numbers of its \
      palette.

      --clusters adds cluster beside the label: components that the points do not tell apart are one (see combine).

      Examples:
        gmm classify points.csv --model model.json -o labelled.csv
        gmm classify points.csv --model model.json --output-columns label,density --responsibilities
        gmm classify points.csv --model model.json --clusters auto -o clusters.csv
        gmm classify photo.jpg --model colours.json -o segments.png
        gmm classify scan.laz --model model.json --fields planarity,normal --as-classification -o labelled.laz
      """)

  @OptionGroup var points: ModelledPointsOptions

  @OptionGroup var destination: TableOutputOptions

  @Option(
    help: """
      Also write the cluster of each point, from 1, of so many clusters that components are combined into; auto: where the \
      entropy has its elbow.
      """, as: "number")
  var clusters: ClusterCount?

  @OptionGroup(title: "Labels") var labelColumns: LabelColumnOptions
  @OptionGroup(title: "Reading") var reading: DataOptions
  @OptionGroup(title: "Engine") var engine: EngineOptions
  @OptionGroup(title: "Several processes") var processes: RankOptions
  @OptionGroup(title: "Messages") var messages: ConsoleOptions

  mutating func validate() throws {
    var files = points.files
    files.write(destination.output, "-o", "the labelled points", keepsPoints: true)
    try files.check()
    try labelColumns.check(writingTo: destination.output)
    guard clusters == nil || !TableFormats.isPicture(destination.output) else {
      throw ValidationError(
        "\(destination.output): a picture holds the labels alone; leave out --clusters, or name the output .csv."
      )
    }
  }

  func run() async throws {
    // Where coordinates may be missing each process looks at its part, else at one row.
    let ranks = try Ranks.joined(
      processes, threads: engine.threads, readingOneRow: !reading.missing, refusing: refused)
    if let ranks { return try run(over: ranks) }
    let console = messages.console
    try AtomicFile.requireCreatable(destination.output, for: .passingTable)
    let (document, input) = try points.read(reading, engine, console: console)
    try TableWriter(to: destination.output).requireSuited(input.table)
    let combined = try clusters.map {
      try ComponentClusters($0, of: document.model, input, engine: engine.engine)
    }
    if let combined { console.note(combined.note) }
    try LabelWriter(
      document: document, options: labelColumns, engine: engine, console: console, clusters: combined
    ).write(input, to: destination.output)
  }

  /// What only one process does.
  private var refused: [(option: String, isGiven: Bool)] {
    points.input.refused + [("--skip-invalid", reading.skipInvalid), ("--clusters", clusters != nil)]
  }

  private func run(over ranks: Ranks) throws {
    try ranks.requireSame(points.input.data + [points.model])
    let console = Ranks.console(ranks, messages.console)
    let (document, input) = try Ranks.agree(ranks) {
      try Ranks.first(ranks) { try AtomicFile.requireCreatable(destination.output, for: .passingTable) }
      let read = try points.read(reading, engine, over: ranks, console: console)
      try TableWriter(to: destination.output).requireSuited(read.input.table.whole)
      return read
    }
    let hasMissing = try ranks.isMissing(in: input)
    try LabelWriter(document: document, options: labelColumns, engine: engine, console: console)
      .write(input, over: ranks, reading, hasMissing: hasMissing, to: destination.output)
  }
}

#endif
