public import Tables

extension DerivedNames {
  /// The names of the columns that gmm writes itself.
  ///
  /// ```swift
  /// print(DerivedNames.results.contains("log_density"))    // true
  /// ```
  ///
  /// A column of such a name is no coordinate where the results written with it are there too
  /// (``PointTable/writtenResults``); else it may have been measured.
  public static let results = DerivedNames(
    Set(
      ResultColumn.allCases.map(\.rawValue) + [ResultColumn.truthName, ResultColumn.clusterName]
        + ComponentShape.allColumnNames),
    numbered: [ResultColumn.responsibilityStem])
}

extension ReadingOptions {
  /// The usual options for a table that may be a result of gmm's: its header is known by the names of results.
  public static var withResults: ReadingOptions {
    var options = ReadingOptions()
    options.derivedNames = .results
    return options
  }
}

extension PointTable {
  /// The columns that gmm wrote itself.
  ///
  /// - Complexity: O(columns); a few rows are read where columns bear the names of results.
  public var writtenResults: DerivedColumns { DerivedColumns(WrittenColumns(of: self).columns, by: "gmm") }

  /// The columns that a model was fitted in, from 0, in the order of its names.
  ///
  /// ```swift
  /// let document = try ModelFile.read("model.json")
  /// let table = try PointTable(contentsOf: "labelled.csv", options: .withResults)
  /// let columns = try table.columns(ofModel: document.columns ?? [])
  /// let labels = try document.model.labels(of: PointSet(columns: table.numbers(in: columns).columns))
  /// ```
  ///
  /// Where gmm wrote a column such as `label` itself and renamed a measured one to `label_input`, the latter is
  /// taken.
  ///
  /// - Parameter names: The names of the model's columns.
  /// - Returns: A column for each name.
  /// - Throws: ``/Tables/TableError`` that names the first one missing, or found twice.
  public func columns(ofModel names: [String]) throws(TableError) -> [Int] {
    let mayBeResult = names.contains(where: DerivedNames.results.contains)
    return try columns(named: names, derived: mayBeResult ? writtenResults : DerivedColumns())
  }

  /// The columns that are called as results which are not known to be some, right after a label.
  ///
  /// - Parameter columns: The columns in question, from 0.
  /// - Returns: What is to be said of each, to follow its name.
  package func resultNames(among columns: [Int]) -> [Int: String] {
    let called = columns.filter { column in
      column > 0 && DerivedNames.results.contains(columnNames[column])
        && columnNames[column - 1] == ResultColumn.label.rawValue
    }
    return Dictionary(called.map { ($0, "bears the name of a result of gmm's") }) { first, _ in first }
  }
}
