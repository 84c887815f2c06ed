#if Formats

import Testing

@testable import Tables

/// Files that pyarrow and polars have written, and what is written here.
@Suite struct ArrowTests {
  private static let files = [
    "pyarrow.arrow", "pyarrow-stream.arrows", "pyarrow-lz4.feather", "polars-zstd.arrow",
  ]

  private func foreign(_ name: String = "pyarrow.arrow") throws -> PointTable {
    try FormatTestSupport.table(FormatTestSupport.foreign(name), name)
  }

  @Test func columnsOfAllKindsAreRead() throws {
    let table = try foreign()
    #expect(table.rowCount == 30 && table.columnCount == 15 && table.hasHeader)
    #expect(table.notes.first?.contains("1 column of lists and the like left out, the first «list»") == true)
    let texts = ["kind", "class", "flag", "day", "moment", "clock", "point.v"]
    #expect(
      table.columnNames.indices.filter { table.columnKinds[$0] == .text }.map { table.columnNames[$0] }
        == texts)
    let places = (0..<30).map(Double.init)
    #expect(try table.numbers(named: "x") == places.map { $0 * 0.25 - 3 })
    #expect(try table.numbers(named: "small") == places.map { $0 - 15 })
    #expect(try table.numbers(named: "half") == places.map { $0 / 4 })
    #expect(try table.numbers(named: "wide") == (0..<30).map { Double(UInt64.max - UInt64($0)) })
    func check(_ name: String, none: Int, _ left: Int, _ value: (Double) -> Double) throws {
      for (place, number) in zip(places, try table.numbers(named: name)) {
        #expect(Int(place) % none == left ? number.isNaN : number == value(place), "\(name) \(place)")
      }
    }
    try check("y", none: 7, 3) { $0 / 8 }
    try check("price", none: 13, 3) { ($0 * 7 - 100) / 100 }
    try check("point.u", none: 11, 5) { $0 / 2 }
    let huge = table.text(of: try table.column("huge", option: "")).map { NumberText.number($0) ?? .nan }
    #expect(try table.numbers(named: "huge") == huge)
  }

  @Test func textsReadBackToTheSame() throws {
    let table = try foreign()
    func texts(_ name: String, _ rows: [Int]) throws -> [String] { try table.texts(named: name, rows) }
    #expect(try texts("kind", [0, 1, 2, 3, 4]) == ["a", "b, c", "", "", "b, c"])
    #expect(try texts("class", [0, 1, 2, 4, 29]) == ["red", "green", "blue", "", ""])
    #expect(try texts("flag", [0, 1, 12]) == ["true", "false", "true"])
    #expect(try texts("day", [0, 2, 29]) == ["1969-12-30", "1970-01-01", "1970-01-28"])
    #expect(try texts("moment", [0, 2]) == ["1969-12-31T23:59:59.500000", "1970-01-01T00:00:00"])
    #expect(try texts("clock", [1, 29]) == ["01:02:03.001000", "01:02:03.029000"])
    #expect(
      try texts("huge", [0, 29]) == ["-99999999999999999999999999.500", "190000000000000000000000000.500"])
    #expect(try texts("price", [0, 3, 15]) == ["-1.00", "", "0.05"])
    #expect(try texts("wide", [0, 29]) == ["18446744073709551615", "18446744073709551586"])
    #expect(try texts("point.v", [0, 5, 29]) == ["p0", "", "p29"])
    #expect(table.categories(of: try table.column("class", option: "")).names == ["blue", "green", "red"])
  }

  @Test func compressedBatchesAndTheirDictionariesAreRead() throws {
    let polars = try foreign("polars-zstd.arrow")
    #expect(polars.columnNames == ["x", "y", "kind", "class"] && polars.rowCount == 24)
    #expect(try polars.numbers(named: "x") == (0..<24).map { Double($0) / 3 })
    for column in [2, 3] {
      #expect(
        polars.text(of: column) == (0..<24).map { $0 % 2 == 0 ? "a" : "a text of more than twelve letters" })
    }
    let feather = try foreign("pyarrow-lz4.feather")
    #expect(try feather.numbers(named: "x") == (0..<16).map { Double($0) / 4 })
    #expect(feather.text(of: 1) == (0..<16).map { $0 % 2 == 0 ? "a" : "b" })
  }

  /// In a stream a dictionary may take the place of another one, which a file cannot hold.
  @Test func dictionariesOfStreamsChange() throws {
    let table = try foreign("pyarrow-stream.arrows")
    #expect(table.text(of: 1) == ["a", "b", "a", "b", "c", "b"])
    let bytes = try FormatTestSupport.written("out.arrows") { try $0.write(table, appending: []) }
    #expect(try FormatTestSupport.table(bytes, "out.arrows").text(of: 1) == table.text(of: 1))
    let error = try #require(throws: TableError.self) {
      try FormatTestSupport.written("out.arrow") { try $0.write(table, appending: []) }
    }
    #expect(error.message.contains("name the output .arrows or .csv"))
  }

  @Test func runsAreThoseOfTheTable() throws {
    for name in ["polars-zstd.arrow", "pyarrow.arrow"] {
      let table = try foreign(name)
      let all = try table.numbers(in: [1, 0], invalid: .missing).columns.map { $0.map(\.bitPattern) }
      for first in 0..<20 {
        for end in [first + 1, first + 5, 24] {
          let run = try table.numbers(in: [1, 0], rows: first..<end, invalid: .missing).columns
          #expect(run.map { $0.map(\.bitPattern) } == all.map { Array($0[first..<end]) })
        }
      }
      let kept = try table.numbers(in: [0, 1], invalid: .skipRows)
      #expect(kept.keptRows == (0..<table.rowCount).filter { $0 % 7 != 3 })
    }
    let error = tableError { () throws(TableError) in _ = try foreignTable().numbers(in: [1]) }
    #expect(error?.line == 4 && error?.columnName == "y", "\(error?.description ?? "")")
  }

  private func foreignTable() throws(TableError) -> PointTable {
    let bytes = (try? FormatTestSupport.foreign("pyarrow.arrow")) ?? []
    return try FormatTestSupport.table(bytes, "pyarrow.arrow")
  }

  @Test func columnsOfOneBatchAreWhereTheyStand() throws {
    let bytes = try FormatTestSupport.written("one.arrow") {
      try $0.write([
        TableColumn(name: "x", values: .numbers([1.5, -2, 4])),
        TableColumn(name: "y", values: .numbers([1, .nan, 2])),
      ])
    }
    let table = try FormatTestSupport.table(bytes, "one.arrow")
    let stored = try #require(table.contents.storedColumns([0])?.first)
    #expect(stored.count == 3 && stored.stride == 1 && stored.offset.isMultiple(of: 64))
    #expect(
      stored.withStart {
        Array(UnsafeBufferPointer(start: $0.assumingMemoryBound(to: Double.self), count: 3))
      } == [1.5, -2, 4])
    #expect(table.contents.storedColumns([1]) == nil)
    // Two batches, and compressed ones, are copied.
    #expect(try foreign().contents.storedColumns([0]) == nil)
    #expect(try foreign("pyarrow-lz4.feather").contents.storedColumns([0]) == nil)
  }

  @Test(arguments: files)
  func columnsPassThroughWithResults(name: String) throws {
    let table = try foreign(name)
    let count = table.rowCount
    let kept = (0..<count).filter { $0 % 5 != 1 }
    let directory = try TemporaryDirectory()
    let ending = name.hasSuffix("arrows") ? "arrows" : "arrow"
    var files: [[UInt8]] = []
    for size in [1, 7, 12, count] {
      let path = directory.path("out.\(ending)")
      _ = try TableWriter(to: path).write(table, rowsOfRun: size, keptRows: kept) { places in
        let columns = [
          TableColumn(name: "label", values: .integers(places.map { kept[$0] * 3 })),
          TableColumn(name: "kind", values: .strings(places.map { "k\(kept[$0])" })),
        ]
        return ([], columns)
      }
      files.append(try directory.bytes("out.\(ending)"))
    }
    // The bytes do not depend on the runs.
    #expect(Set(files).count == 1)
    let read = try FormatTestSupport.table(files[0], "out.\(ending)")
    let names = table.columnNames.map { $0 == "kind" ? "kind_input" : $0 }
    #expect(read.columnNames == names + ["label", "kind"])
    #expect(Array(read.columnKinds.prefix(table.columnCount)) == table.columnKinds)
    for column in table.columnNames.indices { #expect(read.text(of: column) == table.text(of: column)) }
    #expect(read.text(of: table.columnCount) == (0..<count).map { $0 % 5 == 1 ? "" : String($0 * 3) })
    #expect(read.text(of: table.columnCount + 1) == (0..<count).map { $0 % 5 == 1 ? "" : "k\($0)" })
    let (old, new) = (try #require(table.contents as? ArrowTable), try #require(read.contents as? ArrowTable))
    #expect(new.file.starts == old.file.starts && new.file.others == old.file.others)
    #expect(new.file.batches.map(\.codec) == old.file.batches.map(\.codec))
  }

  @Test func missingNumbersAreFilled() throws {
    let table = try foreign()
    let filling = CellFilling(column: 1, numbers: (0..<30).map { $0 % 7 == 3 ? -1 : .nan })
    let bytes = try FormatTestSupport.written("filled.arrow") {
      try $0.write(table, filling: [filling], appending: [])
    }
    let read = try FormatTestSupport.table(bytes, "filled.arrow")
    #expect(try read.numbers(in: [1]).columns[0] == (0..<30).map { $0 % 7 == 3 ? -1 : Double($0) / 8 })
    #expect(read.columnNames == table.columnNames)
    let nested = CellFilling(column: 13, numbers: Array(repeating: .nan, count: 30))
    #expect(throws: TableError.self) {
      try FormatTestSupport.written("filled.arrow") { try $0.write(table, filling: [nested], appending: []) }
    }
  }

  @Test func newTablesAreRead() throws {
    let columns = [
      TableColumn(name: "x", values: .numbers([1.5, .nan, -0.0])),
      TableColumn(name: "n", values: .integers([.max, .min, 0])),
      TableColumn(name: "text", values: .strings(["ä", nil, "b"])),
      TableColumn(name: "kind", values: .categories(indices: [1, 0, nil], names: ["u", "v"])),
    ]
    for name in ["new.arrow", "new.feather", "new.arrows"] {
      let bytes = try FormatTestSupport.written(name) { try $0.write(columns) }
      let table = try FormatTestSupport.table(bytes, name)
      #expect(table.columnKinds == [.numeric, .numeric, .text, .text])
      #expect(
        (0..<4).map { table.text(of: $0) } == [
          ["1.5", "", "-0"], [String(Int.max), String(Int.min), "0"], ["ä", "", "b"], ["v", "u", ""],
        ])
    }
  }

  @Test(arguments: ["out.csv", "out.arrow", "out.parquet"])
  func otherTablesBecomeColumns(name: String) throws {
    let text = Array("x,kind\n1,a\nNA,b\n3.5,\n".utf8)
    let csv = try PointTable(bytes: text, source: "t.csv", options: .withAdded)
    let label = TableColumn(name: "label", values: .integers([7, 8, 9]))
    let arrow = try FormatTestSupport.written("t.arrow") { try $0.write(csv, appending: [label]) }
    let table = try FormatTestSupport.table(arrow, "t.arrow")
    let out = try FormatTestSupport.written(name) { try $0.write(table, appending: []) }
    let again = try FormatTestSupport.table(out, name)
    #expect(again.columnNames == ["x", "kind", "label"])
    #expect((0..<3).map { again.text(of: $0) } == [["1", "", "3.5"], ["a", "b", ""], ["7", "8", "9"]])
  }

  @Test(arguments: files)
  func whatIsLargerThanMemoryIsReadAlike(name: String) throws {
    var options = ReadingOptions()
    options.keepsFilesOnDisk = true
    let directory = try TemporaryDirectory()
    let path = try directory.write(FormatTestSupport.foreign(name), to: name)
    let table = try PointTable(contentsOf: path, options: options)
    let whole = try foreign(name)
    #expect(table.isLargerThanMemory)
    for column in whole.columnNames.indices { #expect(table.text(of: column) == whole.text(of: column)) }
  }

  @Test(arguments: files)
  func damageDoesNotTrap(name: String) throws {
    let bytes = try FormatTestSupport.foreign(name)
    // A stream may lack its end: what has come is whole.
    FormatTestSupport.damage(bytes, name, whole: name.hasSuffix("arrows") ? 600 : nil)
  }

  @Test(arguments: files)
  func damagedDescriptionsDoNotTrap(name: String) throws {
    let bytes = try FormatTestSupport.foreign(name)
    var random = FormatTestSupport.SystemOfSteps(state: 99)
    for _ in 0..<1000 {
      var changed = bytes
      for _ in 0...random.next(below: 4) {
        let place = bytes.count - 1 - random.next(below: min(bytes.count, 1500))
        changed[place] = UInt8(truncatingIfNeeded: random.next(below: 256))
      }
      _ = FormatTestSupport.outcome(of: changed, name)
    }
  }

  @Test func metadataAreReadAsTheyWereWritten() throws {
    let word = FlatValue.table([.text(Array("a".utf8)), .text([])])
    let message = FlatValue.table([
      .scalar(-2, size: 2), .scalar(0, size: 1), nil, .scalar(1 << 40, size: 8), .tables([word, .table([])]),
    ])
    let bytes = FlatWriter.bytes(of: message)
    var reader = FlatReader(bytes)
    let read = try reader.root(.message)
    #expect(read.integer(0) == -2 && read.integer(3) == 1 << 40 && read.table(2) == nil)
    #expect(read.tables(4).map { $0.text(0) } == ["a", nil] && read.tables(4).map { $0.text(1) } == ["", nil])
    for length in bytes.indices {
      var reader = FlatReader(Array(bytes[..<length]))
      _ = try? reader.root(.message)
    }
  }
}

/// Whole numbers of any size that stand for decimal ones.
@Suite struct DecimalTextTests {
  @Test func digitsAreThoseOfTheNumber() {
    func bytes(_ number: Int128, _ size: Int) -> [UInt8] {
      (0..<size).map { UInt8(truncatingIfNeeded: number >> Int128(8 * min($0, 15))) }
    }
    for number in [0, 1, -1, 999_999_999, 1_000_000_000, -1_000_000_000, .max, .min, -256, 255] as [Int128] {
      for scale in [-2, 0, 1, 9, 40] {
        #expect(
          DecimalText.text(wholeBytes: bytes(number, 16), scale: scale)
            == DecimalText.text(number, scale: scale))
      }
    }
    #expect(DecimalText.text(wholeBytes: [0xFF, 0xFF], scale: 2) == "-0.01")
    #expect(DecimalText.text(12, scale: -2) == "1200" && DecimalText.text(0, scale: -2) == "0")
    #expect(DecimalText.text(-5, scale: 3) == "-0.005" && DecimalText.text(1234, scale: 3) == "1.234")
    // 2^255, less than zero.
    #expect(
      DecimalText.text(wholeBytes: Array(repeating: 0, count: 31) + [0x80], scale: 0)
        == "-57896044618658097711785492504343953926634992332820282019728792003956564819968")
  }
}

#endif
