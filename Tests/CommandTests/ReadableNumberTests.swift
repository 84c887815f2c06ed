import Foundation
import GaussianMixtures
import Testing

/// The summary shows the digits that the spread of a column needs, and no others.
@Suite struct ReadableNumberTests {
  /// Three groups along a column that begins at `origin`, with the standard deviation `spread`, and a column of
  /// everyday numbers beside them.
  private static func table(origin: Double, spread: Double) -> String {
    var stream = RandomStream(seed: 5, purpose: .sampling)
    var text = "far,near\n"
    for i in 0..<240 {
      let group = Double(i % 3)
      text += "\(origin + spread * (8 * group + stream.normal())),\(10 * group + stream.normal())\n"
    }
    return text
  }

  /// Northings, seconds of the present, a spread of a billionth, small and large units, and numbers about 0.
  static let columns: [(origin: Double, spread: Double)] = [
    (5_155_487, 0.7), (1_764_000_000, 3600), (1_764_000_000, 0.4), (1e6, 1e-3), (3, 2e-7), (7e-9, 1e-9),
    (4e-9, 3e-13), (6e20, 2e19), (1.5e16, 40_000), (0, 1), (-80_000, 12), (1e12, 2e9), (4e-140, 1e-141),
  ]

  @Test(arguments: columns)
  func meansCanBeToldApart(origin: Double, spread: Double) throws {
    let workspace = try Workspace()
    try workspace.write(Self.table(origin: origin, spread: spread), to: "points.csv")
    let summary = try workspace.succeed("fit", "points.csv", "-k", "3", "-o", "model.json").output
    #expect(summary.isEmpty == false)
    let model = try ModelJSON(workspace.text("model.json"))
    for text in [summary, try workspace.succeed("describe", "model.json").output] {
      let cells = try Self.means(in: text, count: 3)
      for (cell, mean) in zip(cells, model.means) {
        let shown = try #require(Double(cell))
        #expect(abs(shown - mean[0]) <= 1e-3 * spread, "\(cell) for \(mean[0])")
      }
      // One under the other, with the same last digit, and no more digits than a double has.
      #expect(Set(cells.map { Self.decimals($0) }).count == 1, "\(cells)")
      #expect(cells.allSatisfy { $0.count { $0.isNumber } <= 20 }, "\(cells)")
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      let head = try #require(lines.firstIndex { $0.contains("mean far") })
      #expect(Set(lines[(head + 1)...(head + 3)].map(\.count)).count == 1)
    }
    // A thousandth of the whole spread, which is seven times that of a group.
    let described = try workspace.succeed("describe", "points.csv").output.split(separator: "\n")
    let row = try #require(described.first { $0.contains(" far ") }).split(separator: " ").map(String.init)
    let numbers = try workspace.numbers("far", in: "points.csv")
    #expect(abs(try #require(Double(row[4])) - (numbers.min() ?? 0)) <= 4e-3 * spread, "\(row)")
    #expect(abs(try #require(Double(row[5])) - (numbers.max() ?? 0)) <= 4e-3 * spread, "\(row)")
    let mean = numbers.reduce(0) { $0 + $1 / 240 }
    #expect(abs(try #require(Double(row[6])) - mean) <= 4e-3 * spread, "\(row)")
  }

  /// The cells of the first column of means.
  private static func means(in text: String, count: Int) throws -> [String] {
    let lines = text.split(separator: "\n")
    let head = try #require(lines.firstIndex { $0.contains("mean far") })
    return lines[(head + 1)...(head + count)].map { String($0.split(separator: " ")[2]) }
  }

  private static func decimals(_ cell: String) -> Int {
    let mantissa = cell.prefix { $0 != "e" }
    return mantissa.contains(".") ? mantissa.reversed().prefix { $0 != "." }.count : 0
  }

  @Test func noDigitIsNeedless() throws {
    let workspace = try Workspace()
    // Two points each: means and variances are short numbers, but for rounding.
    try workspace.write("a,b,c\n23.9,1234567,0.1\n24.1,1234569,0.2\n24.1,1234569,0.3\n23.9,1234567,-0.6\n", to: "p.csv")
    let lines = try workspace.succeed("fit", "p.csv", "-k", "1").output.split(separator: "\n")
    let head = try #require(lines.firstIndex { $0.contains("mean a") })
    #expect(lines[head + 1].split(separator: " ") == ["1", "1", "24", "1234568", "0"])
    // A thousandth of the whole spread, which is seven times that of a group.
    let described = try workspace.succeed("describe", "p.csv").output
    let rows = described.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    #expect(rows[2].prefix(7) == ["1", "a", "number", "0", "23.9", "24.1", "24"])
    #expect(rows[3].prefix(7) == ["2", "b", "number", "0", "1234567", "1234569", "1234568"])
    #expect(rows[4].prefix(7) == ["3", "c", "number", "0", "-0.6", "0.3", "0"])
  }

  /// A column without a spread: all digits of the one value, up to what a double has.
  @Test(arguments: ["5155487.648", "0.1", "1764000000", "1e-12"])
  func constantColumnsKeepTheirDigits(value: String) throws {
    let workspace = try Workspace()
    try workspace.write("a,b\n" + (0..<9).map { "\(value),\($0)\n" }.joined(), to: "p.csv")
    let row = try workspace.succeed("describe", "p.csv").output.split(separator: "\n")[2].split(separator: " ")
    #expect(row[4...6].allSatisfy { Double($0) == Double(value) }, "\(row)")
  }

  /// Wide letters take two places of a terminal.
  @Test func tablesOfWideLettersAreAligned() throws {
    let workspace = try Workspace()
    try workspace.write("温度,b,한국어\n1,2,3\n2,3.5,4\n", to: "p.csv")
    let lines = try workspace.succeed("describe", "p.csv").output.split(separator: "\n").dropFirst()
    let widths = lines.dropFirst().map { line in
      line.prefix(while: { $0 != "u" }).reduce(0) { $0 + ($1.isASCII ? 1 : 2) }
    }
    #expect(Set(widths).count == 1, "\(lines)")
  }
}
