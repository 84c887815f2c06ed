import GaussianMixtures
import Tables
import Testing

/// Tables and bytes that nobody thought of.
@Suite struct RandomTableTests {
  private static let letters = Array("ab,;\t \"'\n#.1éλ-|")

  private func word(_ generator: inout RandomStream) -> String {
    String(
      (0..<Int.random(in: 1...6, using: &generator)).map { _ in
        Self.letters.randomElement(using: &generator) ?? "a"
      })
  }

  @Test(arguments: 0..<60)
  func whatIsWrittenReadsBack(seed: Int) throws {
    var generator = RandomStream(seed: UInt64(seed), purpose: .sampling)
    let rowCount = Int.random(in: 1...12, using: &generator)
    let numbers = (0..<rowCount).map { _ in
      let value = Double(bitPattern: generator.next())
      return value.isFinite ? value : 0.5
    }
    let texts = (0..<rowCount).map { _ in word(&generator) }
    let directory = try TemporaryDirectory()
    let first = directory.path("first.csv")
    try TableWriter(to: first).write([
      TableColumn(name: "x", values: .numbers(numbers)), TableColumn(name: "text", values: .strings(texts)),
    ])
    var options = ReadingOptions(delimiter: .given(UInt8(ascii: ",")))
    let read = try PointTable(contentsOf: first, options: options)
    #expect(try read.numbers(in: [0]).columns[0].map(\.bitPattern) == numbers.map(\.bitPattern))
    #expect(read.text(of: 1) == texts)
    // Once more, with results, in another dialect.
    let second = directory.path("second.txt")
    let delimiter = [";", "\t", " ", "|"].randomElement(using: &generator) ?? ";"
    let quotes = { (text: String) in
      "\""
        + text.split(separator: "\"", omittingEmptySubsequences: false)
        .joined(separator: "\"\"") + "\""
    }
    let rows = zip(numbers, texts).map { "\(NumberText.shortest($0))\(delimiter)\(quotes($1))\r\n" }
    let other = try directory.write(("x\(delimiter)text\r\n" + rows.joined()).utf8, to: "other")
    options.delimiter = .given(Array(delimiter.utf8)[0])
    let results = [TableColumn(name: "text", values: .strings(texts))]
    let renames = try TableWriter(to: second).write(
      PointTable(contentsOf: other, options: options), appending: results)
    #expect(renames.map(\.renamed) == ["text_input"])
    let again = try PointTable(contentsOf: second, options: options)
    #expect(try again.numbers(in: [0]).columns[0].map(\.bitPattern) == numbers.map(\.bitPattern))
    #expect(again.text(of: 1) == texts)
    #expect(again.text(of: 2) == texts)
  }

  /// Reads, asks for everything and writes; any error is fine, a trap is not.
  private func exercise(_ bytes: [UInt8], _ options: ReadingOptions) {
    guard let table = try? PointTable(bytes: bytes, source: "random", options: options) else { return }
    let columns = Array(0..<table.columnCount)
    for policy in [InvalidCellPolicy.refuse, .skipRows] {
      _ = try? table.numbers(in: columns, invalid: policy)
    }
    for column in columns.prefix(4) {
      let texts = table.text(of: column)
      #expect(texts.count == table.rowCount)
      #expect(table.categories(of: column).indices.count == table.rowCount)
    }
    _ = try? table.defaultColumns()
    _ = try? table.selectColumns(table.columnNames.joined(separator: ","))
    let labels = TableColumn(name: "label", values: .integers(Array(repeating: 1, count: table.rowCount)))
    _ = try? TableWriter(to: "/dev/null").write(table, appending: [labels])
  }

  @Test func randomBytesNeverTrap() {
    var generator = RandomStream(seed: 7, purpose: .sampling)
    let alphabet = Array("0123456789.,;\t \"\"\n\n\r#abcNA-+eé".utf8)
    let delimiters: [ReadingOptions.Delimiter] = [.automatic, .automatic, .given(44), .given(32), .given(9)]
    for number in 0..<2000 {
      let length = Int.random(in: 0...60, using: &generator)
      let bytes = (0..<length).map { _ in
        number % 4 == 0
          ? UInt8.random(in: 0...255, using: &generator) : alphabet.randomElement(using: &generator) ?? 0
      }
      let options = ReadingOptions(
        header: [.automatic, .yes, .no][number % 3], delimiter: delimiters[number % 5],
        decimalComma: number % 7 == 0)
      exercise(bytes, options)
    }
  }

  @Test func randomArrayHeadersNeverTrap() {
    var generator = RandomStream(seed: 8, purpose: .sampling)
    let header = "{'descr': '<f8', 'fortran_order': False, 'shape': (3, 2), }\n"
    let sound =
      [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0] + Array(header.utf8)
      + (0..<48).map { UInt8($0) }
    for _ in 0..<1000 {
      var bytes = sound
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        bytes[Int.random(in: 6..<bytes.count, using: &generator)] = UInt8.random(
          in: 0...255, using: &generator)
      }
      exercise(Array(bytes.prefix(Int.random(in: 6...bytes.count, using: &generator))), ReadingOptions())
    }
  }

  @Test(arguments: [
    "\"", "\"\"", "\"a", "a\"", ",", "\r", "\r\n", "\n\r", "\"\r", "1\r", "#", "1,\"", "\"\"\"", " ", "1 \r2",
  ])
  func cornersNeverTrap(text: String) {
    for header in [ReadingOptions.Header.automatic, .yes, .no] {
      for delimiter in [ReadingOptions.Delimiter.automatic, .given(44), .given(32), .given(9)] {
        exercise(Array(text.utf8), ReadingOptions(header: header, delimiter: delimiter))
      }
    }
  }
}
