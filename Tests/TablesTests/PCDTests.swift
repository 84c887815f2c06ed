import Testing

@testable import Tables

@Suite struct PCDTests {
  /// Two rows of three points, with a field of three numbers and one that fills up.
  private static let header = """
    # .PCD v.7 - Point Cloud Data file format
    VERSION .7
    FIELDS x y z rgb _ normal
    SIZE 4 4 4 4 1 8
    TYPE F F F F U F
    COUNT 1 1 1 1 2 3
    WIDTH 3
    HEIGHT 2
    VIEWPOINT 1 2 3 1 0 0 0
    POINTS 6
    DATA BODY

    """

  private static func bytes<Bits: FixedWidthInteger>(_ bits: Bits) -> [UInt8] {
    withUnsafeBytes(of: bits.littleEndian) { Array($0) }
  }

  /// What a packed colour may be: a number that is none, with a payload.
  private static let color: UInt32 = 0xFFC0_1234

  private static func fields(_ row: Int) -> [[UInt8]] {
    var fields = (0..<3).map { bytes((Float(row) + Float($0) / 4).bitPattern) }
    fields.append(bytes(color))
    fields.append([7, UInt8(row)])
    fields.append((0..<3).flatMap { bytes((Double(row) * 10 + Double($0)).bitPattern) })
    return fields
  }

  private static var binary: [UInt8] {
    Array(header.replacingText("BODY", with: "binary").utf8) + (0..<6).flatMap { fields($0).flatMap(\.self) }
  }

  private static var compressed: [UInt8] {
    let data = (0..<6).flatMap { field in (0..<6).flatMap { fields($0)[field] } }
    let compressed = LZF.compressed(data)
    return Array(header.replacingText("BODY", with: "binary_compressed").utf8)
      + bytes(UInt32(compressed.count)) + bytes(UInt32(data.count)) + compressed
  }

  private static var text: [UInt8] {
    let rows = (0..<6).map { row in
      "\(row).0 \(row).25 \(row).50 4.2108e+06 7 \(row) \(row)0 \(row * 10 + 1) \(row * 10 + 2)\n"
    }
    return Array((header.replacingText("BODY", with: "ascii") + rows.joined()).utf8)
  }

  private static let files = [binary, compressed, text]

  @Test(arguments: files.indices)
  func points(place: Int) throws {
    let table = try FormatTestSupport.table(Self.files[place], "a.pcd")
    let filling = place == 2 ? ["__1", "__2"] : []
    #expect(table.columnNames == ["x", "y", "z", "rgb"] + filling + ["normal_1", "normal_2", "normal_3"])
    let columns = try ["x", "z", "normal_2"].map { try table.column($0, option: "") }
    #expect(
      try table.numbers(in: columns).columns == [
        [0, 1, 2, 3, 4, 5], [0.5, 1.5, 2.5, 3.5, 4.5, 5.5], [1, 11, 21, 31, 41, 51],
      ])
    #expect(try table.defaultColumns() == [0, 1, 2])
  }

  @Test(arguments: files.indices)
  func allElseIsKept(place: Int) throws {
    let file = Self.files[place]
    let table = try FormatTestSupport.table(file, "a.pcd")
    let untouched = try FormatTestSupport.written("out.pcd") { try $0.write(table, appending: []) }
    #expect(untouched == file)
    let written = try FormatTestSupport.appendsInRuns(table, "out.pcd")
    let again = try FormatTestSupport.table(written, "out.pcd")
    #expect(again.columnNames == table.columnNames + ["label", "probability"])
    let header = String(decoding: written.prefix(300), as: UTF8.self)
    #expect(header.contains("FIELDS x y z rgb _ normal label probability\nSIZE 4 4 4 4 1 8 4 8\n"))
    #expect(
      header.contains(
        "TYPE F F F F U F I F\nCOUNT 1 1 1 1 2 3 1 1\nWIDTH 3\nHEIGHT 2\nVIEWPOINT 1 2 3 1 0 0 0\n"))
    guard place == 0 else { return }
    // The records, colours and filling too, each with twelve bytes more.
    let body = written.suffix(6 * (42 + 12))
    for row in 0..<6 {
      #expect(Array(body.dropFirst(row * 54).prefix(42)) == Self.fields(row).flatMap(\.self))
    }
  }

  @Test(arguments: ["pypcd4-binary.pcd", "pypcd4-compressed.pcd"])
  func filesOfAnotherProgram(name: String) throws {
    let file = try FormatTestSupport.foreign(name)
    let table = try FormatTestSupport.table(file, name)
    #expect(table.columnNames == ["x", "y", "z", "intensity", "label", "t"])
    let numbers = try table.numbers(in: [0, 1, 3, 4, 5]).columns
    #expect(numbers[0] == (0..<12).map { Double($0) / 4 } && numbers[4] == (0..<12).map { Double($0) / 8 })
    #expect(numbers[1] == (0..<12).map { $0 < 6 ? 1.5 : -2 })
    #expect(numbers[2] == (0..<12).map { Double($0 * 20) } && numbers[3] == (0..<12).map { Double($0 % 3) })
    let written = try FormatTestSupport.appendsInRuns(table, "out.pcd")
    #expect(
      try FormatTestSupport.table(written, "o.pcd").columnNames.suffix(4) == [
        "label_input", "t", "label", "probability",
      ])
  }

  @Test(arguments: files.indices)
  func missingNumbersAreFilled(place: Int) throws {
    let file = Self.files[place]
    let table = try FormatTestSupport.table(file, "a.pcd")
    guard place < 2 else { return }
    #expect(try table.numbers(in: [3, 0], invalid: .missing).columns[0].allSatisfy(\.isNaN))
    let filled = try FormatTestSupport.written("out.pcd") {
      try $0.write(
        table, filling: [CellFilling(column: 3, numbers: [1, .nan, 3, .nan, 5, 6])], appending: [])
    }
    let read = try FormatTestSupport.table(filled, "o.pcd").numbers(in: [3, 0], invalid: .missing).columns
    #expect(read[0].map { $0.isNaN ? -1 : $0 } == [1, -1, 3, -1, 5, 6] && read[1] == [0, 1, 2, 3, 4, 5])
  }

  @Test func otherTablesAreWritten() throws {
    let csv = try table("x,y,ring\n1,2,3\n4,NA,6\n")
    let bytes = try FormatTestSupport.written("out.pcd") { try $0.write(csv, appending: []) }
    let header = String(decoding: bytes.dropLast(34), as: UTF8.self)
    #expect(header.contains("FIELDS x y ring\nSIZE 8 8 1\nTYPE F F U\nCOUNT 1 1 1\nWIDTH 2\nHEIGHT 1\n"))
    let read = try FormatTestSupport.table(bytes, "out.pcd").numbers(in: [0, 1, 2], invalid: .skipRows)
    #expect(read.columns == [[1], [2], [3]])
  }

  @Test(arguments: [
    ("POINTS 6", "POINTS 7", "POINTS is not WIDTH times HEIGHT"),
    ("WIDTH 3", "WIDTH 9223372036854775807", "POINTS"),
    ("WIDTH 3\nHEIGHT 2", "WIDTH 0\nHEIGHT 2", "POINTS"), ("COUNT 1 1 1 1 2 3", "COUNT 1 1 1 1 2 0", "«0»"),
    ("COUNT 1 1 1 1 2 3", "COUNT 1 1 1 1 2 99999999", "«99999999»"),
    ("COUNT 1 1 1 1 2 3", "COUNT 1 1 1 1 65536 65536", ""), ("SIZE 4 4", "SIZE 4 3", "«F 3»"),
    ("SIZE 4 4", "SIZE 4", "as many words"), ("FIELDS", "FEILDS", "«FEILDS»"),
    ("DATA BODY", "DATA odd", "DATA is none"),
    ("WIDTH 3\nHEIGHT 2\nVIEWPOINT 1 2 3 1 0 0 0\nPOINTS 6", "WIDTH 4611686018427387903\nHEIGHT 2", ""),
    ("WIDTH 3\nHEIGHT 2\nVIEWPOINT 1 2 3 1 0 0 0\nPOINTS 6", "WIDTH 70000\nHEIGHT 1", ""),
  ])
  func damagedHeaders(old: String, new: String, part: String) {
    for (format, file) in zip(["binary", "binary_compressed", "ascii"], Self.files) {
      let header = Self.header.replacingText("BODY", with: format)
      let changed = Self.header.replacingText(old, with: new).replacingText("BODY", with: format)
      let bytes = Array(changed.utf8) + file.dropFirst(header.utf8.count)
      let error = tableError { () throws(TableError) in _ = try FormatTestSupport.table(bytes, "a.pcd") }
      #expect(error?.code == .badData)
      #expect(
        part.isEmpty || error?.description.contains(part) == true, "\(error?.description ?? "no error")")
    }
  }

  @Test(arguments: files.indices)
  func damage(place: Int) {
    let file = Self.files[place]
    // The last line needs no end, and a part of its last number is a number.
    FormatTestSupport.damage(file, "a.pcd", whole: file.count - (place == 2 ? 3 : 0))
  }

  // MARK: Compression

  @Test(arguments: [0, 1, 2, 3, 31, 32, 33, 264, 265, 300, 9000, 70000])
  func compressionIsUndone(count: Int) {
    var random = FormatTestSupport.SystemOfSteps(state: UInt64(count))
    let kinds: [[UInt8]] = [
      Array(repeating: 9, count: count), (0..<count).map { UInt8($0 % 7) },
      (0..<count).map { _ in UInt8(random.next(below: 256)) },
      (0..<count).map { _ in UInt8(random.next(below: 2)) },
      (0..<count).map { UInt8($0 / 3000 % 256) ^ UInt8($0 % 300 / 2) },
    ]
    for bytes in kinds {
      let compressed = LZF.compressed(bytes)
      #expect(compressed.withUnsafeBufferPointer { LZF.expanded($0, count: count) } == bytes)
      #expect(compressed.withUnsafeBufferPointer { LZF.expanded($0, count: count + 1) } == nil)
      let short = Array(compressed.dropLast())
      #expect(count == 0 || short.withUnsafeBufferPointer { LZF.expanded($0, count: count) } == nil)
    }
    if count > 300 { #expect(LZF.compressed(kinds[0]).count < count / 50) }
  }
}
