import GaussianMixtures
import Tables
import Testing

/// Where a text is cut for the threads, and how many there are, must not show.
@Suite struct ChunkTests {
  private static let cells = [
    "1", "-2.5", "0.1", "1e300", "NA", "", " 3 ", "\"4\"", "\"a\nb\"", "\"x,\"\"y\"\"\n\n# z\"", "b\"c", "5e",
    "+7",
    ".5", "8.", "12345678901234567890", "0.30000000000000004", "-0", "nan", "1e999",
  ]
  private static let between = ["", "", "", "", "# a, \"comment\n", "\n", "  \n", " # \"\n", "\r\n"]

  /// A table that is mostly sound: quotes, comments and blank lines stand anywhere.
  private func awkwardText(seed: Int) -> String {
    var generator = RandomStream(seed: UInt64(seed), purpose: .sampling)
    let delimiter = [",", ";", "\t", " "][seed % 4]
    let lineEnd = seed % 3 == 0 ? "\r\n" : "\n"
    // Some tables have no text, so that their numbers can be read.
    let kinds = seed % 5 < 2 ? Self.cells : Self.cells.filter { !$0.contains { "abcxe".contains($0) } }
    var text = seed % 2 == 0 ? "x\(delimiter)y\(delimiter)z\(lineEnd)" : ""
    for row in 0..<Int.random(in: 1...9, using: &generator) {
      text += Self.between.randomElement(using: &generator) ?? ""
      // The first row is plain: it says how many cells there are.
      let width = row > 0 && Int.random(in: 0..<40, using: &generator) == 0 ? 2 : 3
      let row = (0..<width).map { _ in row == 0 ? "1.5" : kinds.randomElement(using: &generator) ?? "" }
      text += row.joined(separator: delimiter) + lineEnd
    }
    if Bool.random(using: &generator) { text.removeLast() }
    return text
  }

  /// All that can be asked of a table, or the error, as text.
  private func account(_ text: String, seed: Int, chunkSize: Int, threads: Int) -> [String] {
    var options = ReadingOptions(
      delimiter: .given(Array(",;\t ".utf8)[seed % 4]), threadCount: threads)
    options.chunkSize = chunkSize
    do {
      let table = try PointTable(bytes: Array(text.utf8), source: "data", options: options)
      var account = [table.columnNames.description, table.columnKinds.description]
      account += (0..<table.columnCount).map { table.text(of: $0).description }
      account += (0..<table.rowCount).map { "\(table.line(ofRow: $0))" }
      for columns in [[0], [2, 0], [0, 1, 2]] {
        for policy in [InvalidCellPolicy.refuse, .skipRows] {
          do {
            let numbers = try table.numbers(in: columns, invalid: policy)
            account.append("\(numbers.columns.map { $0.map(\.bitPattern) }) \(numbers)")
          } catch {
            account.append("\(error)")
          }
        }
      }
      return account
    } catch {
      return ["\(error)"]
    }
  }

  @Test(arguments: 0..<120)
  func textsReadAlikeWhereverTheyAreCut(seed: Int) {
    let text = awkwardText(seed: seed)
    let whole = account(text, seed: seed, chunkSize: 1 << 20, threads: 1)
    for chunkSize in 1...text.utf8.count {
      #expect(account(text, seed: seed, chunkSize: chunkSize, threads: 2) == whole, "cut every \(chunkSize)")
    }
  }

  @Test(arguments: [1, 64, 65, 200])
  func anyNumberOfColumnsIsReadInOrder(width: Int) throws {
    let rows = (0..<40).map { row in
      (0..<width).map { row % 7 == 3 && $0 == width / 2 ? "NA" : "\(row * 1000 + $0)" }.joined(separator: ",")
    }
    var options = ReadingOptions(delimiter: .given(44), threadCount: 2)
    options.chunkSize = 300
    let table = try PointTable(
      bytes: Array(rows.joined(separator: "\n").utf8), source: "data", options: options)
    let numbers = try table.numbers(in: Array(0..<width), invalid: .skipRows)
    let kept = (0..<40).filter { $0 % 7 != 3 }
    #expect(numbers.keptRows == kept)
    #expect(numbers.columns == (0..<width).map { column in kept.map { Double($0 * 1000 + column) } })
  }

  @Test func numbersAreThoseOfTheSwiftParser() throws {
    var generator = RandomStream(seed: 3, purpose: .sampling)
    let texts = (0..<20_000).map { _ in
      let digits = { (count: Int) in
        String((0..<count).map { _ in Character(String(Int.random(in: 0...9, using: &generator))) })
      }
      let whole = digits(Int.random(in: 1...19, using: &generator))
      let sign = Bool.random(using: &generator) ? "-" : ""
      let fraction =
        Bool.random(using: &generator) ? "." + digits(Int.random(in: 1...20, using: &generator)) : ""
      let exponent =
        Int.random(in: 0..<4, using: &generator) == 0
        ? "e\(Int.random(in: -300...280, using: &generator))" : ""
      return sign + whole + fraction + exponent
    }
    let bytes = Array(texts.joined(separator: "\n").utf8)
    let table = try PointTable(bytes: bytes, source: "data", options: ReadingOptions(header: .no))
    let expected = texts.map { (Double($0) ?? .nan).bitPattern }
    #expect(try table.numbers(in: [0]).columns[0].map(\.bitPattern) == expected)
  }

  @Test(arguments: 0..<60)
  func whatIsWrittenDoesNotDependOnThreads(seed: Int) throws {
    var options = ReadingOptions(delimiter: .given(Array(",;\t ".utf8)[seed % 4]))
    options.threadCount = 1
    let bytes = Array(awkwardText(seed: seed).utf8)
    guard let table = try? PointTable(bytes: bytes, source: "data", options: options) else { return }
    let kept = (0..<table.rowCount).filter { ($0 + seed) % 3 != 0 }
    let values = kept.map { Double($0) / 3 }
    let columns = [
      TableColumn(name: "x", values: .numbers(values)),
      TableColumn(name: "label", values: .integers(kept.map { -$0 })),
      TableColumn(name: "text", values: .strings(kept.map { $0 % 2 == 0 ? nil : "a\"\($0)" })),
      TableColumn(
        name: "name",
        values: .categories(indices: kept.map { $0 % 3 == 0 ? nil : $0 % 2 }, names: ["u", "v w"])),
    ]
    let directory = try TemporaryDirectory()
    func written(rows: Int, threads: Int) throws -> [[UInt8]] {
      var appended = TableWriter(to: directory.path("appended"), threadCount: threads)
      appended.rowsOfChunk = rows
      try appended.write(table, appending: columns, keptRows: kept)
      var new = TableWriter(to: directory.path("new"), threadCount: threads)
      new.rowsOfChunk = rows
      try new.write(columns)
      return [try directory.bytes("appended"), try directory.bytes("new")]
    }
    let whole = try written(rows: 1000, threads: 1)
    for rows in 1...4 { #expect(try written(rows: rows, threads: 2) == whole) }
  }

  @Test func aFailureOfOneChunkIsReported() throws {
    var writer = TableWriter(to: "/dev/full", threadCount: 2)
    writer.rowsOfChunk = 10
    let columns = [TableColumn(name: "x", values: .integers(Array(0..<1000)))]
    let error = tableError { () throws(TableError) in try writer.write(columns) }
    #expect(error?.code == .inputOutput)
  }
}
