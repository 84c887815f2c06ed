#if Command

import GaussianMixtures
import MixtureFiles
import Tables

/// Writes the input's columns with what a model says of each point.
struct LabelWriter {
  let document: ModelDocument
  let options: LabelColumnOptions
  let engine: EngineOptions
  let console: Console

  /// Writes the points of an input with their labels, complete or not at all: never more than a run of labels is in
  /// memory.
  func write(_ input: PointInput, to path: String) throws {
    let renames = try console.writer(to: path, threads: engine.threads).write(
      input.table, rowsOfRun: RunLength.points, keptRows: input.keptRows
    ) { places in
      let run = input.observations.selecting(places)
      return ([], try columns(of: LabelledPoints(run, by: document.model, engine: engine.engine), run))
    }
    for rename in renames { console.note(rename.note) }
  }

  /// Writes labels that are there already.
  func write(_ labelled: LabelledPoints, of input: PointInput, to path: String) throws {
    let columns = try columns(of: labelled, input.observations)
    let renames = try console.writer(to: path, threads: engine.threads).write(
      input.table, appending: columns, keptRows: input.keptRows)
    for rename in renames { console.note(rename.note) }
  }

  private func columns(of labelled: LabelledPoints, _ observations: Observations) throws -> [TableColumn] {
    let columns = labelled.columns(try options.columns())
    return options.responsibilities
      ? columns + (try Self.responsibilities(of: observations, by: document.model, engine: engine.engine))
      : columns
  }

  /// A column for each component, with its responsibility for each point.
  static func responsibilities(
    of observations: Observations, by model: GaussianMixture, engine: Engine
  ) throws -> [TableColumn] {
    try model.responsibilities(of: observations, engine: engine).enumerated().map { k, values in
      TableColumn(name: ResultColumn.responsibilityName(of: k), values: .numbers(values))
    }
  }
}

#endif
