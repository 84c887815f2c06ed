import Tables
import Testing

@Suite struct NPYTests {
  private static func file(
    _ header: String, _ data: [UInt8], version: UInt8 = 1, length: Int? = nil
  ) -> [UInt8] {
    let text = Array((header + "\n").utf8)
    let size = length ?? text.count
    let sizeBytes = (0..<(version == 1 ? 2 : 4)).map { UInt8(truncatingIfNeeded: size >> (8 * $0)) }
    return [0x93] + Array("NUMPY".utf8) + [version, 0] + sizeBytes + text + data
  }

  private static func header(_ type: String, _ shape: String, fortran: Bool = false) -> String {
    "{'descr': '\(type)', 'fortran_order': \(fortran ? "True" : "False"), 'shape': \(shape), }"
  }

  private static func bytes<Value: FixedWidthInteger>(_ values: [Value]) -> [UInt8] {
    values.flatMap { value in withUnsafeBytes(of: value.littleEndian) { Array($0) } }
  }

  private static func doubles(_ values: [Double]) -> [UInt8] { bytes(values.map(\.bitPattern)) }

  private func table(_ file: [UInt8]) throws(TableError) -> PointTable {
    try PointTable(bytes: file, source: "points.npy")
  }

  @Test(arguments: [UInt8(1), 2, 3])
  func versions(version: UInt8) throws {
    let data = Self.doubles([1, 2, 3, 4, 5, 6])
    let table = try table(Self.file(Self.header("<f8", "(3, 2)"), data, version: version))
    #expect(table.columnNames == ["1", "2"])
    #expect(!table.hasHeader)
    #expect(try table.numbers(in: table.defaultColumns()).columns == [[1, 3, 5], [2, 4, 6]])
    #expect(table.text(of: 1) == ["2", "4", "6"])
    #expect(table.categories(of: 0).names == ["1", "3", "5"])
  }

  @Test func fortranOrderAndOneAxis() throws {
    let data = Self.doubles([1, 2, 3, 4, 5, 6])
    let columns = try table(Self.file(Self.header("<f8", "(3, 2)", fortran: true), data))
    #expect(try columns.numbers(in: [0, 1]).columns == [[1, 2, 3], [4, 5, 6]])
    #expect(
      try table(Self.file(Self.header("<f8", "(6,)"), data)).numbers(in: [0]).columns == [[1, 2, 3, 4, 5, 6]])
  }

  @Test(arguments: [
    ("<f4", bytes([Float(-1.5).bitPattern, Float(2).bitPattern])),
    (">f8", Array(doubles([2, -1.5]).reversed())),
    (">f4", Array(bytes([Float(2).bitPattern, Float(-1.5).bitPattern]).reversed())),
  ])
  func floats(type: String, data: [UInt8]) throws {
    #expect(try table(Self.file(Self.header(type, "(2,)"), data)).numbers(in: [0]).columns == [[-1.5, 2]])
  }

  @Test(arguments: [
    ("|i1", bytes([Int8(-1), 2])), ("<i2", bytes([Int16(-1), 2])), ("<i4", bytes([Int32(-1), 2])),
    ("<i8", bytes([Int64(-1), 2])), (">i2", [0xFF, 0xFF, 0, 2]),
  ])
  func signedIntegers(type: String, data: [UInt8]) throws {
    #expect(try table(Self.file(Self.header(type, "(2,)"), data)).numbers(in: [0]).columns == [[-1, 2]])
  }

  @Test(arguments: [
    ("|u1", bytes([UInt8(200), 2])), ("<u2", bytes([UInt16(200), 2])), ("<u4", bytes([UInt32(200), 2])),
    ("<u8", bytes([UInt64(200), 2])),
  ])
  func unsignedIntegers(type: String, data: [UInt8]) throws {
    #expect(try table(Self.file(Self.header(type, "(2,)"), data)).numbers(in: [0]).columns == [[200, 2]])
  }

  @Test func invalidValues() throws {
    let table = try table(Self.file(Self.header("<f8", "(2, 2)"), Self.doubles([1, 2, 3, .nan])))
    let error = tableError { () throws(TableError) in _ = try table.numbers(in: [0, 1]) }
    #expect(error?.description.hasPrefix("points.npy:2: column 2: found «nan»") == true)
    #expect(try table.numbers(in: [0, 1], invalid: .skipRows).keptRows == [0])
  }

  @Test(arguments: [
    (file(header("<f8", "(3, 2)"), doubles([1, 2])), "cut short"),
    (file(header("<c16", "(1,)"), []), "«<c16»"),
    (file(header("<f8", "(1, 1, 1)"), doubles([1])), "3 axes"),
    (file(header("<f8", "()"), doubles([1])), "0 axes"),
    (file(header("<f8", "(0, 3)"), []), "0 rows"), (file(header("<f8", "(3"), []), "damaged"),
    (file("{}", []), "lacks"), (file(header("<f8", "(-1,)"), []), "damaged"),
    (file(header("<f8", "(9223372036854775807, 9)"), []), "cut short"),
    (file(header("<f8", "(99999999999999999999,)"), []), "damaged"),
    (file(header("<f8", "(1,)"), doubles([1]), version: 9), "version 9.0"),
    (file(header("<f8", "(1,)"), [], length: 60000), "damaged"),
    ([0x93] + Array("NUMPY".utf8), "damaged"), ([0x93] + Array("NUMPY".utf8) + [2, 0, 1, 0], "damaged"),
  ])
  func damage(file: [UInt8], part: String) {
    let error = tableError { () throws(TableError) in _ = try table(file) }
    #expect(error?.code == .badData)
    #expect(error?.description.hasPrefix("points.npy: ") == true)
    #expect(error?.description.contains(part) == true, "\(error?.description ?? "no error")")
  }

  @Test func arraysAreWrittenAsCSV() throws {
    let directory = try TemporaryDirectory()
    let values = [0.1, -0.0, 1e300, 3]
    let table = try table(Self.file(Self.header("<f8", "(2, 2)"), Self.doubles(values)))
    try TableWriter(to: directory.path("out.csv"))
      .write(table, appending: [TableColumn(name: "label", values: .integers([1, 2]))])
    #expect(try directory.text("out.csv") == "1,2,label\n0.1,-0,1\n1e+300,3,2\n")
    let again = try PointTable(contentsOf: directory.path("out.csv"), options: .withAdded)
    #expect(again.columnNames == ["1", "2", "label"])
    #expect(try again.defaultColumns(derived: DerivedColumns([2], by: "a test")) == [0, 1])
  }

  @Test func wideIntegersKeepAllDigits() throws {
    let directory = try TemporaryDirectory()
    let table = try table(Self.file(Self.header("<i8", "(1, 2)"), Self.bytes([Int64.max, 7])))
    try TableWriter(to: directory.path("out.csv"))
      .write(table, appending: [TableColumn(name: "label", values: .integers([1]))])
    #expect(try directory.text("out.csv") == "1,2,label\n9223372036854775807,7,1\n")
  }
}
