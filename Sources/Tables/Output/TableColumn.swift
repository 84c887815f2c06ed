/// A column to be written.
///
/// ```swift
/// let ages = TableColumn(name: "age", values: .integers([41, 36, 58]))
/// let heights = TableColumn(name: "height", values: .numbers([1.71, 1.64, 1.83]))
/// try TableWriter(to: "people.csv").write([ages, heights])
/// ```
public struct TableColumn: Sendable, Hashable {
  /// The cells, one for each row that is kept.
  ///
  /// ```swift
  /// let names = TableColumn(name: "name", values: .strings(["Ann", nil, "Eve"]))
  /// let kinds = TableColumn(name: "kind", values: .categories(indices: [0, 1, 0], names: ["setosa", "virginica"]))
  /// ```
  public enum Values: Sendable, Hashable {
    /// Whole numbers.
    case integers([Int])
    /// Numbers, written as the shortest text that reads back to the same bits.
    case numbers([Double])
    /// Texts; nil is an empty cell.
    case strings([String?])
    /// Texts that repeat: the place of each row's text among the names, or nil for an empty cell.
    case categories(indices: [Int?], names: [String])

    /// The cells as texts; nil is an empty cell.
    package var texts: [String?] {
      switch self {
      case .integers(let cells): cells.map { String($0) }
      case .numbers(let cells): cells.map { NumberText.shortest($0) }
      case .strings(let cells): cells
      case .categories(let indices, let names):
        indices.map { $0.flatMap { names.indices.contains($0) ? names[$0] : nil } }
      }
    }
  }

  /// The column's name.
  public let name: String
  /// The cells.
  public let values: Values

  /// Names a column of cells.
  ///
  /// - Parameters:
  ///   - name: The column's name.
  ///   - values: The cells.
  public init(name: String, values: Values) {
    self.name = name
    self.values = values
  }

  /// Some of the cells.
  func part(_ places: Range<Int>) -> TableColumn {
    let part: Values =
      switch values {
      case .integers(let cells): .integers(Array(cells[places]))
      case .numbers(let cells): .numbers(Array(cells[places]))
      case .strings(let cells): .strings(Array(cells[places]))
      case .categories(let cells, let names): .categories(indices: Array(cells[places]), names: names)
      }
    return TableColumn(name: name, values: part)
  }

  /// The number of cells.
  public var count: Int {
    switch values {
    case .integers(let cells): cells.count
    case .numbers(let cells): cells.count
    case .strings(let cells): cells.count
    case .categories(let cells, _): cells.count
    }
  }
}
