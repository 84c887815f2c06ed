/// One coordinate of rows that several processes have.
struct RemoteColumn: Sendable {
  let group: ShareGroup
  let column: Int
  /// The rows that the column is of, in its order; nil for all.
  private(set) var rows: [Int]?
  /// What stands for a number that is missing; nil where it is NaN.
  private(set) var fill: Double?

  init(_ group: ShareGroup, column: Int) {
    self.group = group
    self.column = column
  }

  /// Whether it is the column as its processes have it.
  var isWhole: Bool { rows == nil && fill == nil }
  var count: Int { rows?.count ?? group.rowCount }

  func number(_ place: Int) -> Double { filled(group.number(column, rows?[place] ?? place)) }

  func numbers(_ places: Range<Int>) -> [Double] {
    guard let rows else { return group.numbers(column, places).map(filled) }
    return group.numbers([column], rows: Array(rows[places])).map(filled)
  }

  func numbers(_ places: [Int]) -> [Double] {
    group.numbers([column], rows: rows.map { rows in places.map { rows[$0] } } ?? places).map(filled)
  }

  func write(_ numbers: [Double], to target: UnsafeMutablePointer<Double>) {
    for (place, number) in numbers.enumerated() { (target + place).initialize(to: number) }
  }

  private func filled(_ number: Double) -> Double { number.isNaN ? fill ?? number : number }

  func selecting(_ places: [Int]) -> RemoteColumn {
    var part = self
    part.rows = rows.map { rows in places.map { rows[$0] } } ?? places
    return part
  }

  func filling(_ fill: Double) -> RemoteColumn {
    var other = self
    other.fill = fill
    return other
  }
}
