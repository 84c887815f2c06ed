import Testing

@testable import Tables

@Suite struct PLYTests {
  private static let header = """
    ply
    format FORMAT 1.0
    comment made by hand
    obj_info kept
    element camera 1
    property list uchar float place
    element vertex 3
    property float x
    property double y
    property int32 z
    property uint8 red
    element face 1
    property list uchar int vertex_indices
    end_header

    """

  private static let rows: [(Float, Double, Int32, UInt8)] = [
    (1.5, 2.25, -3, 255), (4, 1e-300, 6, 0), (7, 8, 9, 1),
  ]

  private static func bytes<Value>(_ value: Value) -> [UInt8] { withUnsafeBytes(of: value) { Array($0) } }

  private static func binary(bigEndian: Bool) -> [UInt8] {
    func number<Bits: FixedWidthInteger>(_ bits: Bits) -> [UInt8] {
      bytes(bigEndian ? bits.bigEndian : bits.littleEndian)
    }
    var file = Array(
      header.replacingText("FORMAT", with: bigEndian ? "binary_big_endian" : "binary_little_endian").utf8)
    file += [2] + number(Float(3).bitPattern) + number(Float(4).bitPattern)
    for (x, y, z, red) in rows {
      file += number(x.bitPattern)
      file += number(y.bitPattern)
      file += number(z)
      file.append(red)
    }
    file.append(3)
    for vertex in [Int32(0), 1, 2] { file += number(vertex) }
    return file
  }

  private static var text: [UInt8] {
    Array(
      (header.replacingText("FORMAT", with: "ascii")
        + "2 3 4\n1.50 2.25 -3 255\n4 1e-300  6 0 \n7 8 9 1\n3 0 1 2\n").utf8)
  }

  private static let files = [binary(bigEndian: false), binary(bigEndian: true), text]

  @Test(arguments: files.indices)
  func vertices(place: Int) throws {
    let table = try FormatTestSupport.table(Self.files[place], "a.ply")
    #expect(table.columnNames == ["x", "y", "z", "red"] && table.hasHeader && table.rowCount == 3)
    #expect(
      try table.numbers(in: [0, 1, 2, 3]).columns == [
        [1.5, 4, 7], [2.25, 1e-300, 8], [-3, 6, 9], [255, 0, 1],
      ])
    #expect(table.text(of: 2) == ["-3", "6", "9"])
  }

  @Test(arguments: files.indices)
  func coordinatesAreUsed(place: Int) throws {
    let choice = try FormatTestSupport.table(Self.files[place], "a.ply").chooseColumns()
    #expect(choice.columns == [0, 1, 2])
    #expect(choice.leftOut == [ColumnChoice.LeftOut(column: 3, reason: .notCoordinate)])
    let others = try FormatTestSupport.table(Self.files[place], "a.ply")
      .chooseColumns(otherwiseUsed: [0: "a", 1: "b", 2: "c"])
    #expect(others.columns == [3])
  }

  @Test(arguments: files.indices)
  func allElseIsKept(place: Int) throws {
    let file = Self.files[place]
    let table = try FormatTestSupport.table(file, "a.ply")
    let untouched = try FormatTestSupport.written("out.ply") { try $0.write(table, appending: []) }
    #expect(untouched == file)
    let written = try FormatTestSupport.appendsInRuns(table, "out.ply")
    let again = try FormatTestSupport.table(written, "out.ply")
    #expect(again.columnNames == ["x", "y", "z", "red", "label", "probability"])
    #expect(again.text(of: 0) == table.text(of: 0))
    // What stands after the vertices, and the header but for two lines.
    #expect(written.suffix(13) == file.suffix(13) || place == 2)
    let added = place == 2 ? "7 8 9 1 7 0.14285714285714285\n3 0 1 2\n" : ""
    #expect(String(decoding: written, as: UTF8.self).hasSuffix(added) || place < 2)
    let header = String(decoding: written.prefix(400), as: UTF8.self)
    #expect(
      header.contains("property uint8 red\nproperty int label\nproperty double probability\nelement face 1\n")
    )
    #expect(header.contains("obj_info kept\n"))
    let renamed = try FormatTestSupport.written("out.ply") {
      try $0.write(again, appending: [TableColumn(name: "label", values: .integers([1, 2, 3]))])
    }
    #expect(
      try FormatTestSupport.table(renamed, "o.ply").columnNames.suffix(3) == [
        "label_input", "probability", "label",
      ])
  }

  @Test(arguments: files.indices)
  func missingNumbersAreFilled(place: Int) throws {
    let header = Self.header.replacingText("property int32 z\nproperty uint8 red\n", with: "")
      .replacingText("vertex 3", with: "vertex 2")
    var file = Array(
      header.replacingText("FORMAT", with: ["binary_little_endian", "binary_big_endian", "ascii"][place]).utf8
    )
    func number<Bits: FixedWidthInteger>(_ bits: Bits) -> [UInt8] {
      Self.bytes(place == 1 ? bits.bigEndian : bits.littleEndian)
    }
    if place == 2 {
      file += Array("0\n1 2\nnan 4\n0\n".utf8)
    } else {
      file += [0] + number(Float(1).bitPattern) + number(2.0.bitPattern)
      file += number(Float.nan.bitPattern) + number(4.0.bitPattern) + [0]
    }
    let table = try FormatTestSupport.table(file, "a.ply")
    #expect(throws: TableError.self) { try table.numbers(in: [0]) }
    #expect(try table.numbers(in: [0, 1], invalid: .skipRows).keptRows == [0])
    let filled = try FormatTestSupport.written("out.ply") {
      try $0.write(table, filling: [CellFilling(column: 0, numbers: [.nan, 3])], appending: [])
    }
    #expect(try FormatTestSupport.table(filled, "o.ply").numbers(in: [0, 1]).columns == [[1, 3], [2, 4]])
    #expect(filled.last == file.last)
  }

  @Test func aFileOfAnotherProgram() throws {
    let table = try FormatTestSupport.table(
      try FormatTestSupport.foreign("plyfile-big.ply"), "plyfile-big.ply")
    #expect(table.columnNames == ["x", "y", "z", "red", "label", "t", "q", "h", "n"] && table.rowCount == 7)
    let numbers = try table.numbers(in: Array(0..<9)).columns
    #expect(
      numbers.map { $0[0] } == [
        34.55841827392578, 58.11181041963531, -48.21193313598633, 6.0, 96.0, 72.0, 11.0, 77.0, 45.0,
      ])
    #expect(
      numbers.map { $0[1] } == [
        82.16181182861328, 36.457239618607574, 59.884620666503906, 28.0, 9.0, 16.0, 42.0, 91.0, 36.0,
      ])
  }

  @Test func otherTablesAreWritten() throws {
    let csv = try table("x,y,red,big,share\n1,2,255,70000,0.5\n3,4.5,0,-1,NA\n")
    let bytes = try FormatTestSupport.written("out.ply") {
      try $0.write(csv, appending: [TableColumn(name: "my label", values: .integers([1, 2]))])
    }
    let header = String(decoding: bytes.prefix(220), as: UTF8.self)
    #expect(
      header.hasPrefix(
        """
        ply
        format binary_little_endian 1.0
        element vertex 2
        property double x
        property double y
        property uchar red
        property int big
        property double share
        property int my_label
        end_header

        """))
    let read = try FormatTestSupport.table(bytes, "out.ply")
    let numbers = try read.numbers(in: [0, 1, 2, 3, 4, 5], invalid: .missing).columns
    #expect(numbers[0...3] == [[1, 3], [2, 4.5], [255, 0], [70000, -1]] && numbers[5] == [1, 2])
    #expect(numbers[4][0] == 0.5 && numbers[4][1].isNaN)
  }

  @Test func whatIsNoNumberIsRefused() throws {
    let csv = try table("x,kind\n1,a\n3,b\n")
    #expect(throws: TableError.self) {
      try FormatTestSupport.written("o.ply") { try $0.write(csv, appending: []) }
    }
    let wide = try table("x,id\n1,9007199254740993\n3,1\n")
    #expect(throws: TableError.self) {
      try FormatTestSupport.written("o.ply") { try $0.write(wide, appending: []) }
    }
    let large = TableColumn(name: "a", values: .integers([1 << 40]))
    let error = tableError { () throws(TableError) in try TableWriter(to: "/tmp/none/o.ply").write([large]) }
    #expect(error != nil)
  }

  @Test(arguments: [
    ("element vertex 3", "element vertex 4", "cut short"),
    ("property double y", "property list uchar int y", "is a list"),
    ("element vertex 3", "element vertex 9223372036854775807", "cut short"),
    ("element vertex 3", "element vertex -3", "damaged"),
    ("element vertex 3", "element vertex 0", "at least one"),
    ("property double y", "property quad y", "«quad»"),
    ("element vertex 3", "element point 3", "no element «vertex»"),
    ("format FORMAT 1.0", "comment", "no line with the format"), ("end_header\n", "", "damaged"),
    ("element camera 1", "element camera 9223372036854775807", ""),
  ])
  func damagedHeaders(old: String, new: String, part: String) {
    for (format, file) in zip(["binary_little_endian", "ascii"], [Self.files[0], Self.files[2]]) {
      let header = Self.header.replacingText("FORMAT", with: format)
      let changed = Self.header.replacingText(old, with: new).replacingText("FORMAT", with: format)
      let bytes = Array(changed.utf8) + file.dropFirst(header.utf8.count)
      let error = tableError { () throws(TableError) in _ = try FormatTestSupport.table(bytes, "a.ply") }
      // The line of the face may be one of a vertex.
      if format == "ascii", new == "element vertex 4" { continue }
      #expect(error?.code == .badData)
      let found = error?.description.contains(part) == true || (format == "ascii" && part == "cut short")
      #expect(found, "\(error?.description ?? "no error")")
    }
  }

  @Test(arguments: files.indices)
  func damage(place: Int) {
    let file = Self.files[place]
    // Faces are kept, and not read; the last line needs no end.
    FormatTestSupport.damage(file, "a.ply", whole: file.count - (place == 2 ? 10 : 13))
  }

  @Test func cellsOfTextHavePlaces() {
    let text = String(decoding: Self.text, as: UTF8.self).replacingText("4 1e-300", with: "4 abc")
    let error = tableError { () throws(TableError) in
      _ = try FormatTestSupport.table(Array(text.utf8), "a.ply").numbers(in: [0, 1])
    }
    #expect(error?.line == 17 && error?.columnName == "y")
  }
}
