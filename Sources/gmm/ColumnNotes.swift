#if Command

import GaussianMixtures
import Tables

extension ColumnChoice {
  /// Which columns are used and which are not, with the reasons; nil where all are used.
  func note(on table: PointTable) -> String? {
    guard !leftOut.isEmpty else { return nil }
    var groups: [(reason: String, names: [String])] = []
    var places: [String: Int] = [:]
    for item in leftOut {
      let name = table.columnNames[item.column]
      let reason = Self.words(item.reason)
      if let group = places[reason] {
        groups[group].names.append(name)
      } else {
        places[reason] = groups.count
        groups.append((reason, [name]))
      }
    }
    let used = TerminalText.list(columns.map { table.columnNames[$0] })
    let shown = groups.prefix(Self.mostReasons).map { "\(TerminalText.list($0.names)) (\($0.reason))" }
    let rest = groups.count > shown.count ? ["… (\(CountText.grouped(leftOut.count)) in all)"] : []
    let others = (shown + rest).joined(separator: "; ")
    let what = columns.count == 1 ? "column" : "columns"
    return "using the \(what) \(used) of \(table.source); left out: \(others); --columns chooses others"
  }

  /// More reasons than that nobody reads.
  private static let mostReasons = 12

  private static func words(_ reason: Reason) -> String {
    switch reason {
    case .text: "text"
    case .numberInText(let line, let cell): "text, such as «\(cell)» in line \(line)"
    case .empty: "no numbers"
    case .derived: "written by gmm"
    case .otherwiseUsed(let use): use
    case .notCoordinate: "no coordinate"
    case .notColour: "no colour"
    }
  }
}

/// The columns used that look like no measurements.
struct ColumnDoubts {
  private let doubts: [ColumnDoubt]
  private let columns: [Int]
  private let table: PointTable

  /// Nothing is doubted of columns that were chosen.
  init(_ doubts: [ColumnDoubt] = [], columns: [Int], table: PointTable) {
    self.doubts = doubts
    self.columns = columns
    self.table = table
  }

  /// What looks like no measurement, and how it is left out; nil where nothing does.
  var note: String? {
    guard !doubts.isEmpty else { return nil }
    let shown = doubts.prefix(8).map { "\(name(of: $0.column)) \($0.explanation)" }
    let rest = doubts.count > shown.count ? ["… (\(doubts.count) in all)"] : []
    let what =
      doubts.count == 1
      ? "a column of \(table.source) is used that looks like no measurement"
      : "columns of \(table.source) are used that look like no measurements"
    return "\(what): "
      + (shown + rest).joined(separator: "; ") + cure
  }

  /// That components collapsed along columns in doubt; nil where they did not.
  func note(on events: [FitEvent]) -> String? {
    let collapsed = doubts.filter { doubt in
      guard let place = columns.firstIndex(of: doubt.column) else { return false }
      return events.contains { event in
        // Nine tenths of the direction's square.
        event.isDataFlat == false && event.kind != .constantColumn
          && (event.axis.map { $0.indices.contains(place) && $0[place] * $0[place] >= 0.9 } ?? false)
      }
    }
    guard !collapsed.isEmpty else { return nil }
    let names = collapsed.map { "\(name(of: $0.column)) \($0.explanation)" }.joined(separator: "; ")
    return "components collapsed where the points are equal in a column that looks like no measurement: "
      + names + cure
  }

  /// The option that leaves out all columns in doubt.
  private var cure: String {
    let doubted = Set(doubts.map(\.column))
    let rest = columns.filter { !doubted.contains($0) }
    guard !rest.isEmpty else { return "; --columns chooses others" }
    let option = table.columnsOption(choosing: rest)
    return "; --columns \(option) leaves \(doubts.count == 1 ? "it" : "them") out"
  }

  private func name(of column: Int) -> String {
    let name = table.columnNames[column]
    return name == "\(column + 1)" ? "column \(name)" : name
  }
}

#endif
