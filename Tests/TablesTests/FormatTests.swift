import Testing

@testable import Tables

/// The list of formats, and what every format in it promises.
@Suite struct FormatTests {
  private let columns = [
    TableColumn(name: "x", values: .numbers([1.5, -2, 0.1, 4])),
    TableColumn(name: "y", values: .numbers([3, 1e-300, 7, 1e15])),
  ]

  private func bytes(_ path: String, rowsOfChunk: Int = 2, _ write: (TableWriter) throws -> Void) throws
    -> [UInt8]
  {
    let directory = try TemporaryDirectory()
    var writer = TableWriter(to: directory.path(path), threadCount: 2)
    writer.rowsOfChunk = rowsOfChunk
    try write(writer)
    return try directory.bytes(path)
  }

  /// What a sink makes of runs of rows.
  private func bytes(_ outline: TableOutline, _ runs: [TableRun]) throws -> [UInt8] {
    let memory = OutputMemory()
    let output = OutputDescriptor(number: -1, path: outline.path, memory: memory)
    var sink = try TableFormats.format(writtenTo: outline.path).makeSink(outline)
    for run in runs { try sink.append(run, to: output) }
    try sink.finish(output)
    return memory.bytes
  }

  private func outline(_ table: PointTable?, _ names: [String], rowCount: Int, path: String) -> TableOutline {
    TableOutline(
      table: table, columnNames: names, rowCount: rowCount, path: path, threadCount: 2, rowsOfChunk: 2)
  }

  @Test func everyFormatReadsWhatItWrites() throws {
    // Points of a scanner have whole numbers for coordinates, and always three.
    for format in TableFormats.all where !format.endings.contains(where: { ["las", "laz"].contains($0) }) {
      for ending in format.endings {
        let written = try bytes("points.\(ending)") { try $0.write(columns) }
        let input = TableInput(
          bytes: FileBytes(copying: written), source: "points.\(ending)", options: ReadingOptions())
        let source = try TableFormats.format(of: input).open(input)
        #expect(source.rowCount == 4, "\(ending)")
        #expect(source.columnNames == (source.hasHeader ? ["x", "y"] : ["1", "2"]), "\(ending)")
        let numbers = try PointTable(source, source: ending, options: ReadingOptions()).numbers(in: [0, 1])
        #expect(numbers.columns == [[1.5, -2, 0.1, 4], [3, 1e-300, 7, 1e15]], "\(ending)")
      }
    }
  }

  /// Texts whose first bytes are those of other formats.
  @Test(arguments: [
    "ply\n1\n2\n", "LASF_code,x,y,z,intensity,more\n1,2,3,4,5,6\n", "FCS3.0,x\n1,2\n", "SIMPLE,x\n1,2\n",
    "VERSION,x\n1,2\n",
  ])
  func textsAreTold(text: String) throws {
    let table = try table(text)
    #expect(try table.numbers(in: [0]).columns[0].first == 1 && table.hasHeader)
  }

  @Test func anEndingBelongsToOneFormat() {
    let endings = TableFormats.all.flatMap { $0.endings + $0.looseEndings }
    #expect(Set(endings).count == endings.count)
    #expect(endings.allSatisfy { $0 == $0.lowercased() && !$0.isEmpty })
    // An ending for files that are refused would be offered and then not written.
    let written = TableFormats.all.flatMap(\.endings)
    #expect(written.allSatisfy { ForeignFormat.names[$0] == nil && ForeignFormat.compressions[$0] == nil })
    let compressed = Compression.isBuilt ? ["gz", "zst"] : []
    #expect(TableFormats.accepted == (endings + compressed).map { ".\($0)" }.joined(separator: ","))
    #expect(TableFormats.oneOf.contains(", a NumPy array") && TableFormats.oneOf.hasPrefix("CSV, "))
  }

  // MARK: Runs

  private let commented = "# kept\nx,label\n1,a\n\n2,b # no\n3,c\n// kept too\n4,d\n5,e\n"

  @Test(arguments: ["out.csv", "out.tsv"])
  func rowsPassThroughInRuns(path: String) throws {
    let table = try table(commented)
    let cells = [10, 20, 40, 50]
    let kept = [0, 1, 3, 4]
    func run(_ rows: Range<Int>) -> TableRun {
      let places = kept.indices.filter { rows.contains(kept[$0]) }
      return TableRun(
        rows: rows, fillings: [CellFilling(column: 0, numbers: rows.map { $0 == 3 ? 0.25 : .nan })],
        columns: [TableColumn(name: "label", values: .integers(places.map { cells[$0] }))],
        keptRows: places.map { kept[$0] })
    }
    let outline = outline(table, ["label"], rowCount: 5, path: path)
    let whole = try bytes(outline, [run(0..<5)])
    #expect(try bytes(outline, [run(0..<1), run(1..<4), run(4..<5)]) == whole)
    #expect(String(decoding: whole, as: UTF8.self).contains("label_input"))
    #expect(String(decoding: whole, as: UTF8.self).contains("0.25"))
  }

  @Test(arguments: ["out.csv", "out.npy"])
  func anArrayPassesThroughInRuns(path: String) throws {
    let array = try PointTable(bytes: try bytes("points.npy") { try $0.write(columns) }, source: "points.npy")
    func run(_ rows: Range<Int>) -> TableRun {
      TableRun(rows: rows, columns: [TableColumn(name: "label", values: .integers(rows.map { $0 * 10 }))])
    }
    let outline = outline(array, ["label"], rowCount: 4, path: path)
    let whole = try bytes(outline, [run(0..<4)])
    #expect(try bytes(outline, [run(0..<3), run(3..<4)]) == whole)
    let read = try PointTable(bytes: whole, source: path, options: .withAdded)
    #expect(try read.numbers(in: [0, 2]).columns == [[1.5, -2, 0.1, 4], [0, 10, 20, 30]])
  }

  @Test func anArrayOfOtherLengthThanAnnouncedIsRefused() {
    let outline = outline(nil, ["1"], rowCount: 3, path: "out.npy")
    let run = TableRun(rows: 0..<2, columns: [TableColumn(name: "1", values: .numbers([1, 2]))])
    #expect(throws: TableError.self) { try bytes(outline, [run]) }
  }

  @Test(arguments: [0..<0, 0..<1, 1..<4, 0..<5])
  func numbersOfARunAreThoseOfTheTable(rows: Range<Int>) throws {
    var options = ReadingOptions()
    options.chunkSize = 64
    let table = try PointTable(
      bytes: Array("x,y\n1,2\n3,NA\n5,6\n7,8\nNA,9\n".utf8), source: "t", options: options)
    let all = try table.numbers(in: [1, 0], invalid: .missing).columns.map { $0.map(\.bitPattern) }
    let run = try table.numbers(in: [1, 0], rows: rows, invalid: .missing)
    #expect(run.columns.map { $0.map(\.bitPattern) } == all.map { Array($0[rows]) })
    if rows == 1..<4 {
      #expect(try table.numbers(in: [1], rows: rows, invalid: .skipRows).keptRows == [2, 3])
    }
  }

  // MARK: A format that is none of the others

  /// A table with a header, texts among its columns, and rows that cannot be read.
  private struct TypedSource: TableSource {
    let columnNames = ["x", "name", "label"]
    let columnKinds: [PointTable.ColumnKind] = [.numeric, .text, .numeric]
    let hasHeader = true
    let rowCount = 5
    let byteCount = 0
    var damagedRow = Int.max

    private func number(_ column: Int, _ row: Int) -> Double { Double(row) + Double(column) / 4 }

    func readNumbers(of columns: [Int], in rows: Range<Int>, into sink: inout NumberSink) throws(TableError) {
      for row in rows {
        guard row != damagedRow else {
          throw TableError(.badData, source: "t", line: row + 1, message: "damaged")
        }
        for (slot, column) in columns.enumerated() { sink.set(slot, number(column, row)) }
        sink.keep(1)
      }
    }

    func texts(of column: Int, in rows: Range<Int>) -> [String] {
      rows.map { column == 1 ? "a, \($0 % 2)" : NumberText.shortest(number(column, $0)) }
    }

    func categories(of column: Int) -> CategoryColumn {
      var collector = CategoryCollector(rowCount: rowCount)
      for text in texts(of: column, in: 0..<rowCount) { collector.append(text) }
      return collector.sorted(decimalComma: false)
    }
  }

  @Test func anyTableIsWrittenAsText() throws {
    let table = PointTable(TypedSource(), source: "t", options: ReadingOptions())
    let memory = OutputMemory()
    let renames = try TableWriter(to: memory, threadCount: 1).write(
      table, filling: [CellFilling(column: 0, numbers: [.nan, 9, .nan, .nan, .nan])],
      appending: [TableColumn(name: "label", values: .integers([7, 8]))], keptRows: [0, 3])
    #expect(
      String(decoding: memory.bytes, as: UTF8.self) == """
        x,name,label_input,label
        0,"a, 0",0.5,7
        9,"a, 1",1.5,
        2,"a, 0",2.5,
        3,"a, 1",3.5,8
        4,"a, 0",4.5,

        """)
    #expect(renames.map(\.renamed) == ["label_input"])
    #expect(table.textCounts(of: [1]).map(\.distinct) == [2])
    #expect(table.categories(of: 1).names == ["a, 0", "a, 1"])
    #expect(try table.defaultColumns() == [0, 2])
  }

  @Test func anyTableWithTextIsNoArray() {
    let table = PointTable(TypedSource(), source: "t", options: ReadingOptions())
    let outline = outline(table, [], rowCount: 5, path: "out.npy")
    #expect(throws: TableError.self) { try bytes(outline, [TableRun(rows: 0..<5, columns: [])]) }
  }

  @Test func damageIsTheErrorOfItsFirstRow() {
    var options = ReadingOptions()
    options.chunkSize = 64
    let table = PointTable(TypedSource(damagedRow: 3), source: "t", options: options)
    let error = tableError { () throws(TableError) in _ = try table.numbers(in: [0, 2]) }
    #expect(error?.line == 4)
  }
}
