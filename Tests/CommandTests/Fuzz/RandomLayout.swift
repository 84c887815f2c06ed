import Foundation
import GaussianMixtures

extension RandomTable {
  /// What is between the cells and around the table.
  struct Layout {
    private let delimiter: String
    private let lineEnd: String
    private let encoding: Encoding
    /// How often a line has something beside its cells.
    private let oddity: Double
    private let quotes: Bool
    let hasDecimalComma: Bool

    private enum Encoding { case utf8, marked, utf16Little, utf16Big, utf16Unmarked, windows, broken }

    init(_ random: inout RandomStream) {
      delimiter = random.pick(weighted: [
        (60, ","), (14, ";"), (12, "\t"), (6, " "), (3, "|"), (2, "   "), (2, ":"),
      ])
      lineEnd = random.pick(weighted: [(80, "\n"), (14, "\r\n"), (3, "\r"), (2, "\n\r"), (1, "")])
      encoding = random.pick(weighted: [
        (84, .utf8), (5, .marked), (2, .utf16Little), (2, .utf16Big), (1, .utf16Unmarked), (4, .windows),
        (2, .broken),
      ])
      oddity = random.chance(0.15) ? random.pick([0.02, 0.2]) : 0
      quotes = random.chance(0.1)
      hasDecimalComma = delimiter != "," ? random.chance(0.3) : random.chance(0.02)
    }

    var fileName: String { delimiter == "\t" ? "table.tsv" : "table.csv" }

    func bytes(header: [String]?, rows: [[String]], _ random: inout RandomStream) -> [UInt8] {
      var lines: [String] = []
      if oddity > 0 {
        lines += Array(["# made by chance", "", "sep=\(delimiter)", "title"].prefix(random.integer(0...3)))
      }
      if let header { lines.append(header.map(cell).joined(separator: delimiter)) }
      for row in rows {
        var cells = row.map(cell)
        if oddity > 0, random.chance(oddity) { oddLine(&cells, &lines, &random) }
        lines.append(cells.joined(separator: delimiter))
      }
      // Thousands of columns in one line have covariances of hundreds of megabytes of text.
      let isLong = lineEnd.isEmpty && rows.reduce(0) { $0 + $1.count } > 1000
      let text = lines.joined(separator: isLong ? "\n" : lineEnd) + (random.chance(0.85) ? lineEnd : "")
      return encoded(text)
    }

    /// Cells too many or too few, or a line of something else.
    private func oddLine(_ cells: inout [String], _ lines: inout [String], _ random: inout RandomStream) {
      switch random.integer(0...8) {
      case 0: lines.append("")
      case 1: lines.append("# comment")
      case 2: cells.append("7")
      case 3: cells.removeLast()
      case 4: cells.append("")
      case 5: cells[0] = "\"" + cells[0]
      case 6: cells[0] = "  " + cells[0] + " "
      case 7: cells[cells.count - 1] += " # note"
      default: cells[0] = "\"a\nb\""
      }
    }

    private func cell(_ text: String) -> String {
      let isQuoted = quotes || text.contains(delimiter) || text.contains("\"") || text.contains("\n")
      return isQuoted ? "\"" + text.replacingOccurrences(of: "\"", with: "\"\"") + "\"" : text
    }

    private func encoded(_ text: String) -> [UInt8] {
      func wide(_ units: [UInt16], isLittle: Bool) -> [UInt8] {
        units.flatMap { unit in
          let (low, high) = (UInt8(truncatingIfNeeded: unit), UInt8(truncatingIfNeeded: unit >> 8))
          return isLittle ? [low, high] : [high, low]
        }
      }
      let units = Array(text.utf16)
      switch encoding {
      case .utf8: return Array(text.utf8)
      case .marked: return [0xEF, 0xBB, 0xBF] + Array(text.utf8)
      case .utf16Little: return wide([0xFEFF] + units, isLittle: true)
      case .utf16Big: return wide([0xFEFF] + units, isLittle: false)
      case .utf16Unmarked: return wide(units, isLittle: true)
      case .windows: return Array(text.data(using: .windowsCP1252, allowLossyConversion: true) ?? Data())
      case .broken: return Array(text.utf8).enumerated().map { $0 % 97 == 96 && $1 > 0x40 ? 0xC3 : $1 }
      }
    }
  }
}
