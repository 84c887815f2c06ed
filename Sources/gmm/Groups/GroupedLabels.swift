#if Command

import GaussianMixtures
import MixtureFiles
import Parallel
import Tables

/// What its own group's model says of every point, put together for all rows.
struct GroupedLabels {
  /// The columns, with a cell for each of the rows.
  let columns: [TableColumn]
  /// The rows that have labels, rising; nil for all.
  let rows: [Int]?

  /// - Parameters:
  ///   - responsibilities: Whether each component's are wanted as well.
  ///   - threads: How many groups are looked at at once.
  init(
    _ fits: SetFits, _ groups: PointGroups, of input: PointInput, _ chosen: [ResultColumn],
    responsibilities: Bool,
    engine: Engine, threads: Int
  ) throws {
    let found = ParallelLoop.map(count: groups.count, threadCount: threads) { group in
      Result { try Self.columns(fits, group, chosen, responsibilities, engine) }
    }
    let parts = try found.map { try $0.get() }
    var places = [Int](repeating: -1, count: input.observations.count)
    for group in 0..<groups.count where parts[group] != nil {
      for point in groups[group] { places[point] = 0 }
    }
    var rows: [Int] = []
    for point in places.indices where places[point] == 0 {
      places[point] = rows.count
      rows.append(input.keptRows?[point] ?? point)
    }
    self.rows = rows.count == input.table.rowCount ? nil : rows
    let width = parts.reduce(0) { max($0, $1?.count ?? 0) }
    columns = (0..<width).map { column in
      GatheredColumn(parts.map { $0.flatMap { column < $0.count ? $0[column] : nil } }).column(
        count: rows.count
      ) { group in
        groups[group].lazy.map { places[$0] }
      }
    }
  }

  /// The columns of a group; nil for one that has no model.
  private static func columns(
    _ fits: SetFits, _ group: Int, _ chosen: [ResultColumn], _ responsibilities: Bool, _ engine: Engine
  ) throws -> [TableColumn]? {
    guard let model = try? fits.outcomes[group].get().result.model else { return nil }
    let set = fits.sets.sets[group]
    let observations = try set.observations.get()
    let columns = try LabelledPoints(observations, by: model, set.preprocessing, engine: engine).columns(
      chosen)
    guard responsibilities else { return columns }
    return try columns + LabelWriter.responsibilities(of: observations, by: model, engine: engine)
  }
}

/// A column whose cells come in parts, one for each group.
private struct GatheredColumn {
  private let parts: [TableColumn?]

  init(_ parts: [TableColumn?]) { self.parts = parts }

  /// The column.
  ///
  /// - Parameters:
  ///   - count: The number of its cells.
  ///   - places: Where the cells of a group belong.
  func column(count: Int, _ places: (Int) -> some Sequence<Int>) -> TableColumn {
    let name = parts.lazy.compactMap(\.self).first?.name ?? ""
    let kinds = parts.compactMap { $0?.values }
    if kinds.allSatisfy({ if case .integers = $0 { true } else { false } }) {
      return TableColumn(name: name, values: .integers(gathered(count, 0, places) { $0.integers }))
    }
    if kinds.allSatisfy({ if case .numbers = $0 { true } else { false } }) {
      // A component that a group's model does not have is responsible for nothing.
      return TableColumn(name: name, values: .numbers(gathered(count, 0, places) { $0.numbers }))
    }
    return TableColumn(name: name, values: .strings(gathered(count, nil, places) { $0.texts }))
  }

  private func gathered<Cell>(
    _ count: Int, _ empty: Cell, _ places: (Int) -> some Sequence<Int>,
    _ cells: (TableColumn.Values) -> [Cell]
  ) -> [Cell] {
    var gathered = [Cell](repeating: empty, count: count)
    for (group, part) in parts.enumerated() {
      guard let part else { continue }
      for (place, cell) in zip(places(group), cells(part.values)) { gathered[place] = cell }
    }
    return gathered
  }
}

extension TableColumn.Values {
  fileprivate var integers: [Int] { if case .integers(let cells) = self { cells } else { [] } }
  fileprivate var numbers: [Double] { if case .numbers(let cells) = self { cells } else { [] } }
}

#endif
