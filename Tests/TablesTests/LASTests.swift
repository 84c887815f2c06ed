import Testing

@testable import Tables

/// Files that laspy 2.7.0 has written, of five points, with three extra dimensions, a record of its own and, in version
/// 1.4, an extended one.
@Suite struct LASTests {
  private static let names = ["laspy-format1.las", "laspy-format7.las"]

  private static func file(_ name: String) throws -> [UInt8] { try FormatTestSupport.foreign(name) }

  private static func integer(_ bytes: [UInt8], _ size: Int, at offset: Int) -> Int {
    bytes.withUnsafeBufferPointer { HeaderBytes($0).integer(size, at: offset) ?? -1 }
  }

  private func numbers(_ table: PointTable, _ name: String) throws -> [Double] {
    try table.numbers(in: [try table.column(name, option: "")], invalid: .missing).columns[0]
  }

  @Test(arguments: names)
  func dimensions(name: String) throws {
    let table = try FormatTestSupport.table(try Self.file(name), name)
    let rows = (0..<5).map(Double.init)
    #expect(table.rowCount == 5 && table.columnNames.prefix(4) == ["x", "y", "z", "intensity"])
    let x = try numbers(table, "x")
    #expect(zip(x, rows).allSatisfy { abs($0 - (100 + $1 / 4)) < 1e-12 })
    #expect(
      try numbers(table, "y").indices.allSatisfy { abs(try numbers(table, "y")[$0] - rows[$0] / 8) < 1e-12 })
    #expect(
      try numbers(table, "z") == rows.map { $0 / 4 } && numbers(table, "intensity") == rows.map { $0 * 100 })
    #expect(
      try numbers(table, "return_number") == [1, 2, 3, 1, 2]
        && numbers(table, "number_of_returns") == [3, 3, 3, 3, 3])
    #expect(
      try numbers(table, "classification") == [0, 2, 4, 6, 8]
        && numbers(table, "gps_time") == rows.map { $0 + 0.5 })
    #expect(try numbers(table, "scan_direction_flag") == [0, 1, 0, 1, 0])
    #expect(try numbers(table, "edge_of_flight_line") == [1, 0, 1, 0, 1])
    if name.contains("7") {
      #expect(
        try numbers(table, "blue") == rows.map { $0 * 3 }
          && numbers(table, "scanner_channel") == [0, 1, 2, 3, 0])
      #expect(
        try numbers(table, "scan_angle") == [0, -1, -2, -3, -4]
          && numbers(table, "overlap") == [0, 1, 0, 1, 0])
    } else {
      #expect(
        try numbers(table, "scan_angle_rank") == [0, -1, -2, -3, -4]
          && numbers(table, "withheld") == [1, 0, 1, 0, 1])
    }
    #expect(
      try numbers(table, "amp") == rows.map { $0 / 2 } && numbers(table, "vec_3") == rows.map { $0 + 2 })
    // Scaled by 0.5 from 3 on; -1, as it is stored, is none.
    let scaled = try numbers(table, "sc")
    #expect(scaled[0] == 3 && scaled[1] == 3.5 && scaled[2].isNaN && scaled[4] == 5)
    let choice = try table.chooseColumns()
    #expect(choice.columns == [0, 1, 2] && choice.leftOut.allSatisfy { $0.reason == .notCoordinate })
  }

  @Test(arguments: names)
  func allElseIsKept(name: String) throws {
    let file = try Self.file(name)
    let table = try FormatTestSupport.table(file, name)
    #expect(try FormatTestSupport.written("out.las") { try $0.write(table, appending: []) } == file)
    let written = try FormatTestSupport.appendsInRuns(table, "out.las")
    let (before, after) = (Self.integer(file, 4, at: 96), Self.integer(written, 4, at: 96))
    #expect(after == before + 2 * 192)
    let (length, longer) = (Self.integer(file, 2, at: 105), Self.integer(written, 2, at: 105))
    #expect(longer == length + 12)
    for row in 0..<5 {
      let point = file[(before + row * length)...].prefix(length)
      #expect(written[(after + row * longer)...].prefix(length).elementsEqual(point))
    }
    // The record of its own stands behind the one that has grown, the extended one at the end.
    let own = Array("hello".utf8)
    #expect(written[..<after].suffix(5).elementsEqual(own) || name.contains("1"))
    if name.contains("7") {
      #expect(written.suffix(5).elementsEqual("world".utf8))
      #expect(Self.integer(written, 8, at: 235) == Self.integer(file, 8, at: 235) + 2 * 192 + 5 * 12)
    }
    let again = try FormatTestSupport.table(written, "o.las")
    let twice = try FormatTestSupport.written("out.las") {
      try $0.write(again, appending: [TableColumn(name: "label", values: .integers([9, 8, 7, 6, 5]))])
    }
    let renamed = try FormatTestSupport.table(twice, "o.las")
    #expect(renamed.columnNames.suffix(3) == ["label_input", "probability", "label"])
    #expect(
      try numbers(renamed, "label") == [9, 8, 7, 6, 5]
        && numbers(renamed, "label_input") == [1, 4, 7, 10, 13])
    let clash = TableColumn(name: "intensity", values: .integers([9, 8, 7, 6, 5]))
    #expect(throws: TableError.self) {
      try FormatTestSupport.written("o.las") { try $0.write(table, appending: [clash]) }
    }
  }

  @Test func bytesThatNothingDescribesStay() throws {
    var file = try Self.file("laspy-format1.las")
    // Without the description of the last dimension.
    let header = file.withUnsafeBufferPointer { try? LASHeader($0, source: "") }
    let record = try #require(header?.records.first { $0.describesExtraBytes })
    file.removeSubrange(record.contents.upperBound - 192..<record.contents.upperBound)
    file.set(record.contents.count - 192, 2, at: record.extent.lowerBound + 20)
    file.set(Self.integer(file, 4, at: 96) - 192, 4, at: 96)
    let table = try FormatTestSupport.table(file, "a.las")
    #expect(!table.columnNames.contains("vec_1") && table.columnNames.contains("sc"))
    let written = try FormatTestSupport.appendsInRuns(table, "out.las")
    #expect(Self.integer(written, 4, at: 96) == Self.integer(file, 4, at: 96) + 3 * 192)
  }

  @Test func missingNumbersAreFilled() throws {
    let table = try FormatTestSupport.table(try Self.file("laspy-format7.las"), "a.las")
    let column = try table.column("sc", option: "")
    let filled = try FormatTestSupport.written("out.las") {
      try $0.write(
        table, filling: [CellFilling(column: column, numbers: [.nan, .nan, 7.5, .nan, .nan])], appending: [])
    }
    #expect(try numbers(try FormatTestSupport.table(filled, "a.las"), "sc") == [3, 3.5, 7.5, 4.5, 5])
  }

  @Test func otherTablesAreWritten() throws {
    let csv = try table(
      "x,y,z,intensity,return_number,number_of_returns,share,kind\n1.5,2.25,1000,7,1,2,0.5,1\n-3,2,5.125,65535,2,2,NA,2\n"
    )
    let bytes = try FormatTestSupport.written("out.las") { try $0.write(csv, appending: []) }
    let read = try FormatTestSupport.table(bytes, "out.las")
    #expect(
      try numbers(read, "x") == [1.5, -3]
        && numbers(read, "z").map { ($0 * 1e5).rounded() } == [1e8, 512_500])
    #expect(try numbers(read, "intensity") == [7, 65535] && numbers(read, "return_number") == [1, 2])
    #expect(
      try numbers(read, "share")[0] == 0.5 && numbers(read, "share")[1].isNaN
        && numbers(read, "kind") == [1, 2])
    #expect(Self.integer(bytes, 8, at: 255) == 1 && Self.integer(bytes, 8, at: 263) == 1)
    let blocks = try FormatTestSupport.written("out.las") { writer in
      var parts = [(0..<2), (2..<5)].makeIterator()
      try writer.write(rowCount: 5) {
        parts.next().map { rows in
          ["x", "y", "z"].map { TableColumn(name: $0, values: .numbers(rows.map { Double($0) / 2 })) }
        }
      }
    }
    #expect(try numbers(try FormatTestSupport.table(blocks, "o.las"), "y") == [0, 0.5, 1, 1.5, 2])
  }

  @Test(arguments: [
    ("x,y\n1,2\n", "x, y and z"), ("x,y,z\n1,2,NA\n", "coordinate z is missing"),
    ("x,y,z,k\n1,2,3,a\n", "holds text"),
    ("x,y,z,intensity\n1,2,3,65536\n", "whole numbers up to 65535"),
    ("x,y,z,return_number\n1,2,3,16\n", "up to 15"),
    ("x,y,z,user_data\n1,2,3,0.5\n", "up to 255"),
  ])
  func whatPointsCannotHoldIsRefused(text: String, part: String) throws {
    let csv = try table(text)
    let error = tableError { () throws(TableError) in
      _ = try FormatTestSupport.passed(csv, "out.las")
    }
    #expect(error?.message.contains(part) == true, "\(error?.description ?? "no error")")
  }

  @Test(arguments: [
    (94, 2, 100, "contradict"), (96, 4, 1 << 31, "contradict"), (100, 4, 99_999, "variable length record"),
    (104, 1, 11, "point format is 11"), (104, 1, 0x87, "record of LASzip is missing"), (105, 2, 12, "contradict"),
    (107, 4, 6, "cut short"), (107, 4, 0, "at least one"), (25, 1, 9, "version 1.9"), (131, 8, 0, "scales"),
  ])
  func damagedHeaders(offset: Int, size: Int, number: Int, part: String) throws {
    var file = try Self.file("laspy-format1.las")
    file.set(number, size, at: offset)
    let error = tableError { () throws(TableError) in _ = try FormatTestSupport.table(file, "a.las") }
    #expect(error?.code == .badData)
    #expect(error?.message.contains(part) == true, "\(error?.description ?? "no error")")
  }

  @Test(arguments: names)
  func damage(name: String) throws {
    let file = try Self.file(name)
    FormatTestSupport.damage(file, name)
  }
}
