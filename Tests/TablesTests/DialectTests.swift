import GaussianMixtures
import Tables
import Testing

/// A table in a dialect that some program or country writes: read back, it has the same numbers or is refused.
@Suite struct DialectTests {
  private static let tableCount = 10_000

  @Test func whatIsReadIsWhatWasWritten() {
    var refusals = (declared: 0, found: 0)
    for seed in 0..<Self.tableCount {
      var generator = RandomStream(seed: UInt64(seed), purpose: .sampling)
      let table = RandomDialectTable(&generator)
      if !isSound(table, table.declared) { refusals.declared += 1 }
      if table.canBeFound, !isSound(table, ReadingOptions()) { refusals.found += 1 }
    }
    // What is declared is read, but for what a comment or a preamble makes of a table; and most is found unasked.
    #expect(refusals.declared < Self.tableCount / 50, "\(refusals.declared) refused though declared")
    #expect(refusals.found < Self.tableCount / 2, "\(refusals.found) refused")
  }

  /// Whether a table is read; an issue where it is read as another.
  private func isSound(_ written: RandomDialectTable, _ options: ReadingOptions) -> Bool {
    var options = options
    options.derivedNames = .added
    let table: PointTable
    let numbers: NumericColumns
    let columns: [Int]
    do throws(TableError) {
      table = try PointTable(bytes: written.bytes, source: "data", options: options)
      let unnamed = written.hasRowNames ? 1 : 0
      let text = written.textColumn.map { [$0 + unnamed] } ?? []
      columns = (unnamed..<max(unnamed, table.columnCount)).filter { !text.contains($0) }
      // None of the columns is left out unless it is said.
      let usual = try table.defaultColumns()
      #expect(
        usual == columns, "seed \(written.seed): \(usual) for \(columns)\n\(written.text)\n\(table.notes)")
      numbers = try table.numbers(in: columns, invalid: .missing)
    } catch {
      return false
    }
    let found = numbers.columns.map { $0.map { $0.isNaN ? nil : $0 } }
    // A code that is not declared is the number that it is.
    let expected = options.missingValues == nil ? written.numbersWithCodes : written.numbers
    #expect(found == expected, "\(options)\n\(written.text)\n\(table.notes)")
    if options.header == .automatic { expectCopy(of: table, columns, expected, options, written) }
    return true
  }

  /// The copy with results has the same numbers, and the results, or is refused.
  private func expectCopy(
    of table: PointTable, _ columns: [Int], _ expected: [[Double?]], _ options: ReadingOptions,
    _ written: RandomDialectTable
  ) {
    let memory = OutputMemory()
    let halves = (0..<table.rowCount).map { Double($0) + 0.5 }
    let results = [
      TableColumn(name: "label", values: .integers(Array(repeating: 1, count: table.rowCount))),
      TableColumn(name: "probability", values: .numbers(halves)),
    ]
    do throws(TableError) {
      try TableWriter(to: memory, threadCount: 1).write(table, appending: results)
      let copy = try PointTable(bytes: memory.bytes, source: "copy", options: options)
      let numbers = try copy.numbers(in: columns + [copy.columnCount - 1], invalid: .missing)
      let found = numbers.columns.map { $0.map { $0.isNaN ? nil : $0 } }
      #expect(
        found == expected + [halves],
        "\(options)\n\(String(decoding: memory.bytes, as: UTF8.self))\n\(copy.notes)")
    } catch {
      // Refused as the table itself might have been.
      #expect(!error.message.isEmpty)
    }
  }
}

/// A random table, written in a random dialect.
private struct RandomDialectTable {
  let seed: UInt64
  private(set) var text = ""
  private(set) var bytes: [UInt8] = []
  /// The options that say how it is written.
  private(set) var declared = ReadingOptions()
  /// By column; nil where a number is missing.
  private(set) var numbers: [[Double?]] = []
  private(set) var numbersWithCodes: [[Double?]] = []
  let hasRowNames: Bool
  let textColumn: Int?
  /// Whether the text alone can say what it is.
  private(set) var canBeFound = true

  private enum HeaderKind: CaseIterable {
    case none, names, numbers, hashed, tightlyHashed, slashed
  }

  private let width: Int
  private let rowCount: Int
  private let delimiter: String
  private let decimalComma: Bool
  private let thousands: String?
  private let headerKind: HeaderKind
  private let missing: String
  private let quotesAll: Bool
  private let hasTrailingDelimiter: Bool
  private let lineEnd: String
  private let fortran: Bool

  init(_ generator: inout RandomStream) {
    seed = generator.next()
    width = Int.random(in: 1...5, using: &generator)
    rowCount = Int.random(in: 3...40, using: &generator)
    let delimiters = [",", ",", ";", "\t", " ", "|"]
    let delimiter = delimiters.randomElement(using: &generator) ?? ","
    let decimalComma = Int.random(in: 0..<3, using: &generator) == 0
    (self.delimiter, self.decimalComma) = (delimiter, decimalComma)
    let marks = [decimalComma ? "." : ",", " ", "'", "\u{A0}"].filter { $0 != " " || delimiter != " " }
    thousands = Int.random(in: 0..<4, using: &generator) == 0 ? marks.randomElement(using: &generator) : nil
    headerKind = HeaderKind.allCases.randomElement(using: &generator) ?? .none
    let isSpaced = delimiter == " "
    missing =
      ["NA", "?", "-", "-9999", "999", "#N/A", "none", "*", isSpaced || width == 1 ? "nan" : "", "XX"]
      .randomElement(using: &generator) ?? "NA"
    quotesAll = Int.random(in: 0..<6, using: &generator) == 0
    let isNamed = headerKind == .names && width > 1
    hasRowNames = isNamed && Int.random(in: 0..<5, using: &generator) == 0
    hasTrailingDelimiter =
      !isSpaced && !hasRowNames && width > 1 && Int.random(in: 0..<6, using: &generator) == 0
    lineEnd = Bool.random(using: &generator) ? "\n" : "\r\n"
    fortran = Int.random(in: 0..<12, using: &generator) == 0
    textColumn = width > 2 && Int.random(in: 0..<5, using: &generator) == 0 ? width - 1 : nil
    write(&generator)
  }

  // MARK: Cells

  /// A number as it is written with a point and without thousands.
  private func plain(_ generator: inout RandomStream) -> String {
    let value = Double.random(in: -1...1, using: &generator)
    let scales: [Double] = headerKind == .numbers ? [10, 100] : [1, 30, 2000, 1e6]
    let scale = scales.randomElement(using: &generator) ?? 1
    if fortran {
      let mantissa = NumberText.shortest((value * 10000).rounded() / 10000)
      guard mantissa.contains("."), !mantissa.contains("e") else { return mantissa }
      return mantissa + ["D+02", "D-01", "d0"][Int.random(in: 0..<3, using: &generator)]
    }
    let digits: Double = [1, 10, 100, 1000].randomElement(using: &generator) ?? 1
    return NumberText.shortest((value * scale * digits).rounded() / digits)
  }

  /// In the dialect.
  private func written(_ plain: String) -> String {
    let parts = plain.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    var whole = parts[0]
    if let thousands, !fortran {
      let digits = whole.drop { $0 == "-" }
      var grouped = ""
      for (place, digit) in digits.enumerated() {
        if place > 0, (digits.count - place) % 3 == 0 { grouped += thousands }
        grouped.append(digit)
      }
      whole = (whole.hasPrefix("-") ? "-" : "") + grouped
    }
    return parts.count == 1 ? whole : whole + (decimalComma ? "," : ".") + parts[1]
  }

  private func value(_ plain: String) -> Double? {
    NumberText.number(String(plain.map { $0 == "D" || $0 == "d" ? "e" : $0 }))
  }

  private func cell(_ text: String, quoted: Bool = false) -> String {
    let needsQuotes = text.contains(delimiter) || (delimiter == " " && text.isEmpty)
    return quoted || needsQuotes ? "\"\(text)\"" : text
  }

  // MARK: The text

  private mutating func write(_ generator: inout RandomStream) {
    let measured = textColumn == nil ? width : width - 1
    var lines = rows(measured, &generator)
    lines = header() + lines
    if Int.random(in: 0..<4, using: &generator) == 0 { addComments(to: &lines, &generator) }
    declared = ReadingOptions(
      header: headerKind == .none ? .no : headerKind == .names || headerKind == .numbers ? .yes : .automatic,
      delimiter: .given(Array(delimiter.utf8)[0]), decimalComma: decimalComma)
    if delimiter == ",", decimalComma { declared.delimiter = .automatic }
    declared.thousands = thousands?.first
    declared.missingValues = [missing]
    addPreamble(to: &lines, &generator)
    text = lines.joined(separator: lineEnd) + (Bool.random(using: &generator) ? lineEnd : "")
    encode(&generator)
    // Neither a bar nor a sign of one's own is looked for; and where no other cell says what a mark is, the text may
    // be two columns of whole numbers as well.
    if delimiter == "|" || (width == 1 && (decimalComma || thousands == ",")) { canBeFound = false }
  }

  private mutating func rows(_ measured: Int, _ generator: inout RandomStream) -> [String] {
    numbers = Array(repeating: [], count: measured)
    numbersWithCodes = numbers
    let code = NumberText.number(missing)
    return (0..<rowCount).map { row in
      var cells = hasRowNames ? [cell(String(row + 1), quoted: true)] : []
      for column in 0..<measured {
        // The first and the second row have all numbers, so that no column is without.
        if row > 1, Int.random(in: 0..<12, using: &generator) == 0 {
          numbers[column].append(nil)
          numbersWithCodes[column].append(code)
          cells.append(cell(missing, quoted: quotesAll))
        } else {
          let plain = plain(&generator)
          let number = value(plain)
          numbers[column].append(number == code ? nil : number)
          numbersWithCodes[column].append(number)
          cells.append(cell(written(plain), quoted: quotesAll))
        }
      }
      if textColumn != nil { cells.append(cell(["red", "blue é", "green"][row % 3], quoted: quotesAll)) }
      return cells.joined(separator: delimiter) + (hasTrailingDelimiter ? delimiter : "")
    }
  }

  private func header() -> [String] {
    var names = ["area", "Größe", "count", "depth", "edge"].prefix(width).map { cell($0, quoted: quotesAll) }
    switch headerKind {
    case .none: return []
    case .names: break
    case .numbers: names = (0..<width).map { cell(String(2019 + $0), quoted: quotesAll) }
    case .hashed: return ["# " + names.joined(separator: delimiter)]
    case .tightlyHashed: return ["#" + names.joined(separator: delimiter)]
    case .slashed: return ["//" + names.joined(separator: delimiter)]
    }
    return [names.joined(separator: delimiter) + (hasTrailingDelimiter && seed % 2 == 0 ? delimiter : "")]
  }

  private func addComments(to lines: inout [String], _ generator: inout RandomStream) {
    let comments = [
      "# made by hand", "# at 12:30, in the field", "// scan line 3", "#", "# 7", "  # indented",
    ]
    for _ in 0..<Int.random(in: 1...3, using: &generator) {
      let place = Int.random(in: 0...lines.count, using: &generator)
      lines.insert(comments.randomElement(using: &generator) ?? "#", at: place)
    }
  }

  private mutating func addPreamble(to lines: inout [String], _ generator: inout RandomStream) {
    switch Int.random(in: 0..<12, using: &generator) {
    case 0:
      let preamble = ["Instrument: FX-2", "Date: 2023-04-01", ""]
      lines = preamble + lines
      declared.skippedRows = 3
    case 1 where width > 1 && headerKind != .numbers:
      lines.insert(String(rowCount), at: 0)
      declared.skippedRows = 1
    case 2 where delimiter != " ":
      lines.insert("sep=\(delimiter)", at: 0)
    default: break
    }
  }

  private mutating func encode(_ generator: inout RandomStream) {
    switch Int.random(in: 0..<8, using: &generator) {
    case 0: bytes = [0xEF, 0xBB, 0xBF] + Array(text.utf8)
    case 1: bytes = [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    case 2: bytes = [0xFE, 0xFF] + text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    case 3: bytes = text.unicodeScalars.map { UInt8($0.value) }
    default: bytes = Array(text.utf8)
    }
  }
}
