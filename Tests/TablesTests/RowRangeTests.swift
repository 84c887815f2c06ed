import Testing

@testable import Tables

/// Parts of tables, as several processes read them, are what the whole has in these rows.
@Suite struct RowRangeTests {
  private static let text =
    "x,name,y\n" + (0..<900).map { row in "\(row % 7 == 3 ? "" : "\(row)"),g\(row % 4),\(row * 2)\n" }.joined()

  private func table() throws -> PointTable {
    try PointTable(bytes: Array(Self.text.utf8), source: "points.csv")
  }

  @Test(arguments: [0..<1, 0..<900, 255..<256, 300..<777])
  func numbersAreThoseOfTheWhole(rows: Range<Int>) throws {
    let table = try table()
    let part = table.selecting(rows: rows)
    #expect(part.rowCount == rows.count)
    #expect(part.partRows == rows)
    let all = try table.numbers(in: [0, 2], invalid: .missing).columns
    let own = try part.numbers(in: [0, 2], invalid: .missing)
    for (mine, whole) in zip(own.columns, all) {
      #expect(mine.map(\.bitPattern) == whole[rows].map(\.bitPattern))
    }
    #expect(own.missingCount == rows.count { $0 % 7 == 3 })
  }

  @Test func rowsThatAreLeftOutAreCountedFromTheFirstOfThePart() throws {
    let part = try table().selecting(rows: 300..<400)
    let numbers = try part.numbers(in: [0, 2], invalid: .skipRows)
    #expect(numbers.keptRows == (0..<100).filter { (300 + $0) % 7 != 3 })
    #expect(numbers.columns[1].first == 600)
    #expect(numbers.skipped.first.first?.line == 303 / 7 * 7 + 3 + 2)
  }

  @Test func aPartMayHaveNoRowThatStays() throws {
    let part = try table().selecting(rows: 3..<4)
    #expect(try part.numbers(in: [0], invalid: .skipRows).columns == [[]])
  }

  @Test func aFaultIsNamedByWhereItStandsInTheFile() throws {
    let text = "a,b\n" + String(repeating: "1,2\n", count: 500) + "3,oops\n" + String(repeating: "1,2\n", count: 100)
    let part = try PointTable(bytes: Array(text.utf8), source: "bad.csv").selecting(rows: 400..<601)
    let error = #expect(throws: TableError.self) { try part.numbers(in: [0, 1]) }
    #expect(error?.line == 502)
  }

  @Test func namesOfClassesAreThoseOfTheWhole() throws {
    let part = try table().selecting(rows: 1..<3)
    let classes = part.categories(of: 1)
    #expect(classes.names == ["g0", "g1", "g2", "g3"])
    #expect(classes.indices == [1, 2])
    #expect(part.whole.rowCount == 900)
    #expect(part.whole.partRows == nil)
  }
}
