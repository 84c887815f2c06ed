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

  /// Writes the points of an input with their labels, complete or not at all.
  ///
  /// - Returns: What was found of the points, for others that need it.
  func write(_ input: PointInput, to path: String) throws -> LabelledPoints {
    let labelled = try LabelledPoints(input.observations, by: document.model, engine: engine.engine)
    var columns = labelled.columns(try options.columns())
    if options.responsibilities {
      columns += try Self.responsibilities(of: input.observations, by: document.model, engine: engine.engine)
    }
    let renames = try console.writer(to: path, threads: engine.threads).write(
      input.table, appending: columns, keptRows: input.keptRows)
    for rename in renames { console.note(rename.note) }
    return labelled
  }

  /// The same without an answer: of a file that stays on the disk never more than a run of points is in memory.
  func writeOnly(_ input: PointInput, to path: String) throws {
    guard input.table.isLargerThanMemory, let points = input.observations.points else {
      _ = try write(input, to: path)
      return
    }
    let engine = engine.engine
    let renames = try console.writer(to: path, threads: self.engine.threads).write(
      input.table, rowsOfRun: Self.rowsOfRun, keptRows: input.keptRows
    ) { places in
      let run = try Observations(PointSet(points[places]))
      let columns = try LabelledPoints(run, by: document.model, engine: engine).columns(try options.columns())
      return options.responsibilities
        ? columns + (try Self.responsibilities(of: run, by: document.model, engine: engine)) : columns
    }
    for rename in renames { console.note(rename.note) }
  }

  /// So many points have their labels at a time.
  private static let rowsOfRun = 1 << 18

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
