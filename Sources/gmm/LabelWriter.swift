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
  /// What of the components is one cluster, where that is written.
  var clusters: ComponentClusters?

  /// What is written of some points.
  typealias Results = (fillings: [CellFilling], columns: [TableColumn])

  /// Writes the points of an input with their labels, complete or not at all: never more than a run of labels is in
  /// memory.
  ///
  /// - Parameter known: The labels of all points, where they are known already.
  func write(_ input: PointInput, _ known: LabelledPoints? = nil, to path: String) throws {
    try options.check(document.model)
    let classes = try classColumn(of: input.table)
    let chosen = try options.columns(for: path, hasClasses: document.classes != nil)
    // What is known of all points is one run.
    let size = known == nil ? RunLength.points : max(1, input.observations.count)
    let renames = try writer(of: input.table, to: path).write(
      input.table, rowsOfRun: size, keptRows: input.keptRows
    ) { places in
      let run = input.observations.selecting(places)
      return try results(
        chosen,
        known
          ?? LabelledPoints(
            run, by: document.model, input.preprocessing, classes: document.classes, engine: engine.engine),
        run, classes)
    }
    for rename in renames { console.note(rename.note) }
  }

  func writer(of table: PointTable, to path: String) -> TableWriter {
    var writer = console.writer(to: path, threads: engine.threads)
    if TableFormats.isPicture(path) {
      writer.palette = (options.palette ?? .means).palette(of: document, in: table)
    }
    return writer
  }

  func results(
    _ chosen: [ResultColumn], _ labelled: LabelledPoints, _ observations: Observations,
    _ classes: ClassColumn?
  ) throws -> Results {
    try observations.requireShares()
    var columns = labelled.columns(chosen, shapes: try options.shapes())
    if let clusters {
      let place = chosen.firstIndex(of: .label).map { $0 + 1 } ?? chosen.count
      columns.insert(clusters.column(labelled.classification.labels), at: place)
    }
    if options.responsibilities {
      columns += labelled.classProbabilities
      columns += try Self.responsibilities(of: observations, by: document.model, engine: engine.engine)
    }
    let labels = (labelled.decisions?.classes ?? labelled.classification.labels).numbersFromOne
    switch classes {
    case .there(let column): return ([CellFilling(column: column, numbers: labels.map(Double.init))], columns)
    case .new: return ([], columns + [TableColumn(name: PointClass.columnName, values: .integers(labels))])
    case nil: return ([], columns)
    }
  }

  // MARK: Classes

  /// Where labels go that are the points' classes.
  enum ClassColumn {
    /// Into a column of the table.
    case there(Int)
    case new
  }

  /// Refuses more labels than there are classes.
  func classColumn(of table: PointTable) throws -> ClassColumn? {
    guard options.asClassification else { return nil }
    let (count, most) = (document.model.componentCount, PointClass.greatest(of: table))
    guard count <= most else {
      throw CommandFailure(
        .badData,
        "\(table.source): the classification of its points goes to \(most), and the model has "
          + "\(CountText.of(count, "component")); leave out --as-classification, and the label is written all the same."
      )
    }
    return table.columnNames.firstIndex(of: PointClass.columnName).map { .there($0) } ?? .new
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
