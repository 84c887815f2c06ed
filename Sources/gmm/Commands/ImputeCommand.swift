#if Command

import ArgumentParser
import GaussianMixtures
import MixtureFiles
import Tables

struct ImputeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "impute",
    abstract: "Fill missing cells with what a model expects there.",
    discussion: """
      Writes the input's rows with every empty, NA, NaN or infinite cell of the model's columns replaced by its \
      mean given the other cells of its row. It is the best guess of each value; all guesses together vary less \
      than the values would. All else stays as it is, byte for byte. A column of the model that the input does not \
      have is added after the others: a regression on those that it has.

      Examples:
        gmm impute points.csv --model model.json -o complete.csv
        gmm fit points.csv -k 3 --missing -o - | gmm impute points.csv --model - > complete.csv
        gmm impute only-x.csv --model model.json -o with-y-and-z.csv
      """)

  @OptionGroup var points: ModelledPointsOptions

  @OptionGroup var destination: TableOutputOptions

  @OptionGroup(title: "Reading") var reading: DataOptions
  @OptionGroup(title: "Engine") var engine: EngineOptions
  @OptionGroup(title: "Messages") var messages: ConsoleOptions

  mutating func validate() throws {
    var files = points.files
    files.write(destination.output, "-o", "the completed points")
    try files.check()
    guard !reading.skipInvalid else {
      throw ValidationError("--skip-invalid would leave out the rows that impute is to fill; leave it out.")
    }
    reading.missing = true
  }

  /// The numbers for the cells that are missing; NaN for those that are not.
  private static func filling(of known: [Double], from complete: [Double]) -> [Double] {
    zip(known, complete).map { $0.isNaN ? $1 : .nan }
  }

  func run() async throws {
    let console = messages.console
    try AtomicFile.requireCreatable(destination.output, for: .table)
    let document = try ModelFile.read(points.model)
    let input = try PartialInput(points.input.data, of: document, reading, engine, console: console)
    _ = try console.writer(to: destination.output, threads: engine.threads).write(
      input.table, rowsOfRun: RunLength.points
    ) { places in
      let run = input.observations.selecting(places)
      // Once: all columns of a run are copied each time they are asked for.
      let known = run.columns
      let imputed = try document.model.imputed(run, engine: engine.engine).columns
      let complete = input.preprocessing?.original(columns: imputed) ?? imputed
      let present = try input.places.enumerated().compactMap { dimension, column in
        try column.map {
          let cells = try input.cellsWithoutTransform(of: dimension, in: places) ?? known[dimension]
          return CellFilling(column: $0, numbers: Self.filling(of: cells, from: complete[dimension]))
        }
      }
      let added = input.places.indices.filter { input.places[$0] == nil }.map {
        TableColumn(name: input.names[$0], values: .numbers(complete[$0]))
      }
      return (present, added)
    }
  }
}

#endif
