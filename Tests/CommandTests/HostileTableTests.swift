import Foundation
import Testing

/// Tables that were read as something else in silence, in the built command: each is read as it is meant, or
/// refused or noted with its cure.
@Suite struct HostileTableTests {
  /// Points of two groups, with three decimals.
  private static let points: [[String]] = (0..<40).map { row in
    let wave = Double(row * 7 % 11) / 4 + Double(row % 3) / 8
    let values = row % 2 == 0 ? [17.183 + wave, 11.515 - wave / 2] : [9.674 - wave, 20.487 + wave / 3]
    let large = Double(row % 2 == 0 ? 1498 : 298) + Double(row * 13 % 17) + Double(row * 37 % 101) / 1000
    return (values + [large]).map { String(format: "%.3f", $0) }
  }

  private static func table(
    _ header: String?, separator: String, ending: String = "", _ cell: (String) -> String = { $0 }
  ) -> String {
    let rows = points.map { $0.map(cell).joined(separator: separator) + ending }
    return ((header.map { [$0] } ?? []) + rows).joined(separator: "\n") + "\n"
  }

  private func fit(_ text: String, _ options: String..., components: Int = 2) throws -> Outcome {
    let workspace = try Workspace()
    try workspace.write(text, to: "points.csv")
    return try workspace.gmm(["fit", "points.csv", "-k", "\(components)", "--json"] + options)
  }

  private func logLikelihood(_ outcome: Outcome) throws -> Double {
    #expect(outcome.code == 0, "\(outcome.errors)")
    return try #require(try ModelJSON(outcome.output).fit["logLikelihood"] as? Double)
  }

  private func expectAsPlain(_ outcome: Outcome) throws {
    let plain = try logLikelihood(try fit(Self.table("a,b,c", separator: ",")))
    #expect(abs(try logLikelihood(outcome) - plain) < 1e-9, "\(outcome.errors)")
  }

  // MARK: Headers

  /// A column whose numbers reach to those of the header hides nothing.
  @Test(arguments: ["400.5,401.5,402.5", "400,410,420", "401.2,455.9,502.1"])
  func wavelengthsBesideALargeColumnAreAskedFor(header: String) throws {
    let text = Self.table(header, separator: ",")
    expectRefusal(try fit(text), 65, saying: ["points.csv:1: ", "--header yes or --header no"])
    try expectAsPlain(try fit(text, "--header", "yes"))
  }

  // MARK: Delimiters

  @Test(arguments: ["a|b|c", nil], [".", ","])
  func barsSeparateCells(header: String?, mark: String) throws {
    let text = Self.table(header, separator: "|") { $0.replacingOccurrences(of: ".", with: mark) }
    // Where all fractions have three digits, a comma may separate thousands: that is asked for.
    let outcome = try fit(text)
    guard outcome.code != 0 else { return try expectAsPlain(outcome) }
    expectRefusal(outcome, 65, saying: ["points.csv:", "--decimal-comma"])
    try expectAsPlain(try fit(text, "--decimal-comma"))
  }

  /// The cells of an even cut are not cut at the spaces in them, so that the header stays one.
  @Test(arguments: [" kg", " %", " €"])
  func unitsDoNotMakeCells(unit: String) throws {
    let text = Self.table("a,b,c", separator: ",") { $0 + unit }
    expectRefusal(try fit(text), 65, saying: ["no numeric column", "a, b, c"])
  }

  @Test func commasThatCutNumbersAreNamed() throws {
    let cut = { (cell: String) in cell.replacingOccurrences(of: ".", with: ",") }
    let bare = try fit(Self.table(nil, separator: ",", cut))
    #expect(bare.errors.contains("decimal comma was taken for the end of a cell"), "\(bare.errors)")
    expectRefusal(
      try fit(Self.table("a,b,c", separator: ",", cut)), 65, saying: ["points.csv:2: ", "begin fractions"])
    let whole = try fit("a,b\n1,2\n10,20\n12,5\n7,30\n", components: 1)
    #expect(!whole.errors.contains("decimal comma"), "\(whole.errors)")
  }

  @Test func aReturnAloneIsNamed() throws {
    expectRefusal(
      try fit("a,b\r1,2\n3,4\n5,6\n7,9\n", components: 1), 65, saying: ["points.csv:", "carriage return"])
  }

  /// Spaces separate thousands, so commas do not.
  @Test(arguments: [" ", "\u{202F}", "'"])
  func commasBesideOtherThousandsAreDecimal(mark: String) throws {
    let text = Self.table("a;b;c", separator: ";") { cell in
      let parts = cell.split(separator: ".")
      let grouped = parts[0].count > 3 ? parts[0].prefix(1) + mark + parts[0].dropFirst() : parts[0]
      return "\(grouped),\(parts[1])"
    }
    try expectAsPlain(try fit(text))
  }

  // MARK: Columns

  @Test(arguments: [",,", ",,,"])
  func emptyColumnsAreLeftOutWithANote(ending: String) throws {
    let outcome = try fit(Self.table("a,b,c" + ending, separator: ",", ending: ending))
    try expectAsPlain(outcome)
    #expect(outcome.errors.contains("(no numbers)"), "\(outcome.errors)")
  }

  @Test(arguments: ["5 kg", "12.5%", "$3.20", "<0.1", "1.5Q+3"])
  func aColumnOfNumbersWithSignsIsShown(cell: String) throws {
    let outcome = try fit("a,b,c\n1,2,\(cell)\n3,1,\(cell)\n2,5,\(cell)\n", components: 1)
    #expect(outcome.code == 0)
    #expect(outcome.errors.contains("c (text, such as «\(cell)» in line 2)"), "\(outcome.errors)")
  }

  @Test(arguments: ["2020-01-05", "A12", "12:30"])
  func otherTextsAreText(cell: String) throws {
    let outcome = try fit("a,b,c\n1,2,\(cell)\n3,1,\(cell)\n2,5,\(cell)\n", components: 1)
    #expect(outcome.errors.contains("c (text)"), "\(outcome.errors)")
  }

  // MARK: Missing values

  @Test(arguments: ["-99", "1e30", "99999"])
  func aCodeThatStandsOnceIsNamed(code: String) throws {
    let text = Self.table("a,b,c", separator: ",").replacingOccurrences(of: "\n17.183,", with: "\n\(code),")
    let found = try fit(text)
    #expect(found.errors.contains("(once) lies far"), "\(found.errors)")
    let declared = try fit(text, "--missing", "--missing-values", code)
    #expect(declared.errors.contains("1 cell taken as missing"), "\(declared.errors)")
  }

  @Test func aCureCanBePasted() throws {
    expectRefusal(
      try fit("a,b\n1,<LOD\n2,3\n3,<LOD\n4,1\n5,2\n", components: 1), 65,
      saying: ["points.csv:2: column 2 (b): ", "--missing-values '<LOD';"])
  }

  @Test func aLastRowThatSumsUpIsNamed() throws {
    expectRefusal(
      try fit(Self.table("a,b,c", separator: ",") + "Total,3,4\n"), 65,
      saying: ["points.csv:42: column 1 (a): ", "remove the row if it is no point"])
  }

  // MARK: Names of results

  /// A measured column that gave way to a result's name is the model's column, not the result.
  @Test(arguments: ["label", "density", "probability"])
  func aRenamedMeasurementIsFound(name: String) throws {
    let workspace = try Workspace()
    try workspace.write(Self.table("x,y,\(name)", separator: ","), to: "points.csv")
    let columns = ["--output-columns", "label,probability,uncertainty,log_density,density"]
    let fit = ["fit", "points.csv", "-k", "2", "--columns", "1-3", "-o", "model.json", "--classify", "out.csv"]
    #expect(try workspace.gmm(fit + columns).code == 0)
    let first = try workspace.succeed("score", "points.csv", "-m", "model.json")
    let again = try workspace.succeed("score", "out.csv", "-m", "model.json")
    #expect(first.output == again.output)
    #expect(again.errors.contains("is read from «\(name)_input»"), "\(again.errors)")
    let imputed = try workspace.gmm("impute", "out.csv", "-m", "model.json", "-o", "imputed.csv")
    #expect(imputed.code == 0, "\(imputed.errors)")
    #expect(try workspace.lines("imputed.csv") == workspace.lines("out.csv"))
  }
}
