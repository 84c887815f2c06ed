/// One coordinate of rows that several processes have.
struct RemoteColumn: Sendable {
  let group: ShareGroup
  let column: Int
  private var places: Places
  /// What stands for a number that is missing; nil where it is NaN.
  private(set) var fill: Double?

  /// The rows that the column is of, in its order.
  private enum Places {
    case run(Range<Int>)
    case list([Int])
  }

  init(_ group: ShareGroup, column: Int) {
    self.group = group
    self.column = column
    places = .run(0..<group.rowCount)
  }

  /// Whether it is the column as its processes have it.
  var isWhole: Bool { rows == nil && fill == nil }

  var count: Int {
    switch places {
    case .run(let rows): rows.count
    case .list(let rows): rows.count
    }
  }

  /// The rows that the column is of, in its order; nil for all.
  var rows: [Int]? {
    switch places {
    case .run(let rows): rows == 0..<group.rowCount ? nil : Array(rows)
    case .list(let rows): rows
    }
  }

  private func row(_ place: Int) -> Int {
    switch places {
    case .run(let rows): rows.lowerBound + place
    case .list(let rows): rows[place]
    }
  }

  func number(_ place: Int) -> Double { filled(group.number(column, row(place))) }

  func numbers(_ range: Range<Int>) -> [Double] {
    switch selecting(range).places {
    case .run(let rows): group.numbers(column, rows).map(filled)
    case .list(let rows): group.numbers([column], rows: rows).map(filled)
    }
  }

  func numbers(_ places: [Int]) -> [Double] {
    group.numbers([column], rows: places.map(row)).map(filled)
  }

  func write(_ numbers: [Double], to target: UnsafeMutablePointer<Double>) {
    for (place, number) in numbers.enumerated() { (target + place).initialize(to: number) }
  }

  private func filled(_ number: Double) -> Double { number.isNaN ? fill ?? number : number }

  func selecting(_ places: [Int]) -> RemoteColumn {
    var part = self
    part.places = .list(places.map(row))
    return part
  }

  /// Rows that follow one another are asked for by the first and the last.
  func selecting(_ range: Range<Int>) -> RemoteColumn {
    var part = self
    switch places {
    case .run(let rows):
      part.places = .run(rows.lowerBound + range.lowerBound..<rows.lowerBound + range.upperBound)
    case .list(let rows): part.places = .list(Array(rows[range]))
    }
    return part
  }

  func filling(_ fill: Double) -> RemoteColumn {
    var other = self
    other.fill = fill
    return other
  }
}
