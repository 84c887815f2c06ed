#if Command

import GaussianMixtures
import MixtureFiles
import Tables

/// A file of points as a command uses it: the table, the chosen columns, and their numbers.
struct PointInput {
  var table: PointTable
  /// The chosen columns of the table, from 0.
  let columns: [Int]
  var columnNames: [String] { columns.map { table.columnNames[$0] } }
  /// What was done to the columns before they were coordinates; nil for nothing.
  var preprocessing: Preprocessing? { table.preprocessing(of: columns) }
  /// What the coordinates are called: the names of the columns, with their transforms around them.
  var axisTitles: [String] { preprocessing?.titles(of: columnNames) ?? columnNames }
  var observations: Observations
  /// The weights as they stand in the table.
  var weights: [Double]?
  /// The rows of the points, where some were left out.
  var keptRows: [Int]?
  /// Where fits keep their copy of the points: on the disk, where the file stays there too.
  let storage: PointStorage
  /// The columns that look like no measurements, of those that nobody chose.
  private(set) var doubts: ColumnDoubts
  /// Whether nobody has chosen the columns.
  private(set) var isChosenByItself = false
  /// What this process has of a table of which others have the rest; nil where all rows are here.
  var ownRows: OwnRows?

  /// What is done to a table's columns before they are coordinates.
  private typealias Preparing = (_ table: PointTable, _ columns: [Int]) throws -> PointTable

  /// Reads the columns to fit: the named ones, or all numeric ones that gmm does not write itself and that are
  /// nothing else.
  init(
    _ data: [String], _ options: DataOptions, _ transforms: TransformOptions,
    _ details: ObservationOptions? = nil, labelOption: String = "--known-labels",
    groupedBy groups: String? = nil, threads: Int? = nil, over ranks: Ranks? = nil, console: Console
  ) throws {
    try self.init(
      data, options, details, labelOption: labelOption, groupedBy: groups, threads: threads, over: ranks,
      console: console
    ) {
      table, columns in
      try transforms.applied(to: table, columns: columns, options.compensation, console: console)
    }
  }

  private init(
    _ data: [String], _ options: DataOptions, _ details: ObservationOptions?,
    labelOption: String = "--known-labels", groupedBy groups: String? = nil,
    threads: Int?, over ranks: Ranks? = nil, console: Console, preparing: Preparing
  ) throws {
    let table = try options.table(data, threads: threads, over: ranks, console: console)
    let others = try details?.columns(of: table, labelOption: labelOption)
    if let chosen = options.columns {
      let columns = try table.selectColumns(chosen)
      let prepared = try preparing(table, columns)
      try self.init(
        ranks?.part(of: prepared) ?? prepared, columns, options, others, details, console: console)
      return
    }
    var uses: [Int: String] = [:]
    if let column = others?.weights { uses[column] = "the weights" }
    if let column = others?.knownLabels { uses[column] = "the known groups" }
    for column in try groups.map({ try table.groupColumns($0) }) ?? [] { uses[column] = "the groups" }
    let choice = try table.chooseColumns(derived: table.writtenResults, otherwiseUsed: uses)
    if let note = choice.note(on: table) { console.note(note) }
    let prepared = try preparing(table, choice.columns)
    try self.init(
      ranks?.part(of: prepared) ?? prepared, choice.columns, options, others, details, console: console)
    isChosenByItself = true
    // What one process has says little of all.
    if ranks == nil { doubt(console: console) }
  }

  /// Looks for columns that look like no measurements, and says so.
  mutating func doubt(console: Console) {
    let found = table.doubts(
      about: columns, numbers: examinedNumbers(), keptRows: keptRows,
      suspected: table.resultNames(among: columns))
    doubts = ColumnDoubts(found, columns: columns, table: table)
    if let note = doubts.note { console.note(note) }
  }

  /// Reads the columns of a model, by name; a model without names takes what the other does.
  init(
    _ data: [String], of document: ModelDocument, _ options: DataOptions,
    _ details: ObservationOptions? = nil,
    threads: Int? = nil, over ranks: Ranks? = nil, console: Console
  ) throws {
    var details = details
    if details?.weighting.weightsAre == nil { details?.weighting.weightsAre = document.fit?.weightMeaning }
    let preprocessing = try options.compensation.preprocessing(of: document)
    guard options.columns == nil, let names = document.columns else {
      try self.init(data, options, details, threads: threads, over: ranks, console: console) { table, columns in
        try Self.require(columns, of: table, as: document)
        return try table.preprocessed(by: preprocessing, columns: columns)
      }
      return
    }
    let table = try options.table(data, threads: threads, over: ranks, console: console)
    guard Set(names).count == names.count else {
      throw CommandFailure(
        .badData,
        "\(table.source): two columns of the model have one name (\(TerminalText.list(names))), so they cannot be "
          + "found by name; choose them with --columns, in the model's order.")
    }
    let columns = try table.columns(ofModel: names)
    for (name, column) in zip(names, columns) where table.columnNames[column] != name {
      console.note(
        "the model's column «\(name)» is read from "
          + "«\(table.columnNames[column])», since gmm wrote the other itself")
    }
    let prepared = try table.preprocessed(by: preprocessing, columns: columns)
    try self.init(
      ranks?.part(of: prepared) ?? prepared, columns, options, try details?.columns(of: table), details,
      console: console)
  }

  /// Reads these columns of a table.
  init(
    _ table: PointTable, _ columns: [Int], _ options: DataOptions,
    _ others: (weights: Int?, knownLabels: Int?)? = nil, _ details: ObservationOptions? = nil,
    console: Console
  ) throws {
    let storage = options.storage(of: table)
    if others?.weights == nil, others?.knownLabels == nil,
      let found = try Self(inPlace: table, columns, storage)
        ?? Self(onDisk: table, columns, options, storage, console)
    {
      self = found
      return
    }
    let weightColumn = others?.weights.map { [$0] } ?? []
    let numbers = try table.numbers(in: columns + weightColumn, invalid: options.invalidCells)
    for note in numbers.notes { console.note("\(table.source): \(note)") }
    let weights = weightColumn.isEmpty ? nil : numbers.columns.last
    if let weights { try Self.check(weights, numbers.keptRows, table, weightColumn[0]) }
    self.weights = weights
    (self.table, self.columns) = (table, columns)
    self.storage = storage
    keptRows = numbers.keptRows
    doubts = ColumnDoubts(columns: columns, table: table)
    let labels = try others?.knownLabels.map {
      try Self.labels(
        in: $0, of: table, keptRows: numbers.keptRows, unknown: details?.unknownLabel, console: console)
    }
    let coordinates = Array(numbers.columns.prefix(columns.count))
    guard table.partRows == nil else {
      ownRows = OwnRows(numbers, coordinates: coordinates.map { PointColumn($0) }, labels: labels)
      observations = try Self.placeholder(dimension: columns.count)
      return
    }
    observations = try Self.observations(coordinates, weights, labels, of: table, details)
    Self.say(
      skipped: numbers.skipped.count, first: numbers.skipped.first.first, missing: numbers.missingCount, console)
    if let note = WeightText.note(on: observations, isAsked: details?.weighting.weightsAre != nil) {
      console.note(note)
    }
  }

  private static func observations(
    _ columns: [[Double]], _ weights: [Double]?, _ labels: ClassLabels?, of table: PointTable,
    _ details: ObservationOptions?
  ) throws(CommandFailure) -> Observations {
    do throws(FitError) {
      return try Observations(
        columns: columns, weights: weights, weightMeaning: details?.weighting.weightsAre,
        knownLabels: labels)
    } catch {
      throw CommandFailure(.badData, "\(table.source): \(error)")
    }
  }

  /// What became of cells that are no numbers.
  static func say(skipped: Int, first: CellLocation?, missing: Int, _ console: Console) {
    if skipped > 0 {
      let first = first.map { ", the first at \($0)" } ?? ""
      console.note("\(CountText.of(skipped, "row")) with invalid cells left out\(first)")
    }
    if missing > 0 { console.note("\(CountText.of(missing, "cell")) taken as missing") }
  }

  /// Takes columns where they stand in the file; nil where they do not, or something has to be said of them.
  private init?(inPlace table: PointTable, _ columns: [Int], _ storage: PointStorage) throws {
    guard let stored = table.storedColumns(columns) else { return nil }
    self.table = table
    self.columns = columns
    self.storage = storage
    keptRows = nil
    weights = nil
    doubts = ColumnDoubts(columns: columns, table: table)
    observations = try Observations(inPlace: stored.compactMap(PointColumn.init))
  }

  /// Puts the numbers of a file that stays on the disk there too; nil for another file.
  private init?(
    onDisk table: PointTable, _ columns: [Int], _ options: DataOptions, _ storage: PointStorage,
    _ console: Console
  ) throws {
    guard table.isLargerThanMemory else { return nil }
    let numbers = try table.scratchNumbers(
      in: columns, invalid: options.invalidCells, folder: options.text.scratch)
    for note in numbers.notes { console.note("\(table.source): \(note)") }
    self.table = table
    self.columns = columns
    self.storage = storage
    keptRows = numbers.keptRows
    weights = nil
    doubts = ColumnDoubts(columns: columns, table: table)
    let coordinates = columns.indices.map {
      PointColumn(numbers.start(of: $0), count: numbers.rowCount, owner: numbers)
    }
    let isPart = table.partRows != nil
    ownRows =
      isPart
      ? OwnRows(
        coordinates: coordinates, labels: nil, skipped: numbers.skipped, missingCount: numbers.missingCount) : nil
    observations =
      isPart ? try Self.placeholder(dimension: columns.count) : try Observations(inPlace: coordinates)
    guard !isPart else { return }
    Self.say(
      skipped: numbers.skipped.count, first: numbers.skipped.first.first, missing: numbers.missingCount, console)
  }

  /// The numbers by which columns are known for no measurements: of a file that stays on the disk those of its beginning.
  private func examinedNumbers() -> [[Double]] {
    let most = 1 << 18
    guard table.isLargerThanMemory, observations.count > most else { return observations.columns }
    return observations.selecting(0..<most).columns
  }

  /// Weights that are none, with the line at fault.
  private static func check(
    _ weights: [Double], _ keptRows: [Int]?, _ table: PointTable, _ column: Int
  ) throws {
    guard let place = weights.firstIndex(where: { !($0 >= 0 && $0 <= 1e100) }) else { return }
    let found = weights[place].isNaN ? "there is no weight" : "found the weight \(weights[place])"
    let cure =
      weights[place] > 0 ? "; divide all by one factor, which changes nothing where they are importance" : ""
    throw CommandFailure(
      .badData,
      "\(table.place(ofRow: keptRows?[place] ?? place, column: column)): \(found); weights are numbers from 0 to 1e100"
        + "\(cure)."
    )
  }

  /// The points; what is missing of them is filled in with what a model says of it.
  func points(filledBy model: GaussianMixture, _ engine: Engine = Engine()) throws -> PointSet {
    try observations.points
      ?? model.imputed(observations, engine: engine)
  }

  private static func require(_ columns: [Int], of table: PointTable, as document: ModelDocument) throws {
    guard columns.count != document.model.dimension else { return }
    throw CommandFailure(
      .badData,
      "\(table.source): the model has \(CountText.of(document.model.dimension, "dimension")), and the columns used are "
        + "\(columns.count) (\(TerminalText.list(columns.map { table.columnNames[$0] }))); choose with --columns."
    )
  }
}

#endif
