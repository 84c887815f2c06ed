/// What the columns of joined tables hold, and where the tables do not agree about it.
struct MatchedKinds {
  private(set) var kinds: [PointTable.ColumnKind] = []
  private(set) var doubts: [Int: TableError] = [:]
  private(set) var absences: [Int: TableError] = [:]

  /// - Parameters:
  ///   - parts: The tables.
  ///   - names: The columns that are matched.
  /// - Complexity: O(tables · columns).
  init(_ parts: [JoinedTable.Part], names: [String]) {
    // An empty column is of any kind: the first table that holds something says which.
    var models: [(part: Int, kind: PointTable.ColumnKind)?] = Array(repeating: nil, count: names.count)
    for (place, part) in parts.enumerated() {
      let own = part.contents.columnKinds
      for (whole, column) in part.columns.enumerated() {
        guard let column, models[whole] == nil, !part.contents.isEmpty(column) else { continue }
        models[whole] = (place, own[column])
      }
    }
    kinds = names.indices.map { whole in
      if let model = models[whole] { return model.kind }
      let own = parts.lazy.compactMap { part in part.columns[whole].map { part.contents.columnKinds[$0] } }
      return own.first ?? .text
    }
    for part in parts { add(part, parts, names, models.map { $0?.part }) }
  }

  private mutating func add(
    _ part: JoinedTable.Part, _ parts: [JoinedTable.Part], _ names: [String], _ models: [Int?]
  ) {
    let own = part.contents.columnKinds
    for (whole, name) in names.enumerated() {
      guard let column = part.columns[whole] else {
        guard absences[whole] == nil else { continue }
        let other = parts.first { $0.columns[whole] != nil }?.source ?? ""
        absences[whole] = Self.absence(of: name, in: part, other)
        continue
      }
      guard doubts[whole] == nil else { continue }
      if let doubt = part.contents.doubt(of: column) {
        doubts[whole] = doubt
      } else if own[column] != kinds[whole], !part.contents.isEmpty(column), let model = models[whole] {
        doubts[whole] = Self.contradiction(column, name, part, own[column], parts[model].source)
      }
    }
  }

  private static func absence(of name: String, in part: JoinedTable.Part, _ other: String) -> TableError {
    let near =
      NearestName.nearest(to: name, among: part.contents.columnNames)
      .map { " (did you mean \(MessageText.quoted($0))?)" } ?? ""
    return TableError(
      .badData, source: part.source,
      message:
        "there is no column \(MessageText.quoted(name)) here, which \(other) has\(near); add it, or choose "
        + "columns that all files have with --columns.")
  }

  private static func contradiction(
    _ column: Int, _ name: String, _ part: JoinedTable.Part, _ kind: PointTable.ColumnKind, _ other: String
  ) -> TableError {
    let first = part.contents.firstTexts(of: [column])[column]
    let shown = first.map { ", such as \(MessageText.quoted(part.contents.shownText(at: $0)))" } ?? ""
    let (here, there) = kind == .text ? ("text\(shown)", "numbers") : ("numbers\(shown)", "text")
    return TableError(
      .badData, source: part.source, line: first.map { part.contents.line(ofRow: $0.row) },
      column: column + 1,
      columnName: name,
      message:
        "the column holds \(here), and \(there) in \(other); correct one of the files, or choose other columns "
        + "with --columns.")
  }
}
