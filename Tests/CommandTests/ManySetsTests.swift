import Foundation
import GaussianMixtures
import MixtureFiles
import Tables
import Testing

/// Many data sets in one run: the groups of one, or files each for itself.
@Suite struct ManySetsTests {
  /// Points with the texts of two columns before them, in no order, and the files of each pair of these.
  private func workspace() throws -> (workspace: Workspace, groups: [String: String]) {
    let workspace = try Workspace()
    try workspace.succeed("generate", "--preset", "rgb", "-n", "360", "-o", "points.csv")
    let lines = try workspace.lines("points.csv")
    var groups: [String: String] = [:]
    var all = "place,number,x,y,z\n"
    for (row, line) in lines.dropFirst().enumerated() {
      let (place, number) = (["up/north", "South ß", "up_north"][row % 3], ["1", "10", "9"][row / 3 % 3])
      let point = line.split(separator: ",").dropLast().joined(separator: ",") + "\n"
      all += "\(place),\(number),\(point)"
      groups["\(place),\(number)", default: "x,y,z\n"] += point
    }
    try workspace.write(all, to: "all.csv")
    return (workspace, groups)
  }

  /// A model file without what differs from run to run.
  private func model(_ workspace: Workspace, _ name: String) throws -> [String] {
    try workspace.lines(name).filter { !$0.contains("\"seconds\"") }
  }

  /// What a fit of one group's file has written, to the last bit.
  private func document(_ workspace: Workspace) throws -> ModelDocument {
    try ModelFile.read(workspace.path("group.json"))
  }

  private static let keys = ["South ß", "up/north", "up_north"].flatMap { place in
    ["1", "9", "10"].map { "\(place),\($0)" }
  }

  @Test func groupsAreAsFitsOfTheirOwnFiles() throws {
    let (workspace, groups) = try workspace()
    try workspace.succeed(
      "fit", "all.csv", "-k", "2", "--by", "place,number", "-o", "fits.csv", "--output-folder", "models",
      "--classify", "labels.csv", "--parameters")
    let table = try PointTable(contentsOf: workspace.path("fits.csv"))
    let names = table.text(of: try table.column("model", option: ""))
    #expect(zip(table.text(of: 0), table.text(of: 1)).map { "\($0),\($1)" } == Self.keys)
    #expect(Set(names.map { $0.lowercased() }).count == 9)
    let labels = try workspace.lines("labels.csv").dropFirst().map {
      $0.split(separator: ",").map(String.init)
    }
    #expect(labels.count == 360)
    for (row, key) in Self.keys.enumerated() {
      try workspace.write(groups[key] ?? "", to: "group.csv")
      try workspace.succeed("fit", "group.csv", "-k", "2", "-o", "group.json", "--classify", "group.labels")
      #expect(try model(workspace, "models/" + names[row]) == model(workspace, "group.json"), "\(key)")
      let own = labels.filter { "\($0[0]),\($0[1])" == key }.map { $0[2...].joined(separator: ",") }
      #expect(try own == Array(workspace.lines("group.labels").dropFirst()), "\(key)")
      let document = try document(workspace)
      #expect(try workspace.numbers("log_likelihood", in: "fits.csv")[row] == document.fit?.logLikelihood)
      #expect(try workspace.numbers("weight_1", in: "fits.csv")[row] == document.model[0].weight)
    }
    #expect(try workspace.column("error", in: "fits.csv").allSatisfy { $0.isEmpty })
  }

  @Test(arguments: ["1", "2", "5"])
  func threadsDoNotShow(threads: String) throws {
    let (workspace, _) = try workspace()
    let options = ["-k", "2", "--by", "place,number", "--parameters", "--threads"]
    let one = try workspace.gmm(["fit", "all.csv"] + options + ["1"])
    #expect(try workspace.gmm(["fit", "all.csv"] + options + [threads]).output == one.output)
    #expect(one.code == 0)
  }

  @Test func filesEachForItselfAreAsGroupsOfOne() throws {
    let (workspace, groups) = try workspace()
    try FileManager.default.createDirectory(atPath: workspace.path("runs"), withIntermediateDirectories: true)
    for (place, key) in Self.keys.enumerated() {
      try workspace.write(groups[key] ?? "", to: "runs/\(place).csv")
    }
    let each = try workspace.succeed("fit", "--each", "runs", "-k", "2", "--parameters").output
    let by = try workspace.succeed(
      "fit", "runs", "--file-column", "file", "--by", "file", "-k", "2", "--parameters"
    ).output
    #expect(each == by)
    #expect(each.split(separator: "\n").count == 10)
  }

  @Test func whatFailsIsARowWithItsReason() throws {
    let (workspace, groups) = try workspace()
    for name in ["good.csv", "other.csv"] { try workspace.write(groups[Self.keys[0]] ?? "", to: name) }
    try workspace.write("x,y,z\n1,2,oops\n3,4,5\n6,7,8\n", to: "torn.csv")
    try workspace.write("x,y,z\n1,2,3\n", to: "short.csv")
    let outcome = try workspace.gmm(
      "fit", "--each", "good.csv", "torn.csv", "absent.csv", "short.csv", "other.csv", "-k", "2", "-o",
      "fits.csv",
      "--output-folder", "models")
    #expect(outcome.code == 65)
    #expect(outcome.errors.contains("3 of 5 files could not be fitted, the first «torn.csv»: torn.csv:2"))
    let errors = try workspace.column("error", in: "fits.csv")
    #expect(errors.map(\.isEmpty) == [true, false, false, false, true])
    #expect(errors[2].contains("absent.csv: the file cannot be read"))
    #expect(errors[3].contains("cannot be shared by 2 components"))
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: workspace.path("models")).sorted() == [
        "good.json", "other.json",
      ])
    #expect(try workspace.column("model", in: "fits.csv") == ["good.json", "", "", "", "other.json"])
  }

  @Test func rowsWithoutAGroupAreLeftOutAndSaid() throws {
    let workspace = try Workspace()
    let rows = (0..<40).map { row in
      "\(["a", "", "NA", "1", "1.0"][row % 5]),\(Double(row * row % 23)),\(Double(row % 7) + 0.5)\n"
    }
    try workspace.write("g,x,y\n" + rows.joined(), to: "points.csv")
    let outcome = try workspace.succeed(
      "fit", "points.csv", "-k", "1", "--by", "g", "--classify", "out.csv", "-o", "fits.csv")
    #expect(outcome.errors.contains("16 rows without a text in g, by which groups are told apart, left out"))
    // Texts, not numbers, tell groups apart.
    #expect(try workspace.column("g", in: "fits.csv") == ["1", "1.0", "a"])
    #expect(try workspace.lines("out.csv")[2].hasSuffix(",,,,"))
    #expect(try workspace.lines("out.csv").count == 41)
  }

  @Test func namesOfFilesAreSafeAndDifferent() throws {
    let workspace = try Workspace()
    let names = ["../up", "..", "a/b", "a_b", "A_B", "-x", String(repeating: "long", count: 100), "ü b"]
    let rows = names.flatMap { name in (0..<5).map { "\"\(name)\",\($0 * $0),\($0 % 3)\n" } }
    try workspace.write("g,x,y\n" + rows.joined(), to: "points.csv")
    try workspace.succeed(
      "fit", "points.csv", "-k", "1", "--by", "g", "--output-folder", "models/deep", "-o", "fits.csv")
    let files = try FileManager.default.contentsOfDirectory(atPath: workspace.path("models/deep"))
    #expect(files.count == names.count)
    #expect(Set(files.map { $0.lowercased() }).count == names.count)
    #expect(
      files.allSatisfy {
        !$0.hasPrefix(".") && !$0.hasPrefix("-") && $0.hasSuffix(".json") && $0.utf8.count < 120
      })
    #expect(try Set(workspace.column("model", in: "fits.csv")) == Set(files))
    #expect(try workspace.names == ["fits.csv", "models", "points.csv"])
  }

  @Test func selectionsAreMadeForEachGroup() throws {
    let (workspace, groups) = try workspace()
    let options = ["-k", "1-3", "--by", "place,number", "-o"]
    #expect(try workspace.gmm(["fit", "all.csv"] + options + ["fit.csv"]).code == 0)
    #expect(
      try workspace.gmm(["select", "all.csv", "--structures", "full"] + options + ["select.csv"]).code == 0)
    #expect(try workspace.text("fit.csv") == workspace.text("select.csv"))
    try workspace.write(groups[Self.keys[4]] ?? "", to: "group.csv")
    try workspace.succeed("fit", "group.csv", "-k", "1-3", "-o", "group.json")
    let document = try document(workspace)
    #expect(try workspace.numbers("log_likelihood", in: "fit.csv")[4] == document.fit?.logLikelihood)
    #expect(try workspace.numbers("components", in: "fit.csv")[4] == Double(document.model.componentCount))
  }

  @Test func weightsAndKnownLabelsGoWithTheirRows() throws {
    let (workspace, groups) = try workspace()
    func add(_ line: Substring, _ row: Int, isHeader: Bool) -> String {
      isHeader ? "\(line),w,kind\n" : "\(line),\(row % 4).5,\(["", "near", "far"][row % 3])\n"
    }
    let options = ["-k", "3", "--weights", "w", "--weights-are", "importance", "--known-labels", "kind"]
    let all = try workspace.text("all.csv").split(separator: "\n").enumerated()
    // The number of a row within its group decides of its weight and label.
    var counts: [String: Int] = [:]
    let lines = all.map { row, line in
      let key = line.split(separator: ",").prefix(2).joined(separator: ",")
      counts[key, default: -1] += 1
      return add(line, counts[key] ?? 0, isHeader: row == 0)
    }
    try workspace.write(lines.joined(), to: "more.csv")
    #expect(
      try workspace.gmm(["fit", "more.csv", "--by", "place,number", "-o", "fits.csv"] + options).code == 0)
    let group = (groups[Self.keys[3]] ?? "").split(separator: "\n").enumerated().map {
      add($1, $0 - 1, isHeader: $0 == 0)
    }
    try workspace.write(group.joined(), to: "group.csv")
    #expect(try workspace.gmm(["fit", "group.csv", "-o", "group.json"] + options).code == 0)
    #expect(
      try workspace.numbers("log_likelihood", in: "fits.csv")[3] == document(workspace).fit?.logLikelihood)
  }

  @Test(arguments: [
    ("--by g --each -k 1", "--by fits groups of rows, and --each files"),
    ("--by g", "Say how many components"),
    ("-k 1 --parameters", "--parameters is of many fits"),
    ("-k 1 --output-folder m", "--output-folder is of many fits"),
    ("-k 1 --by g --json", "--json is of a single fit"),
    ("-k 1 --each --classify o.csv", "--file-column file --by file"),
    ("--by g -k 1 --classify -", "name the table with -o FILE"),
    ("--by g -k 1 -o t.npy", "name it .csv, .tsv, .parquet or .arrow"),
    ("--by g -k 1 --start labels:g", "--known-labels COLUMN with -k"),
    ("--each -k 1 --start m.json", "--file-column file --by file"),
  ])
  func whatDoesNotGoTogetherIsRefused(options: String, says: String) throws {
    let workspace = try Workspace()
    try workspace.write("g,x\na,1\na,2\nb,3\nb,5\n", to: "points.csv")
    expectRefusal(
      try workspace.gmm(["fit", "points.csv"] + options.split(separator: " ").map(String.init)), 64,
      saying: [says])
    #expect(try workspace.names == ["points.csv"])
  }

  @Test func aModelIsNotWrittenOverWhatIsRead() throws {
    let (workspace, _) = try workspace()
    try workspace.succeed("fit", "all.csv", "-k", "2", "--columns", "x,y,z", "-o", "models.1.json")
    try FileManager.default.createDirectory(
      atPath: workspace.path("models"), withIntermediateDirectories: true)
    try FileManager.default.moveItem(
      atPath: workspace.path("models.1.json"), toPath: workspace.path("models/9.json"))
    let outcome = try workspace.gmm(
      "fit", "all.csv", "-k", "2", "--by", "number", "--start", "models/9.json", "--output-folder", "models")
    expectRefusal(outcome, 64, saying: ["models/9.json would replace the model to start from"])
    #expect(try workspace.names == ["all.csv", "models", "points.csv"])
  }
}
