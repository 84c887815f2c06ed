#if Formats

import Testing

@testable import Tables

/// Files that pyarrow and polars have written, and what is written here.
@Suite struct ParquetTests {
  private func foreign(_ name: String = "pyarrow.parquet") throws -> PointTable {
    try FormatTestSupport.table(FormatTestSupport.foreign(name), name)
  }

  @Test func columnsOfAllKindsAreRead() throws {
    let table = try foreign()
    #expect(table.rowCount == 50 && table.columnCount == 13 && table.hasHeader)
    let texts = ["kind", "flag", "day", "moment", "clock"]
    #expect(
      table.columnNames.indices.filter { table.columnKinds[$0] == .text }.map { table.columnNames[$0] }
        == texts)
    #expect(try table.numbers(named: "x") == (0..<50).map { Double($0) * 0.25 - 3 })
    #expect(try table.numbers(named: "small") == (0..<50).map { Double($0 - 25) })
    #expect(try table.numbers(named: "half") == (0..<50).map { Double($0) / 4 })
    #expect(try table.numbers(named: "wide") == (0..<50).map { Double(UInt64.max - UInt64($0)) })
    let places = (0..<50).map(Double.init)
    func check(_ name: String, none: Int, _ value: (Double) -> Double) throws {
      let found = try table.numbers(named: name)
      for (place, number) in zip(places, found) {
        #expect(Int(place) % none == 3 ? number.isNaN : number == value(place), "\(name) \(place)")
      }
    }
    try check("y", none: 7) { $0 / 8 }
    try check("price", none: 13) { ($0 * 7 - 100) / 100 }
    try check("count", none: 11) { Double(Int($0) * 1_000_003 * 1_000_003) }
    let huge = try table.numbers(named: "huge")
    #expect(zip(places, huge).allSatisfy { abs($1 - ($0 * 1e25 + 0.5)) <= 1e-15 * $1 })
  }

  @Test func textsReadBackToTheSame() throws {
    let table = try foreign()
    func texts(_ name: String, _ rows: [Int]) throws -> [String] { try table.texts(named: name, rows) }
    #expect(try texts("kind", [0, 1, 2, 3, 4]) == ["a", "b, c", "", "", "b, c"])
    #expect(try texts("flag", [0, 1]) == ["true", "false"])
    #expect(try texts("day", [0, 2, 49]) == ["1969-12-30", "1970-01-01", "1970-02-17"])
    #expect(try texts("moment", [0, 2]) == ["1969-12-31T23:59:59.500000", "1970-01-01T00:00:00"])
    #expect(try texts("clock", [1, 49]) == ["01:02:03.001000", "01:02:03.049000"])
    #expect(try texts("huge", [0, 49]) == ["0.500", "490000000000000000000000000.500"])
    #expect(try texts("half", [1, 6]) == ["0.25", "1.5"])
    #expect(try texts("price", [0, 3, 15]) == ["-1.00", "", "0.05"])
    #expect(try texts("wide", [0, 49]) == ["18446744073709551615", "18446744073709551566"])
    #expect(try texts("count", [49, 3]) == [String(49 * 1_000_003 * 1_000_003), ""])
    #expect(table.categories(of: try table.column("kind", option: "")).names == ["a", "b, c"])
  }

  @Test func runsAreThoseOfTheTable() throws {
    let table = try foreign("polars.parquet")
    let all = try table.numbers(in: [1, 0]).columns
    for first in 0..<30 {
      for end in [first + 1, first + 5, 30] where end <= 30 {
        #expect(
          try table.numbers(in: [1, 0], rows: first..<end).columns == all.map { Array($0[first..<end]) })
      }
    }
    for row in (0..<30).reversed() {
      #expect(table.contents.texts(of: 2, in: row..<row + 1) == [row % 2 == 0 ? "a" : "b"])
    }
    let error = tableError { () throws(TableError) in _ = try foreignTable().numbers(in: [1]) }
    #expect(error?.line == 4 && error?.columnName == "y", "\(error?.description ?? "")")
  }

  private func foreignTable() throws(TableError) -> PointTable {
    let bytes = (try? FormatTestSupport.foreign("pyarrow.parquet")) ?? []
    return try FormatTestSupport.table(bytes, "pyarrow.parquet")
  }

  @Test func columnsPassThroughWithResults() throws {
    let table = try foreign()
    let kept = (0..<50).filter { $0 % 5 != 1 }
    let directory = try TemporaryDirectory()
    for size in [1, 7, 20, 33, 50] {
      let path = directory.path("out.parquet")
      _ = try TableWriter(to: path).write(table, rowsOfRun: size, keptRows: kept) { places in
        let columns = [
          TableColumn(name: "label", values: .integers(places.map { kept[$0] * 3 })),
          TableColumn(name: "kind", values: .strings(places.map { "k\(kept[$0])" })),
        ]
        return ([], columns)
      }
      let read = try PointTable(contentsOf: path)
      let names = table.columnNames.map { $0 == "kind" ? "kind_input" : $0 }
      #expect(
        read.columnNames == names + ["label", "kind"]
          && Array(read.columnKinds.prefix(13)) == table.columnKinds)
      for column in table.columnNames.indices { #expect(read.text(of: column) == table.text(of: column)) }
      #expect(read.text(of: 13) == (0..<50).map { $0 % 5 == 1 ? "" : String($0 * 3) })
      #expect(read.text(of: 14) == (0..<50).map { $0 % 5 == 1 ? "" : "k\($0)" })
      let source = try #require(read.contents as? ParquetTable)
      #expect(source.file.groupStarts == [0, 20, 40, 50])
    }
  }

  @Test func missingNumbersAreFilled() throws {
    let table = try foreign()
    let filling = CellFilling(column: 1, numbers: (0..<50).map { $0 % 7 == 3 ? -1 : .nan })
    let bytes = try FormatTestSupport.written("filled.parquet") {
      try $0.write(table, filling: [filling], appending: [])
    }
    let read = try FormatTestSupport.table(bytes, "filled.parquet")
    #expect(try read.numbers(in: [1]).columns[0] == (0..<50).map { $0 % 7 == 3 ? -1 : Double($0) / 8 })
  }

  @Test func newTablesAreRead() throws {
    let columns = [
      TableColumn(name: "x", values: .numbers([1.5, .nan, -0.0])),
      TableColumn(name: "n", values: .integers([.max, .min, 0])),
      TableColumn(name: "text", values: .strings(["ä", nil, "b"])),
      TableColumn(name: "kind", values: .categories(indices: [1, 0, nil], names: ["u", "v"])),
    ]
    let bytes = try FormatTestSupport.written("new.parquet") { try $0.write(columns) }
    let table = try FormatTestSupport.table(bytes, "new.parquet")
    #expect(table.columnKinds == [.numeric, .numeric, .text, .text])
    #expect(
      (0..<4).map { table.text(of: $0) } == [
        ["1.5", "", "-0"], [String(Int.max), String(Int.min), "0"], ["ä", "", "b"], ["v", "u", ""],
      ])
  }

  @Test(arguments: ["out.csv", "out.parquet"])
  func otherTablesBecomeColumns(name: String) throws {
    let text = Array("x,kind\n1,a\nNA,b\n3.5,\n".utf8)
    let csv = try PointTable(bytes: text, source: "t.csv", options: .withAdded)
    let label = TableColumn(name: "label", values: .integers([7, 8, 9]))
    let parquet = try FormatTestSupport.written("t.parquet") { try $0.write(csv, appending: [label]) }
    let table = try FormatTestSupport.table(parquet, "t.parquet")
    let out = try FormatTestSupport.written(name) { try $0.write(table, appending: []) }
    let again = try FormatTestSupport.table(out, name)
    #expect(again.columnNames == ["x", "kind", "label"])
    #expect((0..<3).map { again.text(of: $0) } == [["1", "", "3.5"], ["a", "b", ""], ["7", "8", "9"]])
  }

  @Test(arguments: ["polars.parquet", "pyarrow.parquet"])
  func damageDoesNotTrap(name: String) throws {
    FormatTestSupport.damage(try FormatTestSupport.foreign(name), name)
  }

  /// The description at the end of a file says how long everything is: a type that is changed there once let a decoder
  /// write beyond what was reserved.
  @Test(arguments: ["polars.parquet", "pyarrow.parquet"])
  func damagedDescriptionsDoNotTrap(name: String) throws {
    let bytes = try FormatTestSupport.foreign(name)
    var random = FormatTestSupport.SystemOfSteps(state: 99)
    for _ in 0..<1000 {
      var changed = bytes
      for _ in 0...random.next(below: 4) {
        changed[bytes.count - 1 - random.next(below: 1500)] = UInt8(
          truncatingIfNeeded: random.next(below: 256))
      }
      _ = FormatTestSupport.outcome(of: changed, name)
    }
  }
}

#endif
