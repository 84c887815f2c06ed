import GaussianMixtures
import MixtureFiles
import Tables

/// Writes the input's columns with what a model says of each point.
struct LabelWriter {
  let document: ModelDocument
  let options: LabelColumnOptions
  let engine: EngineOptions
  let console: Console

  /// Classifies the points of an input and writes them, complete or not at all.
  func write(_ input: PointInput, to path: String) throws {
    let classification = try document.model.classify(
      input.observations, engine: engine.engine)
    var columns = try options.columns().map { $0.column(classification, document.model) }
    if options.responsibilities {
      let responsibilities = try document.model.responsibilities(
        of: input.observations, engine: engine.engine)
      columns += responsibilities.enumerated().map { k, values in
        TableColumn(name: "responsibility_\(k + 1)", values: .numbers(values))
      }
    }
    let renames = try TableWriter(to: path, threadCount: engine.threads).write(
      input.table, appending: columns, keptRows: input.keptRows)
    for rename in renames { console.note(rename.note) }
  }
}
