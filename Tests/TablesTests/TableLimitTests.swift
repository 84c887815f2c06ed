import Testing

@testable import Tables

/// Tables that are refused for their size, before or while they are read.
@Suite struct TableLimitTests {
  private func error(_ text: String, columns: Int = .max, rows: Int = .max, chunkSize: Int = 1 << 19)
    -> TableError?
  {
    var options = ReadingOptions()
    (options.mostColumns, options.mostRows, options.chunkSize) = (columns, rows, chunkSize)
    do throws(TableError) {
      _ = try PointTable(bytes: Array(text.utf8), source: "p.csv", options: options)
      return nil
    } catch {
      return error
    }
  }

  private func watched(_ text: String, most: Int, pieces: Int = 7) -> Bool {
    var watch = WidthWatch(mostColumns: most)
    let bytes = Array(text.utf8)
    return stride(from: 0, to: bytes.count, by: pieces).allSatisfy { start in
      bytes[start..<min(start + pieces, bytes.count)].withUnsafeBytes { watch.accepts($0) }
    }
  }

  @Test(arguments: [",", ";", "\t", "|", " "])
  func columnsAreLimited(sign: String) {
    let row = (1...20).map(String.init).joined(separator: sign)
    #expect(error("\(row)\n\(row)\n", columns: 20) == nil)
    #expect(error("\(row)\n\(row)\n", columns: 19)?.code == .tooLarge)
    #expect(error("\(row)\n\(row)\n", columns: 19)?.message.contains("20 columns, and at most 19") == true)
    #expect(watched("\(row)\n\(row)\n", most: 20) && watched("\(row)\(sign)\n", most: 20))
    #expect(!watched("\(row)\(sign)1\(sign)2\n", most: 20))
  }

  @Test(arguments: [10, 64, 1 << 19])
  func rowsAreLimited(chunkSize: Int) {
    let text = String(repeating: "1,2\n", count: 500)
    #expect(error(text, rows: 500, chunkSize: chunkSize) == nil)
    #expect(error("x,y\n" + text, rows: 500, chunkSize: chunkSize) == nil)
    #expect(error(text, rows: 499, chunkSize: chunkSize)?.code == .tooLarge)
    #expect(error(text, rows: 100, chunkSize: chunkSize)?.message.contains("100 rows") == true)
    // A cell may hold lines; these are no rows.
    let cells = String(repeating: "\"a\nb\nc\nd\",2\n", count: 50)
    #expect(error(cells, rows: 50, chunkSize: chunkSize) == nil)
  }

  @Test("what is no delimiter does not count as one while a text arrives")
  func certainty() {
    let words = String(repeating: "w ", count: 100)
    let commas = String(repeating: ",", count: 100)
    #expect(watched("\"\(commas)\",2\n1,2\n", most: 10))
    #expect(watched("# \(commas)\n1,2\n", most: 10))
    #expect(watched("a\t\(commas)\n", most: 10))
    #expect(watched("1,\(words)\n", most: 10))
    #expect(watched(String(repeating: "1,2\n", count: 300) + commas, most: 10))
  }

  @Test func arrivingBytesBecomeATable() throws {
    let bytes = ArrivingBytes()
    for _ in 0..<10_000 { "1,2\n".utf8.map { $0 }.withUnsafeBytes { #expect(bytes.append($0)) } }
    #expect(bytes.count == 40_000)
    let table = try PointTable(taking: bytes, source: "p.csv")
    #expect(table.rowCount == 10_000 && bytes.count == 0)
    #expect((80_000..<200_000).contains(table.heldByteCount))
  }
}
