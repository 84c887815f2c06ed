import ArgumentParser
import GaussianMixtures
import PointFiles

struct ImputeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "impute",
    abstract: "Fill missing cells with what a model expects there.",
    discussion: """
      Writes the input's rows with every empty, NA, NaN or infinite cell of the model's columns replaced by its \
      mean given the other cells of its row. It is the best guess of each value; all guesses together vary less \
      than the values would. Other columns stay as they are, and so do all cells that have a number. The output is CSV.

      Examples:
        gmm impute points.csv --model model.json -o complete.csv
        gmm fit points.csv -k 3 --missing -o - | gmm impute points.csv --model - > complete.csv
      """)

  @OptionGroup var points: ModelledPointsOptions

  @Option(name: [.short, .long], help: "The file to write; - is standard output.")
  var output = "-"

  @OptionGroup(title: "Reading") var reading: DataOptions
  @OptionGroup(title: "Engine") var engine: EngineOptions
  @OptionGroup(title: "Messages") var messages: ConsoleOptions

  mutating func validate() throws {
    guard output == "-" || ![points.data, points.model].contains(output) else {
      throw ValidationError("-o \(output) would replace what is read; name another file.")
    }
    guard !reading.skipInvalid else {
      throw ValidationError("--skip-invalid would leave out the rows that impute is to fill; leave it out.")
    }
    reading.missing = true
  }

  func run() async throws {
    let (document, input) = try points.read(reading, engine, console: messages.console)
    let complete = try input.points(filledBy: document.model, engine)
    let columns = input.table.columnNames.enumerated().map { index, name in
      let filled = input.columns.firstIndex(of: index).map { complete.columns[$0] }
      return TableColumn(
        name: name,
        values: filled.map { .numbers($0) }
          ?? .strings(input.table.text(of: index).map { $0.isEmpty ? nil : $0 }))
    }
    try TableWriter(to: output, threadCount: engine.threads).write(
      columns, hasHeader: input.table.hasHeader)
  }
}
