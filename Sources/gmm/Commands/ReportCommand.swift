#if Command

import ArgumentParser
import GaussianMixtures
import MixtureFiles
import Tables

struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write points and model as one page for a browser, EM played back.",
    discussion: """
      The page is one file and opens offline: points and ellipsoids in a scene to turn, coloured by component, \
      uncertainty or density, by weight or missing cells where there are some, and by classes that are known: --truth names \
      their column, and the page shows where labels differ; EM iteration by iteration; learning curves; the parameters; pairs of columns; and \
      how all was made. EM is run again from where the fit began; the model file has the start. Of many points \
      a sample is drawn, with the most uncertain ones; the page says which.

      Examples:
        gmm report points.csv --model model.json -o report.html
        gmm report points.csv --model model.json -o report.html --points all --content 68
        gmm report labelled.csv --model model.json --truth truth -o report.html
      """)

  @OptionGroup var points: InputOptions

  @Option(name: [.short, .long], help: "The model document that fit has written.", completion: .file())
  var model: String

  @Option(name: [.short, .long], help: "The page to write; - is standard output.", completion: .file())
  var output: String

  @Option(help: "The column of the classes that are known, to compare with the labels.", as: "column")
  var truth: String?

  @OptionGroup(title: "Page") var options: ReportOptions
  @OptionGroup(title: "Reading") var reading: DataOptions
  @OptionGroup(title: "As in the fit") var observations: ObservationOptions
  @OptionGroup(title: "Engine") var engine: EngineOptions
  @OptionGroup(title: "Messages") var messages: ConsoleOptions

  mutating func validate() throws {
    var files = FilesOfRun()
    files.read(points)
    files.read(model, "the model")
    files.write(output, "-o", "the report")
    try files.check()
  }

  func run() async throws {
    try AtomicFile.requireCreatable(output, for: .report)
    let document = try ModelFile.read(model)
    let input = try PointInput(
      points.data, of: document, reading, observations, threads: engine.threads, console: messages.console)
    let known = try truth.map { name in
      (
        column: name,
        labels: try input.table.groups(
          in: try input.table.column(name, option: "--truth"), keptRows: input.keptRows, unknown: nil,
          console: messages.console)
      )
    }
    try options.write(document, input, engine, truth: known, to: output)
  }
}

#endif
