#if Formats

import Testing

@testable import Tables

/// Workbooks that openpyxl and XlsxWriter have written.
@Suite struct XLSXTests {
  private func foreign(_ name: String = "openpyxl.xlsx", sheet: String? = nil) throws -> PointTable {
    try FormatTestSupport.table(FormatTestSupport.foreign(name), sheet.map { "\(name):\($0)" } ?? name)
  }

  @Test func theFirstSheetWithATableIsRead() throws {
    let table = try foreign()
    #expect(table.columnNames == ["x", "kind", "day", "flag", "moment", "clock", "sum of all"])
    #expect(table.rowCount == 10 && table.hasHeader)
    #expect(table.notes.first?.contains("«Measured values» is read; the others are About, Empty") == true)
    let x = try table.numbers(in: [0], invalid: .missing).columns[0]
    for (row, number) in x.enumerated() { #expect(row == 3 ? number.isNaN : number == Double(row) / 4 - 1) }
    // An error of a formula is a missing number.
    let sums = try table.numbers(in: [6], invalid: .missing).columns[0]
    for (row, number) in sums.enumerated() { #expect(row == 5 ? number.isNaN : number == Double(row) * 1e-7) }
    #expect(Array(table.text(of: 1).prefix(4)) == ["a", "b & \"c\"", "", "a"])
    #expect(Array(table.text(of: 2).prefix(4)) == ["2024-02-27", "2024-02-28", "2024-02-29", "2024-03-01"])
    #expect(Array(table.text(of: 3).prefix(2)) == ["true", "false"])
    #expect(table.text(of: 4)[9] == "2024-01-01T12:30:09.500" && table.text(of: 5)[9] == "01:02:09")
    // The fifth row of the sheet is the first after the header; an empty one comes after the seventh.
    #expect(table.line(ofRow: 0) == 5 && table.line(ofRow: 9) == 15)
    let error = tableError { () throws(TableError) in _ = try foreignTable().numbers(in: [0]) }
    #expect(error?.line == 8 && error?.columnName == "x", "\(error?.description ?? "")")
  }

  private func foreignTable() throws(TableError) -> PointTable {
    let bytes = (try? FormatTestSupport.foreign("openpyxl.xlsx")) ?? []
    return try FormatTestSupport.table(bytes, "openpyxl.xlsx")
  }

  @Test func sharedTextsFormulasAndDatesOf1904() throws {
    let table = try foreign("xlsxwriter.xlsx")
    #expect(table.columnNames == ["x", "name", "day", "length", "double"] && table.rowCount == 6)
    #expect(
      try table.numbers(in: [0, 4]).columns == [
        (0..<6).map { Double($0) * 1.5 }, (0..<6).map { Double($0) * 3 },
      ])
    #expect(table.text(of: 1) == (0..<6).map { "nb\($0)" })
    #expect(Array(table.text(of: 2).prefix(3)) == ["1999-12-30", "1999-12-31", "2000-01-01"])
    #expect(Array(table.text(of: 3).prefix(3)) == ["00:00:00", "18:00:00", "36:00:00"])
  }

  @Test func sheetsAreChosenByName() throws {
    let table = try foreign("xlsxwriter.xlsx", sheet: "Two")
    #expect(table.columnNames == ["a", "b"] && table.notes.isEmpty)
    #expect(try table.numbers(in: [0, 1]).columns == [[1, 3], [2, 4]])
    let bytes = try FormatTestSupport.foreign("xlsxwriter.xlsx")
    let unknown = FormatTestSupport.outcome(of: bytes, "book.xlsx:Three")
    #expect(
      unknown?.description.hasPrefix("book.xlsx: the workbook has no sheet «Three»; it has One, Two.") == true
    )
    let empty = FormatTestSupport.outcome(of: try FormatTestSupport.foreign("openpyxl.xlsx"), "b.xlsx:Empty")
    #expect(empty?.message.contains("the sheet is empty") == true)
    let directory = try TemporaryDirectory()
    let path = try directory.write(bytes, to: "b.xlsx")
    #expect(try PointTable(contentsOf: path + ":Two").rowCount == 2)
  }

  @Test func sheetsBecomeTablesOfOtherFormats() throws {
    let table = try foreign()
    let label = TableColumn(name: "label", values: .integers(Array(0..<10)))
    for name in ["out.csv", "out.arrow", "out.parquet"] {
      let bytes = try FormatTestSupport.written(name) { try $0.write(table, appending: [label]) }
      let read = try FormatTestSupport.table(bytes, name)
      #expect(read.columnNames == table.columnNames + ["label"])
      for column in [1, 2, 4] { #expect(read.text(of: column) == table.text(of: column)) }
    }
    // Workbooks are not written, and none is made of text by their name.
    #expect(TableFormats.promised(by: "xlsx") == nil && ForeignFormat.names["xlsx"] == "an Excel workbook")
  }

  @Test func relativesAreRefusedByName() {
    func refusal(_ beginning: [UInt8]) -> String {
      FormatTestSupport.outcome(of: beginning + [UInt8](repeating: 0, count: 100), "book")?.message ?? "none"
    }
    let container: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
    #expect(refusal(container).contains("encrypted, or of the old kind (.xls)"))
    var archive = Self.bytes([(0x0403_4B50, 4), (0, 26)])
    archive += Array("mimetypeapplication/vnd.oasis.opendocument.spreadsheet".utf8)
    #expect(refusal(archive).contains("OpenDocument (.ods)"))
  }

  @Test(arguments: [
    ("General", false, false), ("0.00E+00", false, false), ("yyyy-mm-dd", true, false),
    ("h:mm AM/PM", false, true),
    ("[$-409]d mmm yy h:mm", true, true), ("mmm", true, false), ("mm:ss.0", false, true),
    ("\"days\" 0", false, false),
    ("[Red]0.0;[Blue]-0.0", false, false), ("0\\d", false, false), ("#,##0_d", false, false),
    ("[h]:mm", false, true),
  ])
  func formatsTellDates(words: String, hasDate: Bool, hasTime: Bool) {
    let format = XLSXDates.format(words)
    #expect(format.hasDate == hasDate && format.hasTime == hasTime)
  }

  @Test func daysAreThoseOfTheCalendar() {
    let date = XLSXDates.Format(hasDate: true)
    func text(_ days: Double, is1904: Bool = false) -> String? {
      XLSXDates.text(days, date, isFrom1904: is1904)
    }
    #expect(text(1) == "1900-01-01" && text(59) == "1900-02-28" && text(61) == "1900-03-01")
    #expect(text(45_292) == "2024-01-01" && text(45_292.25) == "2024-01-01T06:00:00")
    #expect(text(0, is1904: true) == "1904-01-01" && text(2_958_465) == "9999-12-31")
    #expect(text(-1) == nil && text(2_958_466) == nil && text(.nan) == nil)
    #expect(
      XLSXDates.text(45_292, .init(hasDate: true, hasTime: true), isFrom1904: false) == "2024-01-01T00:00:00")
  }

  // MARK: Documents that are none

  /// Numbers of so many bytes each, their lowest first.
  private static func bytes(_ numbers: [(value: Int, size: Int)]) -> [UInt8] {
    numbers.flatMap { number in
      (0..<number.size).map { UInt8(truncatingIfNeeded: number.value >> (8 * $0)) }
    }
  }

  /// An archive of stored parts.
  private static func archive(_ parts: [(name: String, text: String)]) -> [UInt8] {
    var contents: [UInt8] = []
    var directory: [UInt8] = []
    for part in parts {
      let (start, count) = (contents.count, part.text.utf8.count)
      let sizes = bytes([(0, 4), (count, 4), (count, 4), (part.name.utf8.count, 2)])
      contents += bytes([(0x0403_4B50, 4), (20, 2), (0, 8)])
      contents += sizes
      contents += bytes([(0, 2)])
      contents += Array(part.name.utf8)
      contents += Array(part.text.utf8)
      directory += bytes([(0x0201_4B50, 4), (20, 2), (20, 2), (0, 8)])
      directory += sizes
      directory += bytes([(0, 12), (start, 4)])
      directory += Array(part.name.utf8)
    }
    let ending = bytes([
      (0x0605_4B50, 4), (0, 4), (parts.count, 2), (parts.count, 2), (directory.count, 4), (contents.count, 4),
      (0, 2),
    ])
    return contents + directory + ending
  }

  private static func book(_ sheet: String, prefix: String = "") -> [UInt8] {
    archive([
      ("[Content_Types].xml", "<Types/>"),
      ("xl/workbook.xml", "<workbook><sheets><sheet name=\"S\" r:id=\"a\"/></sheets></workbook>"),
      (
        "xl/_rels/workbook.xml.rels",
        "<Relationships><Relationship Id=\"a\" Type=\"t/worksheet\" Target=\"worksheets/s.xml\"/></Relationships>"
      ),
      ("xl/worksheets/s.xml", prefix + "<worksheet><sheetData>\(sheet)</sheetData></worksheet>"),
    ])
  }

  private func refusal(_ sheet: String, prefix: String = "") -> String {
    FormatTestSupport.outcome(of: Self.book(sheet, prefix: prefix), "b.xlsx")?.description ?? "none"
  }

  @Test func cellsWithoutPlacesFollowOneAnother() throws {
    let rows =
      "<row><c t=\"str\"><v>x</v></c><c t=\"str\"><v>y</v></c></row><row><c><v>1</v></c><c><v>2e3</v></c></row>"
    let table = try FormatTestSupport.table(Self.book(rows), "b.xlsx")
    #expect(table.columnNames == ["x", "y"])
    #expect(try table.numbers(in: [0, 1]).columns == [[1], [2000]])
    let prefixed = rows.replacingText("<", with: "<x:").replacingText("<x:/", with: "</x:")
    #expect(try FormatTestSupport.table(Self.book(prefixed), "b.xlsx").columnNames == ["x", "y"])
  }

  @Test func documentsThatWouldFillMemoryAreRefused() {
    let entities = "<!DOCTYPE w [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;\">]>"
    #expect(refusal("<row><c t=\"str\"><v>&b;</v></c></row>", prefix: entities).contains("declares a type"))
    let deep = String(repeating: "<a>", count: 300) + String(repeating: "</a>", count: 300)
    #expect(refusal(deep).contains("nested too deeply"))
  }

  @Test func cellsOutOfPlaceAreRefused() {
    for sheet in [
      "<row r=\"2\"/><row r=\"1\"/>", "<row r=\"0\"/>", "<row r=\"1048577\"/>", "<c r=\"A1\"><v>1</v></c>",
      "<row r=\"1\"><c r=\"B1\"/><c r=\"A1\"/></row>", "<row r=\"1\"><c r=\"XFE1\"/></row>",
      "<row r=\"1\"><c t=\"s\"><v>0</v></c></row>", "<row r=\"1\"><c t=\"s\"><v>x</v></c></row>",
    ] { #expect(refusal(sheet).hasPrefix("b.xlsx"), "\(sheet)") }
    #expect(refusal("<row").contains("the workbook is damaged in «xl/worksheets/s.xml»"))
    #expect(refusal("").contains("no cell with a value"))
  }

  @Test(arguments: ["openpyxl.xlsx", "xlsxwriter.xlsx"])
  func damageDoesNotTrap(name: String) throws {
    let bytes = try FormatTestSupport.foreign(name)
    for length in stride(from: 0, to: bytes.count, by: 7) {
      #expect(throws: TableError.self) { try FormatTestSupport.table(Array(bytes[..<length]), name) }
    }
    FormatTestSupport.flip(bytes, name)
  }
}

#endif
