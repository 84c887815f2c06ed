import Foundation
import Tables
import Testing

/// What is missing, named by numbers or open to two readings, in the built command.
@Suite struct ReaderCaseTests {
  private func workspace(_ file: String) throws -> Workspace {
    let workspace = try Workspace()
    try workspace.copy("Dialects/\(file)", to: file)
    return workspace
  }

  private func means(_ outcome: Outcome) throws -> [Double] {
    #expect(outcome.code == 0, "\(outcome.errors)")
    return try ModelJSON(outcome.output).means.flatMap { $0 }
  }

  private func expectMeans(_ outcome: Outcome, _ expected: [Double], within tolerance: Double = 0.005) throws
  {
    let means = try means(outcome)
    #expect(
      means.count == expected.count && zip(means, expected).allSatisfy { abs($0 - $1) <= tolerance },
      "\(means)")
  }

  // MARK: Rows that look like comments

  @Test func noRowIsLostToExcelsErrors() throws {
    let workspace = try workspace("excel_na_first.csv")
    let summary = try workspace.succeed("describe", "excel_na_first.csv", "--json")
    #expect(summary.output.contains("\"rowCount\" : 150") || summary.output.contains("\"rowCount\":150"))
    let fit = try workspace.succeed("fit", "excel_na_first.csv", "-k", "2", "--missing", "-o", "model.json")
    #expect(fit.errors.contains("20 cells taken as missing"))
    #expect(try ModelJSON(workspace.text("model.json")).fit["pointCount"] as? Int == 150)
    for command in ["impute", "classify"] {
      var arguments = [command, "excel_na_first.csv", "-m", "model.json", "-o", "out.csv"]
      if command == "classify" { arguments.append("--missing") }
      #expect(try workspace.gmm(arguments).code == 0)
      #expect(try workspace.lines("out.csv").count == 151)
    }
  }

  @Test(arguments: [
    "x,y\n#DIV/0!,1\n2,3\n4,1\n5,5\n", "x;y\n#VALUE!;1\n2;3\n4;1\n5;5\n", "x y\n#N/A 1\n2 3\n4 1\n5 5\n",
    "x,y\n# left out\n#N/A,1\n2,3\n//\n4,1\n5,5\n",
  ])
  func errorsOfSpreadsheetsAreRows(text: String) throws {
    let workspace = try Workspace()
    try workspace.write(text, to: "points.csv")
    let fit = try workspace.succeed("fit", "points.csv", "-k", "1", "--missing", "--json")
    #expect(try ModelJSON(fit.output).fit["pointCount"] as? Int == 4)
    #expect(fit.errors.contains("comment") == text.contains("left out"))
  }

  @Test func aRowThatIsMarkedAsACommentIsAskedFor() throws {
    let workspace = try Workspace()
    try workspace.write("x,y\n1,2\n#3,4\n5,1\n7,7\n", to: "points.csv")
    let outcome = try workspace.gmm("fit", "points.csv", "-k", "1")
    expectRefusal(
      outcome, 65, saying: ["points.csv:3: column 1 (x): ", "«#3»", "remove the line if it is a comment"])
  }

  // MARK: Headers

  @Test func namesThatAreNumbersAreFound() throws {
    let years = try workspace("years2.csv").succeed("fit", "years2.csv", "-k", "1", "--json")
    try expectMeans(years, [5.05, 5.94, 6.86], within: 0.0051)
    #expect(try ModelJSON(years.output).fit["pointCount"] as? Int == 40)
    #expect(
      years.errors.contains("line 1 is taken as the columns' names") && years.errors.contains("--header"))
    let mixed = try workspace("mixed_year.csv").succeed("fit", "mixed_year.csv", "-k", "1", "--json")
    try expectMeans(mixed, [4.83725, 9.0345, 30.3708])
    #expect(try ModelJSON(mixed.output).columns == ["width", "height", "2020"])
    let asPoint = try workspace("years2.csv").succeed(
      "fit", "years2.csv", "-k", "1", "--header", "no", "--json")
    #expect(try ModelJSON(asPoint.output).fit["pointCount"] as? Int == 41)
  }

  @Test(arguments: [
    ("400.5,401,401.5", "0.12,0.15,0.11\n0.13,0.11,0.12\n0.09,0.12,0.13\n0.11,0.1,0.14"),
    ("id,2020,2021", "a,1.5,2.5\nb,2.5,1.25\nc,3.5,2.75\nd,1.75,3.5"),
    ("0,1,2", "5.1,3.5,1.4\n4.9,3.25,1.3\n4.7,3.2,1.35\n5.2,3.1,1.6"),
    (",0,1", "0,5.1,3.5\n1,4.9,3.25\n2,4.7,3.2\n3,5.2,3.1"),
    ("2019", "5.1\n4.9\n4.75\n5.2"), ("2019,2021", "5,3\n4,2\n4,1\n7,9"),
  ])
  func namesThatAreNumbersAreNeverPoints(header: String, rows: String) throws {
    let workspace = try Workspace()
    try workspace.write("\(header)\n\(rows)\n", to: "points.csv")
    let outcome = try workspace.gmm("fit", "points.csv", "-k", "1", "--json")
    if outcome.code == 0 {
      #expect(try ModelJSON(outcome.output).fit["pointCount"] as? Int == 4)
      #expect(outcome.errors.contains("taken as the columns' names"))
    } else {
      expectRefusal(outcome, 65, saying: ["points.csv:1: ", "--header yes or --header no"])
    }
    let named = try workspace.succeed("fit", "points.csv", "-k", "1", "--header", "yes", "--json")
    #expect(try ModelJSON(named.output).fit["pointCount"] as? Int == 4)
  }

  @Test(arguments: [
    "5.1,3.5,1.4\n4.9,3.25,1.3\n4.7,3.2,1.35\n5.2,3.1,1.6", "1,2,3\n2,3,4\n3,4,5\n4,6,7\n9,1,2",
    "0,0\n0.1,0.2\n0.3,0.1\n0.5,0.5", "3,1,2\n1,4,1\n2,2,5\n1,1,3",
  ])
  func ordinaryFirstRowsArePoints(rows: String) throws {
    let workspace = try Workspace()
    try workspace.write(rows, to: "points.csv")
    let outcome = try workspace.succeed("fit", "points.csv", "-k", "1", "--json")
    #expect(try ModelJSON(outcome.output).fit["pointCount"] as? Int == rows.split(separator: "\n").count)
    #expect(!outcome.errors.contains("line 1"))
  }

  @Test func theMarkOfACommentIsNoPartOfAName() throws {
    let workspace = try workspace("hash_csv_header.csv")
    let fit = try workspace.succeed("fit", "hash_csv_header.csv", "-k", "1", "--columns", "X,Y", "--json")
    try expectMeans(fit, [2.6667, 3.3333])
  }

  // MARK: Marks in numbers

  @Test func decimalCommasBetweenBlanks() throws {
    let workspace = try workspace("decimal.txt")
    let declared = try workspace.succeed("fit", "decimal.txt", "-k", "1", "--decimal-comma", "--json")
    try expectMeans(declared, [2.65, 2.425, 3.075])
    expectRefusal(
      try workspace.gmm("fit", "decimal.txt", "-k", "1"), 65, saying: ["decimal.txt:1: ", "--decimal-comma"])
  }

  @Test func thousandsBetweenTabs() throws {
    let workspace = try workspace("tsv_thousands.tsv")
    let arguments = ["fit", "tsv_thousands.tsv", "-k", "2", "--columns", "area,count", "--json"]
    let fit = try workspace.gmm(arguments)
    #expect(abs(try ModelJSON(fit.output).logLikelihood - -914.36) < 0.01)
    #expect(fit.errors.contains("commas separate thousands"))
    let declared = try workspace.gmm(arguments + ["--thousands", "comma"])
    #expect(abs(try ModelJSON(declared.output).logLikelihood - -914.36) < 0.01)
    #expect(!declared.errors.contains("separate thousands"))
    // The wrong cure is refused: 1,498 is never read as 1.498 while other cells have points.
    expectRefusal(
      try workspace.gmm(arguments + ["--decimal-comma"]), 65, saying: ["decimal point", "--decimal-comma"])
  }

  @Test(arguments: [
    ("n\tm\n1,498\t2\n1,524\t3\n298\t7\n309\t4\n", ["--thousands ,", "--decimal-comma"], "1", "1,498"),
    ("n;m\n1.498;2\n1.524;3\n298;7\n309;4\n", ["--thousands .", "--no-decimal-comma"], "1", "1.498"),
    ("n;m\n2,5;1.498\n3,5;2.498\n", ["--decimal-comma"], "1", "2,5"),
  ])
  func whatMayBeEitherIsAskedFor(text: String, cures: [String], column: String, cell: String) throws {
    let workspace = try Workspace()
    try workspace.write(text, to: "points.csv")
    expectRefusal(try workspace.gmm("fit", "points.csv", "-k", "1"), 65, saying: ["points.csv"] + cures)
  }

  @Test func eitherCureGivesItsNumbers() throws {
    let workspace = try Workspace()
    try workspace.write("n;m\n1.498;2\n1.524;3\n298;7\n309;4\n", to: "points.csv")
    let whole = try workspace.succeed("fit", "points.csv", "-k", "1", "--thousands", ".", "--json")
    try expectMeans(whole, [907.25, 4])
    let fractions = try workspace.succeed("fit", "points.csv", "-k", "1", "--no-decimal-comma", "--json")
    try expectMeans(fractions, [152.5055, 4])
  }

  // MARK: Missing values

  @Test func dashesAndQuestionMarksAreMissing() throws {
    let dashes = try workspace("dash_null.csv").succeed(
      "fit", "dash_null.csv", "-k", "2", "--decimal-comma", "--missing", "--json")
    let means = try ModelJSON(dashes.output).means.sorted { $0[2] < $1[2] }
    #expect(means.map(\.count) == [3, 3])
    #expect(abs(means[0][0] - 9.83) < 0.5 && abs(means[1][0] - 15.98) < 0.5 && abs(means[1][2] - 1500.04) < 1)
    #expect(dashes.errors.contains("«-»") && dashes.errors.contains("--missing-values"))
    let marks = try workspace("question_null.data").succeed(
      "fit", "question_null.data", "-k", "2", "--missing", "--json")
    #expect(marks.errors.contains("9 cells taken as missing"))
    #expect(try ModelJSON(marks.output).columns == ["area", "weight", "count"])
    let cancer = try workspace("wbcd.data").succeed(
      "fit", "wbcd.data", "-k", "2", "--missing", "--columns", "2-10", "--structure", "diagonal", "--json")
    #expect(cancer.errors.contains("«?»"))
    let power = try workspace("power.txt").succeed("fit", "power.txt", "-k", "2", "--missing", "--json")
    #expect(try ModelJSON(power.output).columns == ["Global_active_power", "Voltage", "Sub_metering_3"])
    expectRefusal(
      try workspace("question_null.data").gmm("fit", "question_null.data", "-k", "2"), 65,
      saying: ["question_null.data:2: column 2 (weight): ", "«?»", "--missing"])
  }

  @Test func codesArePointedOutAndDeclared() throws {
    let workspace = try workspace("sentinel_9999.csv")
    let silent = try workspace.succeed("fit", "sentinel_9999.csv", "-k", "2", "--json")
    #expect(silent.errors.contains("-9999 (9 times)") && silent.errors.contains("--missing-values -9999"))
    let declared = try workspace.succeed(
      "fit", "sentinel_9999.csv", "-k", "2", "--missing", "--missing-values", "-9999", "--json")
    #expect(declared.errors.contains("9 cells taken as missing"))
    #expect(try ModelJSON(declared.output).means.allSatisfy { $0[1] > 0 })
  }

  @Test(arguments: [
    ("x,y\n1,-9999.0\n2,3\n3,-9999\n4,?\n5,1\n", "?,-9999", 3),
    ("x;y\n1;BDL\n2;3\n3;BDL\n4;5\n5;1\n", "BDL", 2),
    ("x\ty\n1\t999\n2\t3\n3\tNA\n4\t5\n5\t1\n", "999", 2),
  ])
  func declaredValuesAreMissing(text: String, values: String, count: Int) throws {
    let workspace = try Workspace()
    try workspace.write(text, to: "points.csv")
    let fit = try workspace.succeed("fit", "points.csv", "-k", "1", "--missing", "--missing-values", values)
    #expect(fit.errors.contains("\(count) cells taken as missing"), "\(fit.errors)")
  }

  @Test func aTextThatRepeatsAmongNumbersNamesItsCure() throws {
    let workspace = try Workspace()
    try workspace.write("x,y\n1,5\n2,BDL\n3,4\n4,BDL\n5,1\n", to: "points.csv")
    expectRefusal(
      try workspace.gmm("fit", "points.csv", "-k", "1"), 65,
      saying: ["points.csv:3: column 2 (y): ", "«BDL»", "--missing-values"])
  }

  // MARK: Letters

  @Test func labelsInAnotherEncodingStayApart() throws {
    let workspace = try Workspace()
    for name in ["labels_latin1.csv", "labels_utf8.csv"] {
      try workspace.copy("Dialects/\(name)", to: name)
      let outcome = try workspace.succeed("evaluate", name, "--json")
      for value in ["0.11", "0.75036", "0.68186"] {
        #expect(outcome.output.contains(value), "\(outcome.output)")
      }
      #expect(outcome.errors.contains("Windows-1252") == (name == "labels_latin1.csv"))
    }
  }

  @Test func lettersThatLookAlikeAreTwoLabels() throws {
    let workspace = try Workspace()
    // é as one letter, and as e with an accent.
    try workspace.write("label,truth\n1,\u{E9}\n1,\u{E9}\n2,e\u{301}\n2,e\u{301}\n", to: "labels.csv")
    let outcome = try workspace.succeed("evaluate", "labels.csv", "--json")
    #expect(outcome.output.contains("\"errorRate\" : 0") || outcome.output.contains("\"errorRate\":0"))
  }

  @Test func encodings() throws {
    let workspace = try Workspace()
    let text = "x;n\n1;ä\n2;ö\n3;ä\n"
    let wide = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    try workspace.write(wide, to: "wide.csv")
    expectRefusal(
      try workspace.gmm("describe", "wide.csv"), 65, saying: ["wide.csv:1: ", "--encoding utf-16le"])
    let read = try workspace.succeed("describe", "wide.csv", "--encoding", "utf-16le")
    #expect(read.output.contains("2 distinct"))
    try workspace.write([UInt8](text.utf8) + [0xE9, 0x0A], to: "damaged.csv")
    expectRefusal(
      try workspace.gmm("describe", "damaged.csv"), 65, saying: ["damaged.csv:5: ", "0xE9", "--encoding"])
    try workspace.write(text.unicodeScalars.map { UInt8($0.value) }, to: "latin.csv")
    expectRefusal(
      try workspace.gmm("describe", "latin.csv", "--encoding", "utf-8"), 65,
      saying: ["latin.csv:2: ", "0xE4"])
    // Rows are written back in the bytes they were read in.
    try workspace.succeed("fit", "latin.csv", "-k", "1", "--encoding", "latin1", "--classify", "out.csv")
    let written = try Data(contentsOf: URL(fileURLWithPath: workspace.path("out.csv")))
    #expect(written.contains(0xE4) && written.contains(0xF6))
  }

  // MARK: Rows that differ

  @Test(arguments: [
    ("a,b\n1,2,3\n4,5,6\n7,8,1\n", "name all columns"), ("7\n1 2\n3 4\n5 1\n", "--skip-rows"),
    ("1;2;3\nx;y\n1;2;3;4\n4;3;2;1\n1;1;3;4\n", "--skip-rows"), ("x\n1,5\n2,5\n3,7\n", "--decimal-comma"),
  ])
  func whatIsNotPlainIsRefused(text: String, cure: String) throws {
    let workspace = try Workspace()
    try workspace.write(text, to: "points.csv")
    expectRefusal(try workspace.gmm("fit", "points.csv", "-k", "1"), 65, saying: ["points.csv:", cure])
  }

  @Test(arguments: [
    ["--thousands", "x"], ["--skip-rows", "-1"], ["--encoding", "ebcdic"],
    ["--thousands", ",", "--decimal-comma"],
  ])
  func impossibleOptionsAreRefused(options: [String]) throws {
    let workspace = try Workspace()
    try workspace.write("x,y\n1,2\n3,4\n", to: "points.csv")
    let outcome = try workspace.gmm(["fit", "points.csv", "-k", "1"] + options)
    #expect(outcome.code == 64, "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
  }
}
