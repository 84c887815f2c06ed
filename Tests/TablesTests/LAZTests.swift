#if Formats

import Testing

@testable import Tables

/// The same points as of ``LASTests``, which laspy 2.7.0 has compressed with lazrs.
@Suite struct LAZTests {
  private static let names = ["laspy-format1", "laspy-format7"]

  private static func file(_ name: String) throws -> [UInt8] { try FormatTestSupport.foreign(name) }

  private static func integer(_ bytes: [UInt8], _ size: Int, at offset: Int) -> Int {
    bytes.withUnsafeBufferPointer { HeaderBytes($0).integer(size, at: offset) ?? -1 }
  }

  private static func dataOffset(_ bytes: [UInt8]) -> Int { integer(bytes, 4, at: 96) }

  /// All numbers of a table, as bits.
  private static func bits(_ table: PointTable) throws -> [[UInt64]] {
    try table.numbers(in: Array(table.columnNames.indices), invalid: .missing).columns.map {
      $0.map(\.bitPattern)
    }
  }

  private static func rewritten(_ table: PointTable, _ name: String) throws -> [UInt8] {
    try FormatTestSupport.written(name) { try $0.write(table, appending: []) }
  }

  // MARK: Reading

  @Test(arguments: names)
  func pointsAreThoseOfTheFileWithoutCompression(name: String) throws {
    let plain = try FormatTestSupport.table(try Self.file(name + ".las"), "a.las")
    // The first bytes tell, whatever the name.
    for path in ["a.laz", "a.las", "a"] {
      let table = try FormatTestSupport.table(try Self.file(name + ".laz"), path)
      #expect(table.columnNames == plain.columnNames)
      #expect(try Self.bits(table) == Self.bits(plain))
      #expect(try table.chooseColumns().columns == [0, 1, 2])
    }
  }

  @Test(arguments: names)
  func aFileLargerThanMemoryIsDecodedToTheDisk(name: String) throws {
    var options = ReadingOptions.withAdded
    options.keepsFilesOnDisk = true
    let table = try PointTable(bytes: try Self.file(name + ".laz"), source: "a.laz", options: options)
    #expect(table.isLargerThanMemory)
    #expect(
      try Self.bits(table) == Self.bits(try FormatTestSupport.table(try Self.file(name + ".las"), "a.las")))
  }

  /// The file with other ways to say where its only chunk is.
  @Test(arguments: names)
  func wherePointsAreIsToldInManyWays(name: String) throws {
    let file = try Self.file(name + ".laz")
    let offset = Self.dataOffset(file)
    let place = Self.integer(file, 8, at: offset)
    let expected = try Self.bits(try FormatTestSupport.table(file, "a.laz"))
    // At the end of what was written to a pipe.
    var atEnd = file
    atEnd.set(-1, 8, at: offset)
    atEnd += file[offset..<offset + 8]
    // Never, where a program was ended before it had written that.
    var missing = Array(file[..<place])
    missing.set(offset, 8, at: offset)
    if name.contains("7") { missing.set(0, 4, at: 243) }
    for changed in [atEnd, missing] {
      #expect(try Self.bits(try FormatTestSupport.table(changed, "a.laz")) == expected)
    }
  }

  /// The first version of the format: all points are one chunk, without a table.
  @Test func pointsThatAreOneChunk() throws {
    let file = try Self.file("laspy-format1.laz")
    let header = try file.withUnsafeBufferPointer { bytes throws(TableError) in
      try LASHeader(bytes, source: "")
    }
    let record = try #require(header.records.first(where: LAZDescription.describes))
    let place = Self.integer(file, 8, at: header.dataOffset)
    var changed = Array(file[..<header.dataOffset] + file[(header.dataOffset + 8)..<place])
    changed.set(1, 2, at: record.contents.lowerBound)
    #expect(
      try Self.bits(try FormatTestSupport.table(changed, "a.laz"))
        == Self.bits(try FormatTestSupport.table(file, "a.laz")))
  }

  // MARK: Writing

  @Test(arguments: names)
  func allThatAFileHoldsPassesThrough(name: String) throws {
    let plain = try FormatTestSupport.table(try Self.file(name + ".las"), "a.las")
    let compressed = try FormatTestSupport.table(try Self.file(name + ".laz"), "a.laz")
    let expected = try FormatTestSupport.appendsInRuns(plain, "out.las")
    #expect(try FormatTestSupport.appendsInRuns(compressed, "out.las") == expected)
    for table in [plain, compressed] {
      let again = try FormatTestSupport.table(try FormatTestSupport.appendsInRuns(table, "out.laz"), "b.laz")
      // Back to what the points are without compression, byte for byte.
      #expect(try Self.rewritten(again, "out.las") == expected)
    }
    #expect(
      try Self.rewritten(try FormatTestSupport.table(Self.rewritten(plain, "b.laz"), "b.laz"), "b.las")
        == Self.file(name + ".las"))
  }

  @Test func manyChunksAreReadAndWritten() throws {
    let count = 120_001
    var random = FormatTestSupport.SystemOfSteps(state: 3)
    let x = (0..<count).map { Double($0) / 8 }
    let y = (0..<count).map { _ in Double(random.next(below: 1000)) }
    let kinds = (0..<count).map { $0 % 7 }
    func write(_ writer: TableWriter) throws {
      try writer.write([
        TableColumn(name: "x", values: .numbers(x)), TableColumn(name: "y", values: .numbers(y)),
        TableColumn(name: "z", values: .numbers(y)), TableColumn(name: "kind", values: .integers(kinds)),
      ])
    }
    let bytes = try FormatTestSupport.written("a.laz", threads: 1, write)
    #expect(try FormatTestSupport.written("a.laz", threads: 3, write) == bytes)
    #expect(bytes.count < count * 12)
    let table = try FormatTestSupport.table(bytes, "a.laz")
    let read = try table.numbers(in: ["x", "y", "kind"].map { try table.column($0, option: "") }).columns
    // In steps of a hundred-thousandth, or finer.
    #expect(zip(read[0], x).allSatisfy { abs($0 - $1) < 1e-9 })
    #expect(zip(read[1], y).allSatisfy { abs($0 - $1) < 1e-9 })
    #expect(read[2] == kinds.map(Double.init))
    // Runs that end within chunks make the same bytes.
    func passed(_ size: Int) throws -> [UInt8] {
      let directory = try TemporaryDirectory()
      _ = try TableWriter(to: directory.path("b.laz"), threadCount: 2).write(table, rowsOfRun: size) {
        ([], [TableColumn(name: "label", values: .integers(Array($0)))])
      }
      return try directory.bytes("b.laz")
    }
    let whole = try passed(count)
    #expect(try passed(30_000) == whole)
    let labels = try FormatTestSupport.table(whole, "b.laz")
    #expect(
      try labels.numbers(in: [labels.column("label", option: "")]).columns[0] == (0..<count).map(Double.init))
  }

  @Test func classesAreReplacedInTheirBits() throws {
    for (name, greatest) in zip(Self.names, [31, 255]) {
      let table = try FormatTestSupport.table(try Self.file(name + ".laz"), "a.laz")
      #expect(PointClass.greatest(of: table) == greatest)
      let column = try table.column(PointClass.columnName, option: "")
      let filling = CellFilling(column: column, numbers: [1, .nan, Double(greatest), 0, 5])
      let bytes = try FormatTestSupport.written("b.laz") {
        try $0.write(table, filling: [filling], appending: [])
      }
      let (before, after) = (try Self.bits(table), try Self.bits(try FormatTestSupport.table(bytes, "b.laz")))
      #expect(after[column] == [1, 2, Double(greatest), 0, 5].map(\.bitPattern))
      for other in before.indices where other != column { #expect(after[other] == before[other]) }
    }
    #expect(
      PointClass.isHeld(by: "a.LAZ") && PointClass.isHeld(by: "b.las") && !PointClass.isHeld(by: "las.csv"))
  }

  @Test func whatCannotBeWrittenIsRefused() throws {
    let points = try FormatTestSupport.table(try Self.file("laspy-format1.laz"), "a.laz")
    let twice = tableError { () throws(TableError) in
      _ = try TableWriter(to: "out.laz.gz").write(points, appending: [])
    }
    #expect(twice?.message.contains("compressed already") == true)
    let directory = try TemporaryDirectory()
    let plain = try table("x,y\n1,2\n")
    let flat = tableError { () throws(TableError) in
      _ = try TableWriter(to: directory.path("a.laz")).write(plain, appending: [])
    }
    #expect(flat?.message.contains("x, y and z") == true)
  }

  // MARK: Damage

  @Test(arguments: [
    ("laspy-format1", 0, 2, 3, "compressor has the number 3"), ("laspy-format1", 2, 2, 1, "the coder 1"),
    ("laspy-format1", 32, 2, 9, "cut short"), ("laspy-format1", 32, 2, 2, "parts, and 2 are described"),
    ("laspy-format1", 34, 2, 10, "part 1 of a point"),
    ("laspy-format7", 36, 2, 31, "part 1 of a point"), ("laspy-format7", 38, 2, 9, "part 1 of a point"),
    ("laspy-format7", 0, 2, 2, "compressor has the number 2"),
  ])
  func damagedDescriptions(name: String, offset: Int, size: Int, number: Int, part: String) throws {
    var file = try Self.file(name + ".laz")
    let header = try file.withUnsafeBufferPointer { bytes throws(TableError) in
      try LASHeader(bytes, source: "")
    }
    let record = try #require(header.records.first(where: LAZDescription.describes))
    file.set(number, size, at: record.contents.lowerBound + offset)
    let error = tableError { () throws(TableError) in _ = try FormatTestSupport.table(file, "a.laz") }
    #expect(error?.code == .badData)
    #expect(error?.message.contains(part) == true, "\(error?.description ?? "no error")")
  }

  @Test(
    arguments: [
      (0, 8, 1 << 40, "not in the file"), (0, 8, 3, "not in the file"),
      (nil, 4, 7, "no version 0"), (4, 4, 1 << 31, "cannot be in"), (8, 4, 0xFFFF_FFFF, "cannot be decoded"),
    ] as [(Int?, Int, Int, String)])
  func damagedTables(offset: Int?, size: Int, number: Int, part: String) throws {
    var file = try Self.file("laspy-format7.laz")
    let start = Self.dataOffset(file)
    let table = Self.integer(file, 8, at: start)
    // The first two change where the table is, the others what it says.
    file.set(number, size, at: size == 8 ? start : table + (offset ?? 0))
    let error = tableError { () throws(TableError) in _ = try FormatTestSupport.table(file, "a.laz") }
    #expect(error?.code == .badData)
    #expect(error?.message.contains(part) == true, "\(error?.description ?? "no error")")
  }

  /// A header that announces more than any memory holds is refused before any of it is taken.
  @Test func impossibleCounts() throws {
    for count in [1 << 33, 1 << 50, 1 << 62] {
      var file = try Self.file("laspy-format7.laz")
      file.set(count, 8, at: 247)
      let error = tableError { () throws(TableError) in _ = try FormatTestSupport.table(file, "a.laz") }
      #expect(error?.code == .badData, "\(error?.description ?? "no error")")
    }
  }

  @Test(arguments: names)
  func damage(name: String) throws {
    let file = try Self.file(name + ".laz")
    FormatTestSupport.damage(file, "a.laz", whole: Self.integer(file, 8, at: Self.dataOffset(file)))
  }
}

#endif
