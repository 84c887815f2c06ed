import Foundation
import GaussianMixtures
import Testing

/// What looks like no measurement is named with the option that leaves it out, and is used all the same.
@Suite struct ColumnDoubtTests {
  static let suspicion = "like no measurement"

  /// A file, the words of the note, the option in it, and the columns that are fitted without it.
  struct Case: Sendable, CustomTestStringConvertible {
    let file: String
    let says: [String]
    let option: String
    let used: Int
    var testDescription: String { file }
  }

  @Test(arguments: [
    Case(
      file: "iris_frame.csv",
      says: ["column 1 numbers the rows", "target holds only 3 whole numbers (0, 1, 2)"], option: "2-4",
      used: 5),
    Case(
      file: "seeds.txt", says: ["column 5 holds only 3 whole numbers (1, 2, 3), as a class does"],
      option: "1-4",
      used: 5),
    Case(
      file: "breast.data",
      says: ["column 1 holds whole numbers that name rows", "column 11 holds only 2 whole numbers (2, 4)"],
      option: "2-10", used: 11),
  ])
  func filesOfTheKind(given: Case) throws {
    let workspace = try Workspace()
    try workspace.copy(given.file)
    let arguments = ["fit", given.file, "-k", "2", "--structure", "VVI", "-o", "model.json"]
    let outcome = try workspace.gmm(arguments + ["--missing"])
    #expect(outcome.code == 0, "\(outcome.errors)")
    for text in given.says + [Self.suspicion, "; --columns \(given.option) leaves"] {
      #expect(outcome.errors.contains(text), "\(outcome.errors)")
    }
    #expect(try ModelJSON(workspace.text("model.json")).columns.count == given.used)
    let chosen = try workspace.gmm(arguments + ["--missing", "--columns", given.option])
    #expect(chosen.code == 0 && !chosen.errors.contains(Self.suspicion), "\(chosen.errors)")
    #expect(try workspace.gmm(arguments + ["--missing", "-q"]).errors.isEmpty)
  }

  /// Of the measured columns of a data frame the right model is found.
  @Test func dataFrameWithoutItsIndexAndTarget() throws {
    let workspace = try Workspace()
    try workspace.copy("iris_frame.csv")
    let selection = try workspace.succeed(
      "select", "iris_frame.csv", "--columns", "2-4", "--structures", "VVI", "-k", "3", "-o", "model.json")
    // With one start it ends at 801.958; there is a higher maximum.
    #expect(try #require(ModelJSON(workspace.text("model.json")).fit["bic"] as? Double) < 801.959)
    #expect(!selection.errors.contains(Self.suspicion))
  }

  // MARK: Other files of each kind

  /// Measurements of three groups, drawn anew.
  private static func groups(_ count: Int) -> [(group: Int, values: [Double])] {
    var random = RandomStream(seed: 11, purpose: .sampling)
    func noise() -> Double {
      (0..<12).reduce(-6) { sum, _ in sum + Double.random(in: 0..<1, using: &random) }
    }
    return (0..<count).map { row in
      let group = (row * 7) % 3
      let values = [
        noise() + Double(group) * 4, 2 * noise() - Double(group), noise() * 3 + Double(group % 2) * 9,
      ]
      return (group, values.map { ($0 * 1000).rounded() / 1000 })
    }
  }

  private static let count = 120

  /// A further column before or after the measurements, of each row and group.
  struct Column: Sendable, CustomTestStringConvertible {
    let name: String
    var isFirst = true
    let says: String
    let cell: @Sendable (_ row: Int, _ group: Int) -> String
    var testDescription: String { name }
  }

  static let suspicious = [
    Column(name: "Id", says: "Id numbers the rows") { row, _ in "\(row + 1)" },
    Column(name: "n", isFirst: false, says: "n numbers the rows") { row, _ in "\(row)" },
    Column(name: "from", says: "from numbers the rows") { row, _ in "\(row + 5001)" },
    // As after shuffling: every number once.
    Column(name: "order", says: "order numbers the rows") { row, _ in "\((row * 77) % count)" },
    Column(name: "", says: "column 1 stands first and has no name") { row, _ in "\((row * 7) % 13)" },
    Column(name: "Unnamed: 0", says: "Unnamed: 0 stands first and has no name") { row, _ in "\(row * 3 % 50)"
    },
    Column(name: "PassengerId", says: "PassengerId holds whole numbers that name rows") { row, _ in
      "\(9000 + row * row)"
    },
    Column(name: "patient_id", isFirst: false, says: "patient_id holds whole numbers that name rows") {
      row, _ in
      "\(row / 4)"
    },
    Column(name: "Sample code number", says: "Sample code number holds whole numbers that name rows") {
      row, _ in
      "\(1_000_000 + row * 977 % 88_001)"
    },
    Column(name: "visit", says: "visit holds whole numbers that rise from row to row") { row, _ in
      "\(83_732 + 3 * row + row % 2)"
    },
    Column(name: "class", says: "class holds only 3 whole numbers") { _, group in "\(group)" },
    Column(name: "Species_code", isFirst: false, says: "Species_code holds only 3 whole numbers") {
      _, group in
      "\(group * 10)"
    },
    Column(name: "batch", isFirst: false, says: "batch holds only 3 whole numbers (1, 2, 3)") { _, group in
      "\(group + 1)"
    },
    Column(name: "predicted cluster", says: "predicted cluster holds only 4 whole numbers") { row, group in
      row % 10 == 0 ? "-1" : "\(group)"
    },
  ]

  static let innocent = [
    Column(name: "children", isFirst: false, says: "") { row, _ in "\(row * row / 7 % 6)" },
    Column(name: "age", says: "") { row, _ in "\(18 + (row * 37) % 60)" },
    Column(name: "year", isFirst: false, says: "") { row, _ in "\(1990 + row % 25)" },
    Column(name: "count", says: "") { row, group in "\(row * 31 % 97 + 200 * group)" },
    Column(name: "income", says: "") { row, _ in "\(20_000 + row * 7919 % 65_537)" },
    Column(name: "dose", isFirst: false, says: "") { row, group in "\(Double(group) / 2)" },
    Column(name: "level", isFirst: false, says: "") { row, _ in "\(row % 4 + 1)" },
    Column(name: "solid", says: "") { row, _ in "\(Double(row) * 0.25)" },
  ]

  private func outcome(_ column: Column, header: Bool = true) throws -> (Outcome, names: [String]) {
    let workspace = try Workspace()
    func line(_ extra: String, _ rest: [String]) -> String {
      (column.isFirst ? [extra] + rest : rest + [extra]).joined(separator: ",") + "\n"
    }
    var text = header ? line(column.name, ["u", "v", "w"]) : ""
    for (row, point) in Self.groups(Self.count).enumerated() {
      text += line(column.cell(row, point.group), point.values.map { "\($0)" })
    }
    try workspace.write(text, to: "points.csv")
    let outcome = try workspace.gmm("fit", "points.csv", "-k", "1", "-o", "model.json")
    #expect(outcome.code == 0, "\(outcome.errors)")
    return (outcome, try ModelJSON(workspace.text("model.json")).columns)
  }

  @Test(arguments: suspicious)
  func whatLooksLikeNoMeasurementIsNamed(column: Column) throws {
    let (outcome, names) = try outcome(column)
    #expect(outcome.errors.contains(column.says), "\(outcome.errors)")
    #expect(outcome.errors.contains("--columns u,v,w leaves it out"), "\(outcome.errors)")
    #expect(names.count == 4)
  }

  @Test(arguments: innocent)
  func measurementsAreNotSuspected(column: Column) throws {
    let (outcome, names) = try outcome(column)
    #expect(!outcome.errors.contains(Self.suspicion), "\(outcome.errors)")
    #expect(names.count == 4)
  }

  /// Without a header place and numbers are all there is.
  @Test func withoutNames() throws {
    let numbers = Column(name: "", says: "") { row, _ in "\(row + 1)" }
    #expect(try outcome(numbers, header: false).0.errors.contains("column 1 numbers the rows; --columns 2-4"))
    let identifier = Column(name: "", says: "") { row, _ in "\(61_634 + row * 104_729 % 1_299_709)" }
    #expect(
      try outcome(identifier, header: false).0.errors.contains("column 1 holds whole numbers that name rows"))
    let group = Column(name: "", isFirst: false, says: "") { _, group in "\([2, 4, 7][group])" }
    let class_ = try outcome(group, header: false).0.errors
    #expect(class_.contains("column 4 holds only 3 whole numbers (2, 4, 7), as a class does; --columns 1-3"))
  }

  /// Real data and clouds of whole coordinates.
  @Test func realMeasurementsAreNotSuspected() throws {
    let workspace = try Workspace()
    for name in ["diabetes.csv", "iris.csv", "faithful.csv"] {
      try workspace.copy(name)
      let outcome = try workspace.succeed("fit", name, "-k", "1")
      #expect(!outcome.errors.contains(Self.suspicion), "\(outcome.errors)")
    }
    let grid = (0..<1200).map { "\($0 % 20) \($0 / 20 % 20) \($0 / 400)\n" }.joined()
    let pixels = (0..<300).map { "\($0 * 97 % 256) \($0 * 31 % 256) \($0 * $0 % 251)\n" }.joined()
    // Integer millimetres, sorted by the first coordinate as scanners do.
    let scan = (0..<300).map {
      "\(448_000 + 37 * $0) \(5_155_000 + $0 * 7919 % 9973) \(210_000 + $0 * 31 % 499)\n"
    }
    for (name, text) in [("grid.txt", grid), ("pixels.txt", pixels), ("scan.txt", scan.joined())] {
      try workspace.write(text, to: name)
      let outcome = try workspace.succeed("fit", name, "-k", "1")
      #expect(!outcome.errors.contains(Self.suspicion), "\(name): \(outcome.errors)")
    }
  }

  /// Rows that were left out leave gaps in what numbers them.
  @Test func rowNumbersWithGaps() throws {
    let workspace = try Workspace()
    let rows = Self.groups(40).enumerated().map { row, point in
      "\(row),\(row % 9 == 4 ? "" : "\(point.values[0])"),\(point.values[1])\n"
    }
    try workspace.write("n,u,v\n" + rows.joined(), to: "points.csv")
    for option in ["--skip-invalid", "--missing"] {
      let outcome = try workspace.succeed("fit", "points.csv", "-k", "1", option)
      #expect(outcome.errors.contains("n numbers the rows; --columns u,v leaves it out"), "\(outcome.errors)")
    }
  }

  /// A class is named again where the components end on its few values.
  @Test func collapseOnAClassIsNamed() throws {
    let workspace = try Workspace()
    let rows = Self.groups(Self.count).map { "\($0.values[0]),\($0.values[1]),\($0.group)\n" }
    try workspace.write("u,v,target\n" + rows.joined(), to: "points.csv")
    let outcome = try workspace.succeed("fit", "points.csv", "-k", "3", "--start", "labels:target")
    #expect(outcome.errors.contains("components collapsed"), "\(outcome.errors)")
    #expect(outcome.errors.components(separatedBy: "--columns u,v leaves it out").count == 3)
  }

  /// The option in the note chooses what it says where names look like numbers.
  @Test func theOptionCanBePasted() throws {
    let workspace = try Workspace()
    let rows = Self.groups(30).enumerated().map {
      "\($0.offset),\($0.element.values[0]),\($0.element.values[1])\n"
    }
    try workspace.write("row no,length (cm),2-3\n" + rows.joined(), to: "points.csv")
    let errors = try workspace.succeed("fit", "points.csv", "-k", "1").errors
    let note = try #require(errors.firstMatch(of: /--columns (.*) leaves it out/))
    let outcome = try workspace.succeed(
      "fit", "points.csv", "-k", "1", "--columns", String(note.1), "-o", "model.json")
    #expect(
      try ModelJSON(workspace.text("model.json")).columns == ["length (cm)", "2-3"], "\(outcome.errors)")
  }
}
