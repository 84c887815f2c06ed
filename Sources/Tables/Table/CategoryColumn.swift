/// A column whose texts repeat.
///
/// ```swift
/// let table = try PointTable(contentsOf: "iris.csv")
/// let species = table.categories(of: try table.column("species", option: "species"))
/// for (number, name) in species.names.enumerated() { print(name, species.indices.count { $0 == number }) }
/// ```
public struct CategoryColumn: Sendable, Hashable {
  /// The distinct texts: in the order of their numbers if all are numbers, else of their texts.
  public let names: [String]
  /// The place in ``names`` of each row's text; nil where the cell is empty, NA or the like.
  public let indices: [Int?]
}

/// Numbers texts in the order in which they come, then sorts them.
struct CategoryCollector {
  /// By their bytes: Swift takes a letter and its accent for the letter with the accent, and files do not.
  private var numbers: [[UInt8]: Int] = [:]
  private var names: [String] = []
  private var found: [Int?] = []

  init(rowCount: Int) { found.reserveCapacity(rowCount) }

  /// Gives the next row a text, or none.
  mutating func append(_ name: String?) {
    guard let name else { return found.append(nil) }
    let key = Array(name.utf8)
    if let known = numbers[key] { return found.append(known) }
    numbers[key] = names.count
    found.append(names.count)
    names.append(name)
  }

  /// Gives the next row the text of the one before.
  mutating func repeatLast() { found.append(found.last ?? nil) }

  /// Gives the next rows the texts of another column.
  mutating func append(_ column: CategoryColumn) {
    let places = column.names.map { name in
      let key = Array(name.utf8)
      if let known = numbers[key] { return known }
      numbers[key] = names.count
      names.append(name)
      return names.count - 1
    }
    found.append(contentsOf: column.indices.lazy.map { $0.map { places[$0] } })
  }

  func sorted(decimalComma: Bool) -> CategoryColumn {
    let values = names.map { NumberText.number($0, decimalComma: decimalComma) }
    let areNumbers = !values.contains(nil)
    let order = names.indices.sorted { left, right in
      if areNumbers, let a = values[left], let b = values[right], a != b { return a < b }
      if names[left] == names[right] { return names[left].utf8.lexicographicallyPrecedes(names[right].utf8) }
      return names[left] < names[right]
    }
    var places = Array(repeating: 0, count: names.count)
    for (place, index) in order.enumerated() { places[index] = place }
    return CategoryColumn(names: order.map { names[$0] }, indices: found.map { $0.map { places[$0] } })
  }
}
