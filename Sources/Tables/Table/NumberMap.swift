/// What numbers of a table's columns become when they are read.
///
/// Texts, cells and what passes through to other files stay as they are in the file.
package protocol NumberMap: Sendable {
  /// The columns, from 0, whose own numbers are needed for those of some, each once.
  func sources(of columns: [Int]) -> [Int]

  /// Makes the numbers of a column in some rows; NaN for what has none.
  ///
  /// - Parameters:
  ///   - column: The column, from 0.
  ///   - rows: The rows of the table, from 0.
  ///   - own: Where the numbers of a column's cells in these rows begin, NaN for invalid cells; of any column that is needed.
  ///   - target: Where the numbers go.
  func make(
    _ column: Int, rows: Range<Int>, from own: (Int) -> UnsafePointer<Double>,
    into target: UnsafeMutablePointer<Double>)

  /// Why a number of a column may become none, as what follows the number in a message: `of which there is …`.
  func objection(to column: Int) -> String
}

extension PointTable {
  /// The table with other numbers in its columns.
  package func mapped(by map: any NumberMap) -> PointTable {
    var mapped = self
    mapped.numberMap = map
    return mapped
  }

  /// The table with the numbers that are in its cells.
  package var unmapped: PointTable {
    var unmapped = self
    unmapped.numberMap = nil
    return unmapped
  }
}

/// Reads the numbers of a table's cells and puts what a map makes of them into a sink.
struct MappedNumbers {
  let contents: any TableSource
  let map: any NumberMap

  /// The same as ``TableSource/readNumbers(of:in:into:)``, of numbers that are mapped; a cell whose number becomes none is
  /// an invalid one.
  func read(_ columns: [Int], in rows: Range<Int>, into sink: inout NumberSink) throws(TableError) {
    let sources = map.sources(of: columns)
    let own = UnsafeMutablePointer<Double>.allocate(capacity: max(1, sources.count * rows.count))
    defer { own.deallocate() }
    let starts = Dictionary(
      uniqueKeysWithValues: sources.enumerated().map { ($1, own + $0 * rows.count) })
    var inner = sink.forAll(sources.map { starts[$0] }, rows: rows)
    try contents.readNumbers(of: sources, in: rows, into: &inner)
    let read = rows.lowerBound..<rows.lowerBound + inner.keptCount
    let targets = sink.nextPlaces
    for (slot, column) in columns.enumerated() {
      guard let target = targets[slot] else { continue }
      map.make(column, rows: read, from: { UnsafePointer(starts[$0] ?? own) }, into: target)
    }
    var invalid = inner.invalid
    let kept = keep(columns, read, targets, of: starts, in: &sink)
    invalid.merge(kept)
    sink.take(
      invalid,
      textSlots: inner.textColumns.map { texts in
        Set(
          columns.indices.filter { slot in
            map.sources(of: [columns[slot]]).contains { source in texts.contains { sources[$0] == source } }
          })
      }, strange: inner.strange)
  }

  /// Keeps rows, or leaves out those with a number that is none; answers the cells that had one before.
  private func keep(
    _ columns: [Int], _ rows: Range<Int>, _ targets: [UnsafeMutablePointer<Double>?],
    of starts: [Int: UnsafeMutablePointer<Double>], in sink: inout NumberSink
  ) -> InvalidCells {
    var invalid = InvalidCells()
    let isWhole = targets.allSatisfy { target in (0..<rows.count).allSatisfy { target?[$0].isFinite ?? true }
    }
    guard !isWhole else {
      sink.keep(rows.count)
      return invalid
    }
    for place in 0..<rows.count {
      var isSound = true
      for (slot, column) in columns.enumerated() {
        guard let number = targets[slot]?[place] else { continue }
        sink.set(slot, number.isFinite ? number : .nan)
        guard !number.isFinite else { continue }
        isSound = false
        // What is missing in the file has been noted when it was read.
        guard map.sources(of: [column]).allSatisfy({ starts[$0]?[place].isNaN == false }) else { continue }
        invalid.note(
          row: rows.lowerBound + place, column: column,
          found: NumberText.shortest(starts[column]?[place] ?? .nan), objection: map.objection(to: column))
      }
      if isSound { sink.keep(1) } else { sink.endInvalid() }
    }
    return invalid
  }
}

extension NumberSink {
  /// A sink for the cells of the same rows, of which all are kept.
  fileprivate func forAll(_ columns: [UnsafeMutablePointer<Double>?], rows: Range<Int>) -> NumberSink {
    NumberSink(columns: columns, rows: rows, keepsInvalid: true, passesText: textColumns != nil)
  }

  /// Where the numbers of the next row go.
  fileprivate var nextPlaces: [UnsafeMutablePointer<Double>?] { columns.map { $0.map { $0 + keptCount } } }
}

extension InvalidCells {
  /// Adds cells of the same rows.
  fileprivate mutating func merge(_ others: InvalidCells) {
    let first = (firstOfRows + others.firstOfRows).sorted { $0.row < $1.row }
    append(others)
    replaceFirst(by: first)
  }
}
