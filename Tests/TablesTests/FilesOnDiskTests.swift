import GaussianMixtures
import Testing

@testable import Tables

/// Files that stay on the disk are read as those that are copied into memory.
@Suite struct FilesOnDiskTests {
  private var onDisk: ReadingOptions {
    var options = ReadingOptions()
    options.keepsFilesOnDisk = true
    return options
  }

  private static let text: String = {
    let rows = (0..<3000).map { i in
      "\(Double(i) / 7),\(i % 100 == 3 ? "NA" : String(i * i % 1013)),\(i % 3 == 0 ? "a" : "b")\n"
    }
    return "x,y,kind\n# a comment\n" + rows.joined()
  }()

  private func tables(_ name: String, _ bytes: some Sequence<UInt8>) throws -> [PointTable] {
    let directory = try TemporaryDirectory()
    let path = try directory.write(Array(bytes), to: name)
    return try [ReadingOptions(), onDisk].map { try PointTable(contentsOf: path, options: $0) }
  }

  @Test(arguments: ["points.csv", "points.txt"])
  func textsAreReadAlike(name: String) throws {
    let tables = try tables(name, Self.text.utf8)
    #expect(!tables[0].isLargerThanMemory && tables[1].isLargerThanMemory)
    #expect(tables[1].columnNames == tables[0].columnNames && tables[1].rowCount == tables[0].rowCount)
    for invalid in [InvalidCellPolicy.skipRows, .missing] {
      let numbers = try tables.map { try $0.numbers(in: [0, 1], invalid: invalid) }
      #expect(numbers[0].keptRows == numbers[1].keptRows)
      let scratch = try tables[1].scratchNumbers(in: [1, 0], invalid: invalid, folder: nil)
      #expect(scratch.rowCount == numbers[0].columns[0].count && scratch.keptRows == numbers[0].keptRows)
      #expect(
        scratch.skipped.count == numbers[0].skipped.count && scratch.missingCount == numbers[0].missingCount)
      for (place, column) in [1, 0].enumerated() {
        let found = UnsafeBufferPointer(start: scratch.start(of: place), count: scratch.rowCount)
        #expect(found.map(\.bitPattern) == numbers[0].columns[column].map(\.bitPattern))
      }
    }
    #expect(throws: TableError.self) {
      try tables[1].scratchNumbers(in: [0, 1], invalid: .refuse, folder: nil)
    }
    let error = #expect(throws: TableError.self) {
      try tables[1].scratchNumbers(in: [0], invalid: .refuse, folder: "/no/such/folder")
    }
    #expect(error?.code == .inputOutput && error?.message.contains("/no/such/folder") == true)
  }

  @Test func arraysAreTakenInPlace() throws {
    let directory = try TemporaryDirectory()
    let path = directory.path("points.npy")
    let columns = [0, 1].map { d in
      TableColumn(name: String(d), values: .numbers((0..<500).map { Double($0 * (d + 1)) + 0.25 }))
    }
    try TableWriter(to: path).write(columns)
    let tables = try [ReadingOptions(), onDisk].map { try PointTable(contentsOf: path, options: $0) }
    #expect(tables[1].isLargerThanMemory)
    #expect(try tables[0].numbers(in: [0, 1]).columns == tables[1].numbers(in: [0, 1]).columns)
    #expect(tables[1].storedColumns([0, 1]) != nil)
  }

  /// Records and lines between others pass through from the disk as from memory.
  @Test(arguments: [
    "plyfile-big.ply", "pypcd4-binary.pcd", "pypcd4-compressed.pcd", "laspy-format7.las", "fcswrite.fcs",
    "lines.ply",
  ])
  func recordsAreReadAlike(name: String) throws {
    let lines =
      "ply\nformat ascii 1.0\nelement vertex 2\nproperty float x\nproperty float y\nend_header\n1 2\n3 4\n0\n"
    let bytes = try name == "lines.ply" ? Array(lines.utf8) : FormatTestSupport.foreign(name)
    let tables = try tables(name, bytes)
    #expect(!tables[0].isLargerThanMemory && tables[1].isLargerThanMemory == !name.contains("compressed"))
    let columns = Array(tables[0].columnNames.indices)
    let numbers = try tables.map { try $0.numbers(in: columns, invalid: .missing).columns }
    #expect(numbers[0].map { $0.map(\.bitPattern) } == numbers[1].map { $0.map(\.bitPattern) })
    #expect(try FormatTestSupport.passed(tables[0], name) == FormatTestSupport.passed(tables[1], name))
  }

  /// Results that are made run by run give the bytes of those that are made at once.
  @Test(arguments: ["out.csv", "out.tsv", "out.npy"], [nil, [0, 3, 4, 700, 2999]] as [[Int]?])
  func resultsComeRunByRun(name: String, keptRows: [Int]?) throws {
    let directory = try TemporaryDirectory()
    let isArray = name.hasSuffix("npy")
    let text = isArray ? "x,y\n" + (0..<3000).map { "\($0),\($0 / 3)\n" }.joined() : Self.text
    let path = try directory.write(Array(text.utf8), to: "points.csv")
    let table = try PointTable(contentsOf: path, options: onDisk)
    let all = (0..<(keptRows?.count ?? table.rowCount)).map { Double($0) / 3 }
    func columns(_ places: Range<Int>) -> [TableColumn] {
      [TableColumn(name: "third", values: .numbers(Array(all[places])))]
    }
    let (whole, parts) = (directory.path("whole-" + name), directory.path("parts-" + name))
    try TableWriter(to: whole).write(table, appending: columns(all.indices), keptRows: keptRows)
    for size in [1, 7, 1000, 3000, 5000] {
      _ = try TableWriter(to: parts).write(table, rowsOfRun: size, keptRows: keptRows) { ([], try columns($0)) }
      #expect(try directory.bytes("parts-" + name) == directory.bytes("whole-" + name), "\(size)")
    }
  }
}
