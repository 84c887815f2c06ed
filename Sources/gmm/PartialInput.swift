#if Command

import GaussianMixtures
import MixtureFiles
import Tables

/// A file of points that may lack cells, and whole columns, of a model.
struct PartialInput {
  let table: PointTable
  /// The names of the model's columns.
  let names: [String]
  /// The table's column of each dimension, from 0; nil for one that the file does not have.
  let places: [Int?]
  let observations: Observations
  /// What was done to the columns of the model before they were coordinates; nil for nothing.
  let preprocessing: Preprocessing?

  /// Reads the columns of a model that are there, and takes all that is not as missing.
  init(
    _ data: [String], of document: ModelDocument, _ reading: DataOptions, _ engine: EngineOptions,
    console: Console
  ) throws {
    let preprocessing = try reading.compensation.preprocessing(of: document)
    guard preprocessing?.compensation == nil else {
      throw CommandFailure(
        .badData,
        "the model was fitted to compensated columns, each made of all channels: a channel that is missing is not found "
          + "from what is compensated; compensate the file, then give --no-compensate.")
    }
    if let names = document.columns, reading.columns == nil, Set(names).count == names.count {
      let table = try reading.table(data, threads: engine.threads, console: console)
      try self.init(table, names, preprocessing, reading, console: console)
      return
    }
    let input = try PointInput(data, of: document, reading, threads: engine.threads, console: console)
    self.init(
      table: input.table, names: input.columnNames, places: input.columns, observations: input.observations,
      preprocessing: preprocessing)
  }

  private init(
    table: PointTable, names: [String], places: [Int?], observations: Observations,
    preprocessing: Preprocessing?
  ) {
    self.preprocessing = preprocessing
    self.table = table
    self.names = names
    self.places = places
    self.observations = observations
  }

  private init(
    _ table: PointTable, _ names: [String], _ preprocessing: Preprocessing?, _ reading: DataOptions,
    console: Console
  ) throws {
    let there = Set(table.columnNames)
    let absent = names.filter { !there.contains($0) }
    // Without names columns are called by their numbers, and only what follows them can be added.
    let next = absent.indices.map { String(table.columnCount + $0 + 1) }
    let canBeAdded = absent.count < names.count && (table.hasHeader || absent == next)
    let present = canBeAdded ? names.filter(there.contains) : names
    let found = Dictionary(uniqueKeysWithValues: zip(present, try table.columns(ofModel: present)))
    let places = names.map { found[$0] }
    let dimensions = places.indices.filter { places[$0] != nil }
    let columns = dimensions.compactMap { places[$0] }
    let prepared = try table.preprocessed(by: preprocessing?.selecting(dimensions), columns: columns)
    let read = try PointInput(prepared, columns, reading, console: console)
    guard canBeAdded, !absent.isEmpty else {
      self.init(
        table: table, names: names, places: places, observations: read.observations,
        preprocessing: preprocessing)
      return
    }
    var known = read.observations.coordinates.makeIterator()
    let coordinates = places.map { place in
      place.flatMap { _ in known.next() } ?? PointColumn(repeating: .nan, count: table.rowCount)
    }
    let observations: Observations
    do {
      observations = try Observations(inPlace: coordinates)
    } catch {
      throw CommandFailure(.badData, "\(table.source): \(error.message)")
    }
    let list = TerminalText.list(absent)
    console.note(
      "\(table.source) has no column\(absent.count == 1 ? "" : "s") \(list)\(Self.suggestion(absent, table)); "
        + "added, with what the model expects given the others")
    self.init(
      table: table, names: names, places: places, observations: observations, preprocessing: preprocessing)
  }

  /// The numbers of a dimension's cells as they stand in the file, where some of them may have no transform and are no
  /// missing ones all the same; nil where all have one.
  func cellsWithoutTransform(of dimension: Int, in rows: Range<Int>) throws -> [Double]? {
    guard case .logarithm = preprocessing?.transforms[dimension], let column = places[dimension] else {
      return nil
    }
    return try table.unmapped.numbers(in: [column], rows: rows, invalid: .missing).columns[0]
  }

  /// What may have been meant by the names that are not there.
  private static func suggestion(_ absent: [String], _ table: PointTable) -> String {
    let near = absent.prefix(20).compactMap { table.nearestColumnName(to: $0) }.map { "«\($0)»" }
    return near.isEmpty ? "" : " (did you mean \(near.joined(separator: ", "))?)"
  }
}

#endif
