import Testing

@testable import Tables

/// Arrays in archives that NumPy has written.
@Suite struct NPZTests {
  private static let values = (0..<3).map { column in (0..<8).map { Double(3 * $0 + column) / 4 } }

  @Test func theOnlyArrayIsRead() throws {
    let name = "numpy-stored.npz"
    let table = try FormatTestSupport.table(FormatTestSupport.foreign(name), name)
    #expect(table.columnNames == ["1", "2", "3"] && !table.hasHeader)
    #expect(try table.numbers(in: [0, 1, 2]).columns == Self.values)
    let named = try FormatTestSupport.table(FormatTestSupport.foreign(name), name + ":X")
    #expect(try named.numbers(in: [0, 1, 2]).columns == Self.values)
  }

  @Test func ofSeveralOneIsNamed() throws {
    let bytes = try FormatTestSupport.foreign("numpy-deflated.npz")
    let several = FormatTestSupport.outcome(of: bytes, "several.npz")
    #expect(several?.message.contains("3 arrays: X, single, y; choose one, such as several.npz:X.") == true)
    let unknown = FormatTestSupport.outcome(of: bytes, "several.npz:Z")
    #expect(
      unknown?.description.hasPrefix("several.npz: the archive has no array «Z»; it has X, single, y.")
        == true)
    try OutputContents.table.requireName("out.npz")
  }

  @Test func filesAreNamedWithTheirArray() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write(FormatTestSupport.foreign("numpy-stored.npz"), to: "a.npz")
    #expect(try PointTable(contentsOf: path).rowCount == 8)
    #expect(try PointTable(contentsOf: path + ":X").numbers(in: [2]).columns == [Self.values[2]])
    let error = tableError { () throws(TableError) in _ = try PointTable(contentsOf: path + ":Y") }
    #expect(error?.message.contains("«Y»") == true)
    #expect(MemberPath.parted("x.npz").member == nil && MemberPath.parted("x.csv:a").file == "x.csv:a")
  }

  @Test(arguments: ["numpy-stored.npz", "numpy-deflated.npz:X"])
  func damageDoesNotTrap(name: String) throws {
    let bytes = try FormatTestSupport.foreign(MemberPath.parted(name).file)
    FormatTestSupport.damage(bytes, name, whole: MemberPath.parted(name).member == nil ? nil : 0)
  }

  // MARK: Writing

  /// The bytes of CRC-32 that everybody checks by, and all ways of parting them.
  @Test func checksumIsThatOfZIP() {
    let digits = Array("123456789".utf8)
    digits.withUnsafeBytes { #expect(ZIPChecksum(of: $0).value == 0xCBF4_3926) }
    let bytes = (0..<100).map { UInt8(truncatingIfNeeded: $0 * 7) }
    bytes.withUnsafeBytes { bytes in
      let whole = ZIPChecksum(of: bytes).value
      for cut in 0...bytes.count {
        var parts = ZIPChecksum(of: UnsafeRawBufferPointer(rebasing: bytes[..<cut]))
        parts.add(UnsafeRawBufferPointer(rebasing: bytes[cut...]))
        #expect(parts.value == whole)
      }
    }
  }

  @Test func whatIsWrittenIsReadAgain() throws {
    let columns = Self.values.enumerated().map { TableColumn(name: "c\($0)", values: .numbers($1)) }
    let bytes = try FormatTestSupport.written("a.npz") { try $0.write(columns) }
    let table = try FormatTestSupport.table(bytes, "a.npz")
    #expect(try table.numbers(in: [0, 1, 2]).columns == Self.values)
    // In the member stands what a file of the array alone would hold.
    let array = try FormatTestSupport.written("a.npy") { try $0.write(columns) }
    let member = try #require(
      try bytes.withUnsafeBufferPointer { try ZIPArchive($0, source: "a").members.first })
    #expect(member.name == "arr_0.npy" && Array(bytes[member.range]) == array)
    array.withUnsafeBytes { #expect(ZIPChecksum(of: $0).value == member.checksum) }
    // Whatever comes in runs, and by however many threads.
    let again = try FormatTestSupport.written("a.npz", threads: 1) { writer in
      var rows = (0..<8).makeIterator()
      try writer.write(rowCount: 8) {
        rows.next().map { row in
          columns.indices.map { TableColumn(name: "", values: .numbers([Self.values[$0][row]])) }
        }
      }
    }
    #expect(again == bytes)
  }

  #if Formats
  @Test func compressedArchivesHaveTheChecksumOfWhatIsInThem() throws {
    let column = TableColumn(name: "x", values: .numbers((0..<1000).map(Double.init)))
    let bytes = try FormatTestSupport.written("a.npz.gz") { try $0.write([column]) }
    let table = try FormatTestSupport.table(bytes, "a.npz.gz")
    #expect(try table.numbers(in: [0]).columns == [(0..<1000).map(Double.init)])
  }
  #endif

  @Test func arraysOfNumbersAndTextsAreReadAsWritten() throws {
    let arrays = [
      NamedArray("weights_", shape: [2], .numbers([0.1, -0.0])),
      NamedArray("cube", shape: [2, 1, 3], .numbers([1, 2, 3, 4, 5, 6])),
      NamedArray("single", shape: [], .numbers([7])),
      NamedArray("names", shape: [3], .texts(["", "µm", "a, 'b'"])),
      NamedArray("none", shape: [0, 4], .numbers([])),
    ]
    let bytes = ArrayArchive.bytes(of: arrays)
    let archive = try ArrayArchive(FileBytes(copying: bytes), source: "a.npz")
    for array in arrays { #expect(try archive.array(array.name) == array) }
    #expect(try archive.array("other") == nil)
    #expect(ArrayArchive.names(in: FileBytes(copying: bytes), path: "a.npz") == Set(arrays.map(\.name)))
    #expect(ArrayArchive.names(in: FileBytes(copying: bytes), path: "a.npz:cube").isEmpty)
    for length in 0..<bytes.count {
      let part = FileBytes(copying: Array(bytes[..<length]))
      #expect(throws: TableError.self) { try ArrayArchive(part, source: "a.npz") }
    }
  }

  /// Headers and directory of ZIP64, by the reader: the members themselves would take gigabytes.
  @Test func largeMembersHaveWideNumbers() throws {
    var layout = ZIPLayout()
    let header = layout.begin("a.npy", count: 5_000_000_000, checksum: nil)
    #expect(header.count == 30 + 5 + 20)
    let ending = layout.end(checksum: 7)
    #expect(ending.count == 24)
    let directory = layout.directory()
    // One entry with two wide sizes, then both ends.
    #expect(directory.count == 46 + 5 + 20 + 56 + 20 + 22)
  }

  #if Formats

  @Test func deflatedArraysAreRead() throws {
    let bytes = try FormatTestSupport.foreign("numpy-deflated.npz")
    let doubles = try FormatTestSupport.table(bytes, "a.npz:X")
    #expect(try doubles.numbers(in: [0, 1, 2]).columns == Self.values)
    // As float32, and column after column.
    let singles = try FormatTestSupport.table(bytes, "a.npz:single")
    #expect(try singles.numbers(in: [0, 1, 2]).columns == Self.values.map { $0.map { $0 * 2 } })
    #expect(
      try FormatTestSupport.table(bytes, "a.npz:y").numbers(in: [0]).columns == [(0..<8).map(Double.init)])
  }

  #else

  @Test func deflatedArraysAreOfAnotherBuild() throws {
    let error = FormatTestSupport.outcome(of: try FormatTestSupport.foreign("numpy-deflated.npz"), "a.npz:X")
    #expect(error?.message.contains("trait Formats") == true)
  }

  #endif
}
