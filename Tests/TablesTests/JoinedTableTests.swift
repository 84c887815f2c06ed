import GaussianMixtures
import Tables
import Testing

/// Several files are one table, which nothing tells from the file that they make when put together by hand.
@Suite struct JoinedTableTests {
  private static let names = ["x", "y", "kind", "w"]

  /// Rows with numbers, invalid cells, texts in quotes, and decimals of all lengths.
  private func rows(_ count: Int, _ generator: inout RandomStream) -> [[String]] {
    (0..<count).map { row in
      let isOdd = Int.random(in: 0..<9, using: &generator) == 0
      return [
        "\(Double.random(in: -5...5, using: &generator))", isOdd ? "NA" : "\(row).25",
        ["a", "\"b,c\"", "\"d\"\"e\"", ""][Int.random(in: 0..<4, using: &generator)], "\(row % 7)",
      ]
    }
  }

  private func text(_ rows: [[String]], order: [Int], separator: String = ",") -> String {
    ([Self.names] + rows).map { row in order.map { row[$0] }.joined(separator: separator) + "\n" }.joined()
  }

  /// The same rows in one file, and in several whose columns stand in any order.
  private func tables(
    seed: Int, permuted: Bool = true, threads: Int = 2
  ) throws -> (whole: PointTable, joined: PointTable) {
    var generator = RandomStream(seed: UInt64(seed), purpose: .sampling)
    let directory = try TemporaryDirectory()
    var all: [[String]] = []
    var paths: [String] = []
    var isEnded = true
    for file in 0..<Int.random(in: 2...7, using: &generator) {
      let rows = rows(Int.random(in: 1...40, using: &generator), &generator)
      let order = permuted && file > 0 ? [0, 1, 2, 3].shuffled(using: &generator) : [0, 1, 2, 3]
      var text = text(rows, order: order)
      isEnded = Bool.random(using: &generator)
      if !isEnded { text.removeLast() }
      paths.append(try directory.write(text.utf8, to: "\(file).csv"))
      all += rows
    }
    let whole = try directory.write(
      text(all, order: [0, 1, 2, 3]).utf8.dropLast(isEnded ? 0 : 1), to: "whole.csv")
    var options = ReadingOptions(threadCount: threads)
    options.chunkSize = 640
    return (
      try PointTable(contentsOf: whole, options: options), try PointTable(joining: paths, options: options)
    )
  }

  @Test(arguments: 0..<40)
  func joinedIsAsPutTogetherByHand(seed: Int) throws {
    let (whole, joined) = try tables(seed: seed, threads: 1 + seed % 3)
    #expect(joined.columnNames == whole.columnNames)
    #expect(joined.columnKinds == whole.columnKinds)
    #expect(joined.rowCount == whole.rowCount)
    for column in 0..<4 {
      #expect(joined.text(of: column) == whole.text(of: column))
      #expect(joined.categories(of: column) == whole.categories(of: column))
    }
    for columns in [[0], [1, 0], [3, 1, 0]] {
      for policy in [InvalidCellPolicy.skipRows, .missing] {
        let (one, other) = (
          try joined.numbers(in: columns, invalid: policy), try whole.numbers(in: columns, invalid: policy)
        )
        #expect(one.columns.map { $0.map(\.bitPattern) } == other.columns.map { $0.map(\.bitPattern) })
        #expect(one.keptRows == other.keptRows)
        #expect(one.missingCount == other.missingCount)
        #expect(one.skipped.count == other.skipped.count)
      }
    }
  }

  @Test(arguments: 0..<40)
  func joinedIsWrittenAsPutTogetherByHand(seed: Int) throws {
    let (whole, joined) = try tables(seed: seed, permuted: seed % 2 == 0)
    let kept = (0..<whole.rowCount).filter { $0 % 3 != 1 }
    let numbers = TableColumn(name: "label", values: .integers(kept))
    let filling = CellFilling(column: 1, numbers: (0..<whole.rowCount).map { $0 % 5 == 0 ? 0.5 : .nan })
    let cases: [([TableColumn], [CellFilling])] = [([numbers], []), ([], [filling]), ([numbers], [filling])]
    for (columns, fillings) in cases {
      let written = try [whole, joined].map { table in
        let memory = OutputMemory()
        var writer = TableWriter(to: memory, threadCount: 2)
        writer.rowsOfChunk = 11
        try writer.write(
          table, filling: fillings, appending: columns, keptRows: columns.isEmpty ? nil : kept)
        return String(decoding: memory.bytes, as: UTF8.self)
      }
      // Cells that are written anew lose quotes that they do not need, and no file ends in the middle of a line.
      let isCopied = seed % 2 == 1
      #expect(isCopied ? written[1] == written[0] : true)
      #expect(try read(written[1]) == read(written[0]))
    }
  }

  /// All cells of a text.
  private func read(_ text: String) throws -> [[String]] {
    let table = try table(text, header: .yes)
    return [table.columnNames] + table.columnNames.indices.map { table.text(of: $0) }
  }

  // MARK: What differs from file to file

  private func joined(
    _ texts: String..., endings: [String] = [], fileColumn: String? = nil
  ) throws -> PointTable {
    let directory = try TemporaryDirectory()
    let paths = try texts.enumerated().map { place, text in
      try directory.write(text.utf8, to: "\(place).\(place < endings.count ? endings[place] : "csv")")
    }
    return try PointTable(joining: paths, fileColumn: fileColumn)
  }

  private func message(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "no error"
    } catch {
      return "\(error)"
    }
  }

  @Test func dialectsAreMixed() throws {
    let commas = (0..<20).map { "d\($0);\($0),\($0 % 4 + 1)5\n" }.joined()
    let table = try joined(
      "x,name\n1.5,a\n2.5,\"b,c\"\n", "name;x\n" + commas, "x\tname\n5.5\tg,h\n",
      endings: ["csv", "csv", "tsv"])
    let middle: [Double] = (0..<20).map { row in Double(row) + 0.15 + 0.1 * Double(row % 4) }
    let numbers: [Double] = [1.5, 2.5] + middle + [5.5]
    #expect(zip(try table.numbers(in: [0]).columns[0], numbers).allSatisfy { abs($0 - $1) < 1e-12 })
    let memory = OutputMemory()
    try TableWriter(to: memory).write(
      table, appending: [TableColumn(name: "n", values: .integers(Array(1...23)))])
    let lines = String(decoding: memory.bytes, as: UTF8.self).split(separator: "\n")
    #expect(lines[0...4] == ["x,name,n", "1.5,a,1", "2.5,\"b,c\",2", "0.15,d0,3", "1.25,d1,4"])
    #expect(lines[23] == "5.5,\"g,h\",23")
  }

  @Test func encodingsAreMixed() throws {
    let directory = try TemporaryDirectory()
    let first = try directory.write(Array("x,city\n1,Z".utf8) + [0xFC] + Array("rich\n".utf8), to: "1.csv")
    let second = try directory.write("x,city\n2,北京\n".utf8, to: "2.csv")
    let table = try PointTable(joining: [first, second])
    let memory = OutputMemory()
    try TableWriter(to: memory).write(table, appending: [])
    #expect(String(decoding: memory.bytes, as: UTF8.self) == "x,city\n1,Zürich\n2,北京\n")
    #expect(table.placedNotes.contains { $0.hasPrefix(first) })
  }

  @Test func aColumnThatOneLacksIsAnErrorWhereItIsUsed() throws {
    let table = try joined("x,y,z\n1,2,3\n4,5,6\n", "y,x,Z\n7,8,9\n")
    #expect(try table.numbers(in: [0, 1]).columns == [[1, 4, 8], [2, 5, 7]])
    for use in [{ _ = try table.numbers(in: [2]) }, { _ = try table.chooseColumns() }] {
      let message = message(use)
      #expect(message.contains("1.csv: there is no column «z» here, which"))
      #expect(message.contains("did you mean «Z»?"))
    }
    #expect(
      message { _ = try table.column("Z", option: "--by") }.contains("0.csv: there is no column «Z» here"))
    let memory = OutputMemory()
    try TableWriter(to: memory).write(table, appending: [])
    #expect(String(decoding: memory.bytes, as: UTF8.self) == "x,y,z,Z\n1,2,3,\n4,5,6,\n8,7,,9\n")
  }

  @Test func anotherKindIsAnErrorWhereTheColumnIsUsed() throws {
    let table = try joined("x,y\n1,2\n3,4\n", "x,y\n5,low\n6,high\n")
    #expect(try table.numbers(in: [0]).columns == [[1, 3, 5, 6]])
    let message = message { _ = try table.chooseColumns() }
    #expect(message.contains("1.csv:2: column 2 (y): the column holds text, such as «low», and numbers in"))
    #expect(message.contains("--columns"))
    // An empty column is of any kind.
    let empty = try joined("x,y\n1,\n3,\n", "x,y\n5,low\n6,high\n")
    #expect(empty.columnKinds == [.numeric, .text])
    #expect(try empty.chooseColumns().columns == [0])
  }

  @Test func namesAreAllOrNone() throws {
    #expect(
      message { _ = try joined("x,y\n1,2\n", "3,4\n5,6\n") }.contains(
        "1.csv: the columns have no names here, and they have in"))
    #expect(
      message { _ = try joined("1,2\n3,4\n", "1,2,3\n") }.contains("found 3 columns without names where"))
    #expect(try joined("1,2\n3,4\n", "5,6\n").numbers(in: [1]).columns == [[2, 4, 6]])
  }

  @Test func repeatedNamesAreMatchedInTheirOrder() throws {
    let table = try joined("x,y,x\n1,2,3\n", "y,x,x\n5,4,6\n")
    #expect(try table.numbers(in: [0, 1, 2]).columns == [[1, 4], [2, 5], [3, 6]])
  }

  @Test func placesInMessagesAreTheFiles() throws {
    let table = try joined("x,y\n1,2\n3,4\n", "y,x\n5,6\n\n# remark\n7,NA\n")
    let message = message { _ = try table.numbers(in: [0]) }
    #expect(message.contains("1.csv:5: column 2 (x): found «NA»"))
    let skipped = try table.numbers(in: [0], invalid: .skipRows).skipped
    #expect(skipped.first.map(\.description).first?.contains("1.csv, line 5, column 2 (x)") == true)
    let strange = try joined("x\n1\n2\n3\n", "x\n4\n5\n6x\n7\n8\n")
    #expect(self.message { _ = try strange.numbers(in: [0]) }.contains("1.csv:4: column 1 (x): found «6x»"))
  }

  @Test func theFileIsAColumn() throws {
    let table = try joined("x,label\n1,a\n2,b\n", "label,x\nc,3\n", fileColumn: "file")
    #expect(table.columnNames == ["x", "label", "file"])
    #expect(table.kind(of: 2) == .text)
    let files = table.categories(of: 2)
    #expect(files.indices == [0, 0, 1])
    #expect(files.names == [table.text(of: 2)[0], table.text(of: 2)[2]])
    let memory = OutputMemory()
    // The rows that are left out keep their file, and a renamed column its place.
    let labels = TableColumn(name: "label", values: .integers([7, 9]))
    try TableWriter(to: memory).write(table, appending: [labels], keptRows: [0, 2])
    #expect(
      String(decoding: memory.bytes, as: UTF8.self)
        == "x,label_input,file,label\n1,a,\(files.names[0]),7\n2,b,\(files.names[0]),\n3,c,\(files.names[1]),9\n"
    )
    #expect(
      message { _ = try joined("x,file\n1,2\n", fileColumn: "file") }.contains(
        "give --file-column another name"))
    #expect(try joined("1,2\n3,4\n", fileColumn: "file").columnNames == ["1", "2", "file"])
  }

  @Test func arraysAreJoinedByPlace() throws {
    let directory = try TemporaryDirectory()
    let columns = [[1.0, 2, .nan], [4, 5, 6]].map { TableColumn(name: "", values: .numbers($0)) }
    let paths = ["a.npy", "b.npy"].map(directory.path)
    for path in paths { try TableWriter(to: path).write(columns) }
    let table = try PointTable(joining: paths)
    #expect(table.columnNames == ["1", "2"])
    let numbers = try table.numbers(in: [1, 0], invalid: .skipRows)
    #expect(numbers.columns == [[4, 5, 4, 5], [1, 2, 1, 2]])
    #expect(numbers.keptRows == [0, 1, 3, 4])
  }
}
