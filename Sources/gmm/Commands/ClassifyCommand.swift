#if Command

import ArgumentParser
import GaussianMixtures
import Tables

struct ClassifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "classify",
    abstract: "Label points by a model.",
    discussion: """
      Writes the input's columns, then label (from 1, or the component's name), probability (its \
      responsibility), uncertainty (1 - probability) and log_density (of the mixture, in nats). The model's \
      columns are found by name. An input column of the same name is kept as NAME_input. Of a picture, a .png has the labels as numbers of its \
      palette.

      Examples:
        gmm classify points.csv --model model.json -o labelled.csv
        gmm classify points.csv --model model.json --output-columns label,density --responsibilities
        gmm classify photo.jpg --model colours.json -o segments.png
        gmm classify scan.laz --model model.json --fields planarity,normal --as-classification -o labelled.laz
      """)

  @OptionGroup var points: ModelledPointsOptions

  @OptionGroup var destination: TableOutputOptions

  @OptionGroup(title: "Labels") var labelColumns: LabelColumnOptions
  @OptionGroup(title: "Reading") var reading: DataOptions
  @OptionGroup(title: "Engine") var engine: EngineOptions
  @OptionGroup(title: "Messages") var messages: ConsoleOptions

  mutating func validate() throws {
    var files = points.files
    files.write(destination.output, "-o", "the labelled points", keepsPoints: true)
    try files.check()
    try labelColumns.check(writingTo: destination.output)
  }

  func run() async throws {
    let console = messages.console
    try AtomicFile.requireCreatable(destination.output, for: .passingTable)
    let (document, input) = try points.read(reading, engine, console: console)
    try TableWriter(to: destination.output).requireSuited(input.table)
    try LabelWriter(document: document, options: labelColumns, engine: engine, console: console)
      .write(input, to: destination.output)
  }
}

#endif
