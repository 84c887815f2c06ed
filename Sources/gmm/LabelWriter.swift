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
    let chosen = try options.columns(for: path)
    let renames = try writer(of: input.table, to: path).write(
      input.table, rowsOfRun: RunLength.points, keptRows: input.keptRows
    ) { places in
      let run = input.observations.selecting(places)
      return (
        [],
        try columns(
          chosen, of: LabelledPoints(run, by: document.model, input.preprocessing, engine: engine.engine), run)
      )
    }
    for rename in renames { console.note(rename.note) }
  }

  /// Writes labels that are there already.
  func write(_ labelled: LabelledPoints, of input: PointInput, to path: String) throws {
    let columns = try columns(try options.columns(for: path), of: labelled, input.observations)
    let renames = try writer(of: input.table, to: path).write(
      input.table, appending: columns, keptRows: input.keptRows)
    for rename in renames { console.note(rename.note) }
  }

  private func writer(of table: PointTable, to path: String) -> TableWriter {
    var writer = console.writer(to: path, threads: engine.threads)
    writer.palette = (options.palette ?? .means).palette(of: document, in: table)
    return writer
  }

  private func columns(
    _ chosen: [ResultColumn], of labelled: LabelledPoints, _ observations: Observations
  ) throws -> [TableColumn] {
    let columns = labelled.columns(chosen)
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
