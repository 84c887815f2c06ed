import Foundation
import PointFiles
import Testing

/// Files as programs and people write them: the same numbers as the plain file, or a word on what would cure it.
@Suite struct DialectTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let file: String
    var options: [String] = []
    var says: [String] = []
    var columns = ["area", "weight", "count"]
    /// What the numbers are rounded to.
    var tolerance = 0.001
    var testDescription: String { ([file] + options).joined(separator: " ") }
  }

  static let asPlain = [
    Case(file: "plain.csv"),
    Case(file: "hash_header.txt", says: ["named by the comment in line 1"]),
    Case(file: "thousands_quoted.csv", says: ["commas separate thousands", "--thousands"], tolerance: 0.1),
    Case(
      file: "latin1.csv", says: ["Windows-1252", "--encoding"], columns: ["Größe µm", "Temperatur °C", "n"]),
    Case(file: "trailing_delim.csv", says: ["a delimiter ends every row"]),
    Case(file: "trailing_delim_both.csv", says: ["a delimiter ends every row"]),
    Case(file: "sep_line.csv", says: ["«;»"]),
    Case(file: "preamble.csv", says: ["lines 1 to 2", "--skip-rows"]),
    Case(file: "preamble.csv", options: ["--skip-rows", "3"]),
    Case(file: "fortran_d.txt", says: ["exponents with D"], columns: ["x", "y", "z"], tolerance: 0.01),
    Case(file: "cc_count.pts", says: ["number of rows (150)"], columns: ["1", "2", "3"]),
    Case(
      file: "cc_midcomment.asc", says: ["named by the comment in line 1", "comment lines left out"],
      columns: ["X", "Y", "Z"]),
    Case(file: "cc_slash.asc", says: ["named by the comment"], columns: ["X", "Y", "Z"]),
    Case(
      file: "cc_slash_semi.pts", options: ["--columns", "X-Z"], says: ["number of rows (150)"],
      columns: ["X", "Y", "Z"]),
    Case(file: "r_rownames.txt", says: ["rows' names"]),
    Case(file: "quoted_comma.csv", says: ["decimal comma", "--decimal-comma"]),
    Case(file: "quoted_comma.csv", options: ["--decimal-comma"]),
  ]

  @Test(arguments: asPlain)
  func readsAsPlain(_ dialect: Case) throws {
    let workspace = try Workspace()
    try workspace.copy("Dialects/\(dialect.file)", to: dialect.file)
    try expectPlain(workspace, dialect)
  }

  /// Fits, and reads the labelled copy again: same numbers, same rows.
  private func expectPlain(_ workspace: Workspace, _ dialect: Case) throws {
    try workspace.copy("Dialects/plain.csv", to: "original.csv")
    let fit = try workspace.gmm(
      ["fit", dialect.file, "-k", "2", "-o", "model.json", "--classify", "labelled.csv"] + dialect.options)
    #expect(fit.code == 0, "\(fit.errors)")
    for text in dialect.says { #expect(fit.errors.contains(text), "\(fit.errors)") }
    let model = try ModelJSON(workspace.text("model.json"))
    #expect(model.columns == dialect.columns)
    let means = model.means.sorted { $0[2] < $1[2] }.flatMap { $0 }
    let expected = [9.83, 19.99, 299.45, 15.98, 12.10, 1500.04]
    #expect(zip(means, expected).allSatisfy { abs($0 - $1) < 0.02 }, "\(means)")
    #expect(abs(model.logLikelihood - -1125.4558) < max(dialect.tolerance, 1e-3), "\(model.logLikelihood)")
    for (name, plain) in zip(dialect.columns, ["area", "weight", "count"]) {
      let numbers = try workspace.numbers(name, in: "labelled.csv")
      let original = try workspace.numbers(plain, in: "original.csv")
      #expect(
        zip(numbers, original).allSatisfy { abs($0 - $1) <= dialect.tolerance * 10 } && numbers.count == 150)
    }
    #expect(Set(try workspace.column("label", in: "labelled.csv")) == ["1", "2"])
    #expect(try workspace.gmm("fit", dialect.file, "-k", "2", "--quiet").errors.contains("note") == false)
  }

  // MARK: Further files of the same kinds

  /// The rows of the plain file, each as three texts.
  private static func plainRows(_ workspace: Workspace) throws -> [[String]] {
    try workspace.copy("Dialects/plain.csv", to: "plain.csv")
    return try workspace.lines("plain.csv").dropFirst().map { $0.split(separator: ",").map(String.init) }
  }

  @Test(arguments: [
    "tab trailing", "semicolon trailing CRLF", "bar count", "apostrophe", "point thousands", "narrow space",
    "utf16le", "utf16be", "hash comma", "slash names and prose", "preamble of cells",
    "preamble and units in quotes",
    "row names in words", "row names unquoted", "sep tab", "fortran small d", "count after names",
    "comments with commas",
    "quoted header numbers", "semicolon decimal comma",
  ])
  func furtherDialects(kind: String) throws {
    let workspace = try Workspace()
    let rows = try Self.plainRows(workspace)
    let german = rows.map { $0.map { $0.replacing(".", with: ",") } }
    func joined(_ cells: [[String]], _ delimiter: String) -> [String] {
      cells.map { $0.joined(separator: delimiter) }
    }
    func grouped(_ mark: String) -> [[String]] {
      rows.map { row in
        row.map { cell in
          let parts = cell.split(separator: ".")
          let whole = parts[0].count > 3 ? parts[0].dropLast(3) + mark + parts[0].suffix(3) : parts[0]
          return whole + (mark == "." ? "," : ".") + parts[1]
        }
      }
    }
    var dialect = Case(file: "points.csv")
    var lineEnd = "\n"
    var lines: [String]
    switch kind {
    case "tab trailing": lines = ["area\tweight\tcount"] + joined(rows, "\t").map { $0 + "\t" }
    case "semicolon trailing CRLF":
      lines = ["area;weight;count;"] + joined(german, ";").map { $0 + ";" }
      lineEnd = "\r\n"
    case "bar count":
      lines = ["150"] + ["area|weight|count"] + joined(rows, "|")
      dialect.options = ["--delimiter", "|"]
    case "apostrophe": lines = ["area;weight;count"] + joined(grouped("'"), ";")
    case "point thousands": lines = ["area;weight;count"] + joined(grouped("."), ";")
    case "narrow space": lines = ["area,weight,count"] + joined(grouped("\u{202F}"), ",")
    case "utf16le", "utf16be": lines = ["area,weight,count"] + joined(rows, ",")
    case "hash comma": lines = ["# made by hand", "# area,weight,count"] + joined(rows, ",")
    case "slash names and prose":
      lines = ["// area weight count", "// taken in the rain"] + joined(rows, " ")
    case "preamble of cells":
      lines = ["Serial,0815", "Operator,\"Doe, J.\"", "", "area,weight,count"] + joined(rows, ",")
    case "preamble and units in quotes":
      lines = ["\"A report\"", "\"area\",\"weight\",\"count\""] + joined(rows, ",")
    case "row names in words":
      lines = ["area,weight,count"] + joined(rows, ",").enumerated().map { "seed_\($0),\($1)" }
    case "row names unquoted":
      lines = ["area weight count"] + joined(rows, " ").enumerated().map { "\($0 + 1) \($1)" }
    case "sep tab": lines = ["sep=\t", "area\tweight\tcount"] + joined(rows, "\t")
    case "fortran small d": lines = ["area weight count"] + joined(rows.map { $0.map { $0 + "d0" } }, "   ")
    case "count after names": lines = ["area weight count", "150"] + joined(rows, " ")
    case "comments with commas":
      lines = ["area,weight,count"] + joined(rows, ",")
      lines.insert("# lamp replaced, again, twice", at: 80)
      lines.append("# the end")
    case "quoted header numbers":
      lines = ["\"17\",\"11\",\"1500\""] + joined(rows, ",")
      dialect.columns = ["17", "11", "1500"]
    default: lines = ["area;weight;count"] + joined(german, ";")
    }
    let text = lines.joined(separator: lineEnd) + lineEnd
    switch kind {
    case "utf16le":
      try workspace.write(
        [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }, to: "points.csv")
    case "utf16be":
      try workspace.write(
        [0xFE, 0xFF] + text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }, to: "points.csv")
    default: try workspace.write(text, to: "points.csv")
    }
    // What was declared for the file holds for its labelled copy, which the test reads without.
    guard dialect.options.isEmpty else {
      let fit = try workspace.gmm(["fit", "points.csv", "-k", "2", "--json"] + dialect.options)
      #expect(abs(try ModelJSON(fit.output).logLikelihood - -1125.4558) < 1e-3, "\(fit.errors)")
      return
    }
    try expectPlain(workspace, dialect)
  }
}
