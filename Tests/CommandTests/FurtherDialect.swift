import Testing

/// How the rows of the plain file are written once more, as other programs and people do.
struct FurtherDialect: Sendable, CustomTestStringConvertible {
  let testDescription: String
  /// The lines before the rows.
  let heads: [String]
  let delimiter: String
  var cell: @Sendable (String) -> String = { $0 }
  /// A row's text, from its number and its joined cells.
  var row: @Sendable (Int, String) -> String = { $1 }
  /// Lines that are no rows, and before which line each stands.
  var remarks: [(line: Int, text: String)] = []
  var lineEnd = "\n"
  var encoded: @Sendable (String) -> [UInt8] = { Array($0.utf8) }
  var options: [String] = []
  var columns = ["area", "weight", "count"]

  init(
    _ name: String, _ heads: [String], _ delimiter: String,
    _ change: (inout FurtherDialect) -> Void = { _ in }
  ) {
    (testDescription, self.heads, self.delimiter) = (name, heads, delimiter)
    change(&self)
  }

  /// The file.
  func bytes(_ rows: [[String]]) -> [UInt8] {
    var lines = heads + rows.enumerated().map { row($0, $1.map(cell).joined(separator: delimiter)) }
    for remark in remarks { lines.insert(remark.text, at: min(remark.line, lines.count)) }
    return encoded(lines.joined(separator: lineEnd) + lineEnd)
  }

  private static let decimalComma: @Sendable (String) -> String = { $0.replacing(".", with: ",") }

  /// A mark between thousands; a point there makes a decimal comma.
  private static func grouping(_ mark: String) -> @Sendable (String) -> String {
    { cell in
      let parts = cell.split(separator: ".")
      let whole = parts[0].count > 3 ? parts[0].dropLast(3) + mark + parts[0].suffix(3) : parts[0]
      return whole + (mark == "." ? "," : ".") + parts[1]
    }
  }

  static let all = [
    FurtherDialect("tab trailing", ["area\tweight\tcount"], "\t") { $0.row = { $1 + "\t" } },
    FurtherDialect("semicolon trailing CRLF", ["area;weight;count;"], ";") {
      ($0.cell, $0.lineEnd) = (decimalComma, "\r\n")
      $0.row = { $1 + ";" }
    },
    FurtherDialect("bar count", ["150", "area|weight|count"], "|") { $0.options = ["--delimiter", "|"] },
    FurtherDialect("apostrophe", ["area;weight;count"], ";") { $0.cell = grouping("'") },
    FurtherDialect("point thousands", ["area;weight;count"], ";") { $0.cell = grouping(".") },
    FurtherDialect("narrow space", ["area,weight,count"], ",") { $0.cell = grouping("\u{202F}") },
    FurtherDialect("utf16le", ["area,weight,count"], ",") {
      $0.encoded = { [0xFF, 0xFE] + $0.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] } }
    },
    FurtherDialect("utf16be", ["area,weight,count"], ",") {
      $0.encoded = { [0xFE, 0xFF] + $0.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] } }
    },
    FurtherDialect("hash comma", ["# made by hand", "# area,weight,count"], ","),
    FurtherDialect("slash names and prose", ["// area weight count", "// taken in the rain"], " "),
    FurtherDialect(
      "preamble of cells", ["Serial,0815", "Operator,\"Doe, J.\"", "", "area,weight,count"], ","),
    FurtherDialect("preamble and units in quotes", ["\"A report\"", "\"area\",\"weight\",\"count\""], ","),
    FurtherDialect("row names in words", ["area,weight,count"], ",") { $0.row = { "seed_\($0),\($1)" } },
    FurtherDialect("row names unquoted", ["area weight count"], " ") { $0.row = { "\($0 + 1) \($1)" } },
    FurtherDialect("sep tab", ["sep=\t", "area\tweight\tcount"], "\t"),
    FurtherDialect("fortran small d", ["area weight count"], "   ") { $0.cell = { $0 + "d0" } },
    FurtherDialect("count after names", ["area weight count", "150"], " "),
    FurtherDialect("comments with commas", ["area,weight,count"], ",") {
      $0.remarks = [(80, "# lamp replaced, again, twice"), (.max, "# the end")]
    },
    FurtherDialect("quoted header numbers", ["\"17\",\"11\",\"1500\""], ",") {
      $0.columns = ["17", "11", "1500"]
    },
    FurtherDialect("semicolon decimal comma", ["area;weight;count"], ";") { $0.cell = decimalComma },
  ]
}
