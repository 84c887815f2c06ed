#if Command

import ArgumentParser
import GaussianMixtures
import MixtureFiles
import Tables

struct DescribeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "describe",
    abstract: "Say what a model or a file of points holds.",
    discussion: """
      Of a model: weights, means, covariances and how it was fitted. Of points: every column with its kind, \
      range, mean and standard deviation, and how many cells are invalid. Of many columns and components the first \
      are shown; --all shows all.

      Examples:
        gmm describe model.json
        gmm describe points.csv
        gmm describe 'data/*.csv'
        gmm fit points.csv -k 3 --json | gmm describe -
      """)

  @Argument(
    help:
      "A model document, or points: files, folders and patterns that are one data set; - is standard input.",
    completion: .file())
  var data: [String]

  @Flag(help: "Print JSON.")
  var json = false

  @Flag(help: "Show all columns and components, however many.")
  var all = false

  @OptionGroup(title: "Reading") var reading: TextOptions
  @OptionGroup(title: "Messages") var messages: ConsoleOptions

  mutating func validate() throws {
    var files = FilesOfRun()
    files.read(data, "what is described")
    try files.check()
  }

  func run() async throws {
    let console = messages.console
    switch try ModelOrTable(data, options: reading.options, console) {
    case .model(let document):
      try console.answer(
        json ? try ModelFile.text(of: document) : ModelSummary(document, isWhole: all).text)
    case .table(let table):
      console.note(of: table)
      let summary = try TableSummary(table)
      for note in summary.notes { console.note("\(table.source): \(note)") }
      try console.answer(json ? try summary.json() : summary.text(isWhole: all))
    }
  }
}

#endif
