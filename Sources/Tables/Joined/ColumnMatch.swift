/// Which column of each of several tables is which column of the whole.
struct ColumnMatch {
  /// The columns of the first table, then those that only later ones have.
  private(set) var names: [String] = []
  /// For each table its own column for each of these; nil where it has none.
  private(set) var columns: [[Int?]] = []

  /// A name that stands at several columns of a table is told apart by how often it stood before.
  private struct Key: Hashable {
    let name: [UInt8]
    let repetition: Int
  }

  /// - Throws: ``TableError`` where only some of the tables name their columns, or those of nameless ones differ in number.
  init(_ tables: [(contents: any TableSource, source: String)]) throws(TableError) {
    guard let first = tables.first else { return }
    for table in tables.dropFirst() { try Self.requireLikeness(table, first) }
    guard first.contents.hasHeader else {
      names = first.contents.columnNames
      columns = tables.map { _ in Array(names.indices) }
      return
    }
    var places: [Key: Int] = [:]
    let found = tables.map { table in
      Self.keys(of: table.contents.columnNames).map { key, name in
        if let place = places[key] { return place }
        places[key] = names.count
        names.append(name)
        return names.count - 1
      }
    }
    columns = found.map { wholes in
      var own = [Int?](repeating: nil, count: names.count)
      for (column, whole) in wholes.enumerated() { own[whole] = column }
      return own
    }
  }

  private static func keys(of names: [String]) -> [(Key, String)] {
    var repetitions: [[UInt8]: Int] = [:]
    return names.map { name in
      let bytes = Array(name.utf8)
      let repetition = repetitions[bytes, default: 0]
      repetitions[bytes] = repetition + 1
      return (Key(name: bytes, repetition: repetition), name)
    }
  }

  private static func requireLikeness(
    _ table: (contents: any TableSource, source: String), _ first: (contents: any TableSource, source: String)
  ) throws(TableError) {
    let (names, firstNames) = (table.contents.columnNames, first.contents.columnNames)
    guard table.contents.hasHeader == first.contents.hasHeader else {
      let (nameless, named) = first.contents.hasHeader ? (table, first) : (first, table)
      let list = WordList.beginning(of: named.contents.columnNames, most: 5, MessageText.cleaned)
      throw TableError(
        .badData, source: nameless.source,
        message:
          "the columns have no names here, and they have in \(named.source) (\(list)), so they cannot be matched; "
          + "give the file a header, or --header yes where its first row is one.")
    }
    guard !first.contents.hasHeader, names.count != firstNames.count else { return }
    throw TableError(
      .badData, source: table.source,
      message: "found \(CountText.of(names.count, "column")) without names where \(first.source) has "
        + "\(firstNames.count); columns without names are matched by place, so give files with as many, or with headers."
    )
  }
}
