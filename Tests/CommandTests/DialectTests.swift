import Foundation
import Tables
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

  @Test(arguments: FurtherDialect.all)
  func furtherDialects(further: FurtherDialect) throws {
    let workspace = try Workspace()
    try workspace.write(further.bytes(try Self.plainRows(workspace)), to: "points.csv")
    let dialect = Case(file: "points.csv", options: further.options, columns: further.columns)
    // What was declared for the file holds for its labelled copy, which the test reads without.
    guard dialect.options.isEmpty else {
      let fit = try workspace.gmm(["fit", "points.csv", "-k", "2", "--json"] + dialect.options)
      #expect(abs(try ModelJSON(fit.output).logLikelihood - -1125.4558) < 1e-3, "\(fit.errors)")
      return
    }
    try expectPlain(workspace, dialect)
  }
}
