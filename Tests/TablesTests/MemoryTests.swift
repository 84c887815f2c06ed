import Parallel
import Tables
import Testing

@Suite struct MemoryTests {
  @Test func thereIsSomeMemoryLeft() {
    let available = AvailableMemory.now()
    #expect(available.bytes > 1 << 20)
    #expect(available.bytes < .max)
  }

  @Test func whatIsAllowedIsNotExceeded() throws {
    let text = Array(("x,y\n" + String(repeating: "1.5,2.5\n", count: 50_000)).utf8)
    var options = ReadingOptions()
    options.memoryLimit = 700_000
    let small = tableError { () throws(TableError) in
      _ = try PointTable(bytes: text, source: "data.csv", options: options)
    }
    #expect(small?.code == .inputOutput)
    options.memoryLimit = 1_100_000
    let table = try PointTable(bytes: text, source: "data.csv", options: options)
    let numbers = tableError { () throws(TableError) in _ = try table.numbers(in: [0, 1]) }
    #expect(numbers?.code == .inputOutput)
    #expect(numbers?.message.contains("--memory allows 1.1 MB") == true)
    #expect(try table.numbers(in: [0]).columns[0].count == 50_000)
  }

  /// What there is is said to the nearest, and of what is needed never less.
  @Test(arguments: [
    (0.0, "0 bytes", "0 bytes"), (999, "999 bytes", "999 bytes"), (1000, "1 kB", "1 kB"),
    (1440, "1.4 kB", "1.5 kB"),
    (12_340, "12.3 kB", "13 kB"), (123_450, "123 kB", "124 kB"), (999_999, "1000 kB", "1000 kB"),
    (2_000_000_000, "2 GB", "2 GB"), (3.01e15, "3010 TB", "3.1 PB"), (4e24, "4000000000000 TB", "4000000 EB"),
  ])
  func bytesAreRounded(bytes: Double, nearest: String, up: String) {
    #expect(ByteText.size(bytes) == nearest && ByteText.size(bytes, rounded: .up) == up)
  }

  @Test(arguments: [
    (0, "0 rows"), (1, "1 row"), (2, "2 rows"), (1_234_567, "1,234,567 rows"), (-1000, "-1,000 rows"),
  ])
  func countsAreWords(count: Int, text: String) { #expect(CountText.of(count, "row") == text) }
}
