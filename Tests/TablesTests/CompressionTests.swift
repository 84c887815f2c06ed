#if Formats

import Testing

@testable import Tables

/// Files that are compressed as a whole, whatever table they hold.
@Suite struct CompressionTests {
  private static let files = ["python.csv.gz", "zstandard.csv.zst"]

  @Test(arguments: files)
  func membersOfOtherProgramsAreJoined(name: String) throws {
    let table = try FormatTestSupport.table(FormatTestSupport.foreign(name), name)
    #expect(table.columnNames == ["x", "y", "kind"] && table.rowCount == 60)
    #expect(try table.numbers(in: [1]).columns == [(0..<60).map(Double.init)])
    #expect(table.text(of: 2) == (0..<60).map { $0 % 2 == 0 ? "a" : "b" })
    #expect(!table.isLargerThanMemory)
  }

  @Test(arguments: files)
  func whatIsLargerThanMemoryIsReadAlike(name: String) throws {
    var options = ReadingOptions()
    options.keepsFilesOnDisk = true
    let table = try PointTable(bytes: FormatTestSupport.foreign(name), source: name, options: options)
    #expect(table.isLargerThanMemory)
    options.scratchFolder = "/no/such/folder"
    let error = try #require(throws: TableError.self) {
      try PointTable(bytes: FormatTestSupport.foreign(name), source: name, options: options)
    }
    #expect(error.code == .cannotCreate && error.message.contains("/no/such/folder"))
    #expect(try table.numbers(in: [1]).columns == [(0..<60).map(Double.init)])
  }

  @Test(arguments: files)
  func damageIsAnErrorWithItsPlace(name: String) throws {
    let bytes = try FormatTestSupport.foreign(name)
    FormatTestSupport.damage(bytes, name, whole: 0)
    // Where the second member begins nothing tells that something is missing.
    #expect((0..<bytes.count).count { FormatTestSupport.outcome(of: Array(bytes[..<$0]), name) == nil } == 1)
    let cut = FormatTestSupport.outcome(of: Array(bytes.dropLast(3)), name)
    #expect(cut?.code == .badData && cut?.message.contains("cut short") == true)
    let longer = FormatTestSupport.outcome(of: bytes + Array("rubbish".utf8), name)
    #expect(
      longer?.message.contains("damaged at byte \(CountText.grouped(bytes.count))") == true,
      "\(longer?.message ?? "")")
    #expect(FormatTestSupport.outcome(of: bytes + [0, 0, 0, 0], name) == nil)
  }

  @Test(arguments: ["labels.csv.gz", "labels.tsv.zst", "labels.npy.gz", "labels.ply.zst"])
  func whatIsWrittenIsReadAgain(name: String) throws {
    let columns = (0..<2).map { column in
      TableColumn(
        name: "xy".prefix(column + 1).suffix(1).description,
        values: .numbers((0..<5000).map { Double($0) / 3 }))
    }
    let bytes = try FormatTestSupport.written(name) { try $0.write(columns) }
    let plain = try FormatTestSupport.written(String(name.dropLast(name.hasSuffix("gz") ? 3 : 4))) {
      try $0.write(columns)
    }
    #expect(bytes.starts(with: name.hasSuffix("gz") ? [0x1F, 0x8B] : [0x28, 0xB5, 0x2F, 0xFD]))
    // Members of three rows each, made by two threads.
    #expect(bytes.count < plain.count)
    let input = TableInput(bytes: FileBytes(copying: bytes), source: name, options: ReadingOptions())
    #expect(try input.decompressed().bytes.withBytes { Array($0) } == plain)
    #expect(try FormatTestSupport.table(bytes, name).numbers(in: [0, 1]).columns[1].count == 5000)
  }

  @Test func namesPromiseWhatIsInside() throws {
    #expect(
      FileEnding.of("a/points.csv.gz") == "csv" && FileEnding.of("points.gz") == ""
        && FileEnding.of("p.tar") == "tar")
    try OutputContents.table.requireName("labels.csv.gz")
    #expect(throws: TableError.self) { try OutputContents.json.requireName("model.json.gz") }
    #expect(throws: TableError.self) { try OutputContents.table.requireName("labels.csv.xz") }
    #expect(throws: TableError.self) { try OutputContents.table.requireName("labels.json.gz") }
  }

  @Test func whatGrowsWithoutEndIsRefused() throws {
    let zeros = TableColumn(name: "x", values: .strings([String(repeating: "0", count: 200_000_000)]))
    let bytes = try FormatTestSupport.written("zeros.csv.zst") { try $0.write([zeros]) }
    let error = FormatTestSupport.outcome(of: bytes, "zeros.csv.zst")
    #expect(error?.message.contains("made to fill") == true, "\(error?.message ?? "")")
  }

  @Test func compressedTwiceIsRefused() throws {
    let bytes = try FormatTestSupport.written("a.csv.gz") {
      try $0.write([TableColumn(name: "x", values: .integers([1, 2]))])
    }
    let output = OutputMemory()
    var descriptor = OutputDescriptor(number: -1, path: "a.gz", memory: output)
    descriptor.compression = CompressedOutput(.gzip, path: "a.gz")
    try descriptor.write(bytes)
    try descriptor.finish()
    #expect(FormatTestSupport.outcome(of: output.bytes, "a.gz")?.message.contains("gunzip") == true)
  }
}

#endif
