#if Command

internal import GaussianMixtures
internal import MixtureFigures
internal import MixtureFiles
internal import Tables

/// A file of points that the viewer keeps, in memory only.
struct DataSet: Sendable {
  let number: Int
  let name: String
  let table: PointTable
  /// The choice of columns unless told otherwise.
  let usual: PointSelection.Choice

  var heldByteCount: Int { table.heldByteCount }

  /// The file as the page is told of it.
  var json: JSONValue {
    [
      "id": .number(Double(number)), "name": .string(name), "rows": .number(Double(table.rowCount)),
      "columns": .array(
        table.columnNames.enumerated().map { index, name in
          [
            "name": .string(Int(name) == nil ? name : "column \(name)"),
            "isNumeric": .boolean(table.columnKinds[index] == .numeric),
          ]
        }),
      "chosen": .numbers(usual.columns.map { Double($0) }), "skipInvalid": .boolean(usual.skipsInvalid),
      "notes": .strings(table.notes),
    ]
  }
}

/// Some columns of a file as points, with the box that they are drawn in.
struct PointSelection: Sendable {
  /// A choice of columns, and what becomes of rows with invalid cells.
  struct Choice: Sendable, Hashable {
    /// The numbers of the columns, from 0.
    let columns: [Int]
    /// Whether rows with invalid cells are left out.
    let skipsInvalid: Bool
  }

  let dataSet: DataSet
  let choice: Choice
  let columnNames: [String]
  /// What is done to the columns before they are coordinates; nil for nothing.
  var preprocessing: Preprocessing? { dataSet.table.preprocessing(of: choice.columns) }
  /// The rows of the points, where some were left out.
  let keptRows: [Int]?
  let skippedCount: Int
  let scene: LiveScene
  /// The classes that the points are known to be of: those of a column called as gmm calls them.
  let truth: ClassLabels?

  /// The number that tells apart copies of the same columns.
  let number: Int

  var points: PointSet { scene.points }

  /// The bytes of memory that the numbers take.
  var heldByteCount: Int {
    (points.count * points.dimension + (keptRows?.count ?? 0)) * MemoryLayout<Double>.stride
  }

  /// Reads the numbers of the columns that are chosen.
  ///
  /// - Throws: ``ServiceError`` where the columns do not suit.
  /// - Complexity: O(bytes).
  init(number: Int, _ dataSet: DataSet, _ choice: Choice, limits: ViewerLimits) throws(ServiceError) {
    self.number = number
    let names = choice.columns.map { dataSet.table.columnNames[$0] }
    do {
      let numbers = try dataSet.table.numbers(
        in: choice.columns, invalid: choice.skipsInvalid ? .skipRows : .refuse)
      let points = try PointSet(columns: numbers.columns)
      scene = LiveScene(
        points, columnNames: names, dataSet.table.preprocessing(of: choice.columns), limit: limits.drawnPoints
      )
      keptRows = numbers.keptRows
      truth = Self.truth(of: dataSet.table, beside: choice.columns, keptRows: numbers.keptRows)
      skippedCount = numbers.skipped.count
    } catch let error as TableError {
      let cure =
        choice.skipsInvalid ? "Choose other columns." : "Choose other columns, or leave out invalid rows."
      throw .unsuitable("\(error)", cure: cure)
    } catch {
      throw .unsuitable("\(error)", cure: "Choose other columns.")
    }
    self.dataSet = dataSet
    self.choice = choice
    columnNames = names
  }

  private static func truth(of table: PointTable, beside columns: [Int], keptRows: [Int]?) -> ClassLabels? {
    guard let column = table.columnNames.firstIndex(of: ResultColumn.truthName), !columns.contains(column)
    else {
      return nil
    }
    let labels = table.categories(of: column)
    return ClassLabels(
      names: labels.names, indices: keptRows.map { rows in rows.map { labels.indices[$0] } } ?? labels.indices
    )
  }

  /// Refuses columns that cannot be drawn and fitted, before anything is read.
  static func check(
    _ columns: [Int], _ table: PointTable, _ limits: ViewerLimits
  ) throws(ServiceError) {
    guard !columns.isEmpty, Set(columns).count == columns.count,
      columns.allSatisfy({ $0 >= 0 && $0 < table.columnCount })
    else {
      throw .unsuitable(
        "The columns chosen are not different columns of the \(table.columnCount) there are.",
        cure: "Choose at least one, each once, by number from 0.")
    }
    guard columns.count <= limits.dimension else {
      throw .unsuitable(
        "\(columns.count) columns are more than the \(limits.dimension) that the viewer takes.",
        cure: "Choose fewer columns, or fit on the command line: gmm fit.")
    }
  }

  /// The place of a point in the file: the line where it starts.
  func line(of point: Int) -> Int { dataSet.table.line(ofRow: keptRows?[point] ?? point) }
}

#endif
