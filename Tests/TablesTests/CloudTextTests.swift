import Testing

@testable import Tables

/// Point clouds as text, as CloudCompare, Cyclone, MeshLab and PDAL write them.
@Suite struct CloudTextTests {
  /// Rows of coordinates like those of a survey, with an intensity and a colour.
  private static let rows = (0..<24).map { row in
    let (x, y) = (381_234.5 + 0.25 * Double(row * row % 11), 5_712_345.125 - 0.5 * Double(row))
    return "\(x) \(y) \(Double(row % 5) / 8 - 1) \(row * 97 % 2048 - 1000) \(row * 7 % 256) 0 \(255 - row)"
  }

  private static func rows(_ cells: Int, from: [String] = rows) -> [String] {
    from.map { $0.split(separator: " ").prefix(cells).joined(separator: " ") }
  }

  private func table(_ lines: [String], _ name: String, end: String = "\n") throws -> PointTable {
    try PointTable(bytes: Array((lines.joined(separator: end) + end).utf8), source: name)
  }

  /// Whether the coordinates of all rows are there, and used alone.
  private func expectCoordinates(_ table: PointTable, rows: [String] = rows) throws {
    let choice = try table.chooseColumns()
    #expect(choice.columns == [0, 1, 2] && choice.leftOut.allSatisfy { $0.reason == .notCoordinate })
    let wanted = rows.map { $0.split(separator: " ").prefix(3).compactMap { Double($0) } }
    let found = try table.numbers(in: choice.columns).columns
    #expect((0..<3).allSatisfy { column in found[column] == wanted.map { $0[column] } })
  }

  @Test(arguments: ["a.xyz", "a.pts", "a.asc", "A.XYZ"], [3, 4, 6, 7])
  func columnsWithoutNames(name: String, cells: Int) throws {
    try expectCoordinates(table(Self.rows(cells), name))
    // Blanks at the ends of lines, and both ends of lines.
    try expectCoordinates(table(Self.rows(cells).map { "  \($0)  " }, name, end: "\r\n"))
    try expectCoordinates(table(Self.rows(cells).map { $0.replacingText(" ", with: "\t") }, name))
  }

  @Test func otherTextsHaveNoCoordinates() throws {
    #expect(try table(Self.rows(7), "a.txt").chooseColumns().columns == [0, 1, 2, 3, 4, 5, 6])
    #expect(try table(Self.rows(2), "a.xyz").chooseColumns().columns == [0, 1])
    let named = try table(["x y z w"] + Self.rows(4), "a.csv")
    #expect(try named.chooseColumns().columns == [0, 1, 2, 3])
  }

  @Test(arguments: ["//X Y Z Intensity R G B", "//X,Y,Z,Intensity,R,G,B", "//X;Y;Z;Scalar field;R;G;B"])
  func namesOfCloudCompare(header: String) throws {
    let sign = header.contains(",") ? "," : header.contains(";") ? ";" : " "
    let rows = Self.rows.map { $0.replacingText(" ", with: sign) }
    for name in ["cloud.txt", "cloud.asc", "cloud.csv"] {
      for lines in [[header] + rows, [header, "24"] + rows] {
        let table = try table(lines, name)
        #expect(table.columnNames.prefix(3) == ["X", "Y", "Z"] && table.columnNames.last == "B")
        try expectCoordinates(table)
      }
    }
  }

  @Test func namesInAnotherOrder() throws {
    let rows = Self.rows(4).map { "\($0.split(separator: " ")[3]) \($0)" }
    let table = try table(["# made by a program", "# Intensity X Y Z Range"] + rows, "a.xyz")
    #expect(try table.chooseColumns().columns == [1, 2, 3])
  }

  @Test func numbersWithExponents() throws {
    let rows = ["3.8e+05 5.7e6 -1.0E-03", "3.9e+05 5.6e6 2.0E+00", "3.7e+05 5.5e6 0.0E+00"]
    try expectCoordinates(table(rows, "a.xyz"), rows: rows)
  }

  // MARK: Counts

  @Test(arguments: [4, 7], ["a.pts", "a.txt"])
  func blocksOfCyclone(cells: Int, name: String) throws {
    let rows = Self.rows(cells)
    for sizes in [[24], [10, 14], [1, 22, 1], [8, 8, 0, 8]] {
      var (lines, taken) = ([String](), 0)
      for size in sizes {
        lines += ["\(size) "] + rows[taken..<taken + size]
        taken += size
      }
      var options = ReadingOptions()
      options.chunkSize = 64
      let bytes = Array((lines.joined(separator: "\r\n") + "\r\n").utf8)
      let table = try PointTable(bytes: bytes, source: name, options: options)
      #expect(table.rowCount == 24)
      let numbers = try table.numbers(in: [0, 1, 2, 3]).columns
      #expect(numbers[3] == Self.rows.map { Double($0.split(separator: " ")[3]) })
      #expect(
        table.notes.contains {
          $0.contains(sizes.count == 1 ? "number of rows (24)" : "\(sizes.count) lines are")
        })
      #expect(table.line(ofRow: 23) == lines.count)
      let label = TableColumn(name: "label", values: .integers(Array(1...24)))
      let written = try FormatTestSupport.written(name) { try $0.write(table, appending: [label]) }
      let again = try FormatTestSupport.table(written, name)
      #expect(again.rowCount == 24 && again.columnNames.last == "label")
      #expect(try again.numbers(in: [cells]).columns[0] == (1...24).map(Double.init))
    }
  }

  @Test func countsThatAreWrong() throws {
    let rows = Self.rows(4)
    for (first, second, line) in [(9, 14, 1), (10, 13, 12), (10, 15, 12), (24, 0, 1)] {
      let error = try #require(throws: TableError.self) {
        try table(["\(first)"] + rows[..<10] + ["\(second)"] + rows[10...], "a.pts")
      }
      #expect(error.line == line && error.message.contains("not the number of rows that follow"))
    }
    // Without a count before the first row, one number in a row is too few.
    let error = try #require(throws: TableError.self) {
      try table(Array(rows[..<10]) + ["14"] + rows[10...], "a.pts")
    }
    #expect(error.line == 11)
  }

  @Test func scansInPlacesOfTheirOwnAreRefused() throws {
    let header = [
      "12", "2", "0 0 0", "1 0 0", "0 1 0", "0 0 1", "1 0 0 0", "0 1 0 0", "0 0 1 0", "10.5 20 30 1",
    ]
    let error = try #require(throws: TableError.self) { try table(header + Self.rows(4), "scan.ptx") }
    #expect(error.code == .badData && error.message.contains("PTX") && error.message.contains("PTS"))
  }
}
