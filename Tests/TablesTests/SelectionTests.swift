import Tables
import Testing

@Suite struct SelectionTests {
  private static let header = "x,y,z,2-3,\"a,b\",u-v,5,label,name"
  private static let rows = "\n1,2,3,4,5,6,7,8,n\n"

  private func columns(_ specification: String) throws(TableError) -> [Int] {
    try table(Self.header + Self.rows, header: .yes).selectColumns(specification)
  }

  @Test(arguments: [
    ("x", [0]), ("z,x", [2, 0]), ("1", [0]), ("2,3", [1, 2]), ("1-3", [0, 1, 2]), ("2-3", [3]),
    ("x-z", [0, 1, 2]),
    ("a,b", [4]), ("a,b,x", [4, 0]), ("u-v", [5]), ("5", [6]), ("x-2-3", [0, 1, 2, 3]), (" x , 8 ", [0, 7]),
    ("x,2-3,6", [0, 3, 5]), ("label,name", [7, 8]),
  ])
  func specifications(specification: String, expected: [Int]) throws {
    #expect(try columns(specification) == expected)
  }

  @Test(arguments: [
    ("q", TableError.Code.badData, "«q»"), ("10", .badData, "x, y, z"), ("0", .badData, "«0»"),
    ("1-10", .badData, "«1-10»"), ("4-2", .usage, "2-4"), ("z-x", .badData, "backwards"),
    ("x,,y", .usage, "empty"),
    ("", .usage, "empty"), ("x,1", .badData, "column 1 (x): the column is chosen twice"),
    ("lable", .badData, "did you mean «label»?"), ("X", .badData, "«X»"),
    ("99999999999999999999", .badData, "«99999999999999999999»"), ("x-", .badData, "«x-»"),
    ("-", .badData, "«-»"),
  ])
  func mistakes(specification: String, code: TableError.Code, part: String) {
    let error = tableError { () throws(TableError) in _ = try columns(specification) }
    #expect(error?.code == code)
    #expect(error?.description.hasPrefix("data.csv: ") == true)
    #expect(error?.description.contains(part) == true, "\(error?.description ?? "no error")")
  }

  @Test func ambiguousRangesAreRefused() throws {
    let table = try table("a,b-c,a-b,c\n1,2,3,4")
    let error = tableError { () throws(TableError) in _ = try table.selectColumns("a-b-c") }
    #expect(error?.message.contains("2 ways") == true)
  }

  @Test func duplicateNamesMatterOnlyWhenAskedFor() throws {
    let table = try table("x,y,x\n1,2,3")
    #expect(try table.selectColumns("y,3") == [1, 2])
    let error = tableError { () throws(TableError) in _ = try table.selectColumns("x") }
    #expect(error?.message.contains("2 columns (1, 3)") == true)
  }

  @Test func theDefaultLeavesOutWhatIsDerived() throws {
    let table = try table("x,kind,n,y,part_1\n1,2,text,4,5")
    #expect(try table.defaultColumns() == [0, 1, 3, 4])
    let choice = try table.chooseColumns(
      derived: DerivedColumns([1, 4], by: "a test"), otherwiseUsed: [3: "the rest"])
    #expect(choice.columns == [0])
    #expect(choice.leftOut.map(\.column) == [1, 2, 3, 4])
    #expect(choice.leftOut.map(\.reason) == [.derived, .text, .otherwiseUsed(as: "the rest"), .derived])
  }

  @Test func derivedNamesAreTheListedAndTheNumbered() {
    let names = DerivedNames(["kind"], numbered: ["part_"])
    for name in ["kind", "part_1", "part_12"] { #expect(names.contains(name), "\(name)") }
    for name in ["Kind", "part_", "part_x", "part_1x", "kind_input", ""] {
      #expect(!names.contains(name), "\(name)")
    }
    for name in ["kind", "kind_input", "kind_input2", "part_3_input"] {
      #expect(names.containsOriginal(of: name), "\(name)")
    }
    #expect(!names.containsOriginal(of: "kind_output") && !DerivedNames().contains("1"))
  }

  @Test func noNumericColumn() throws {
    let texts = try table("a,b\nc,d")
    let error = tableError { () throws(TableError) in _ = try texts.defaultColumns() }
    #expect(error?.code == .badData)
    #expect(error?.message.contains("no numeric column (there are: a, b, the first cell is «c»)") == true)
    let commas = try table("a;b\n1,5;2,5")
    let hint = tableError { () throws(TableError) in _ = try commas.defaultColumns() }
    #expect(hint?.message.contains("--decimal-comma") == true)
    let derived = try table("u,label\n1,2")
    let refusal = tableError { () throws(TableError) in
      _ = try derived.defaultColumns(derived: DerivedColumns([0, 1], by: "a test"))
    }
    #expect(
      refusal?.message
        == "the only numeric columns are ones that a test itself writes or that are used for something else (u, label); "
        + "name them with --columns if they are meant.")
  }

  @Test func columnsByName() throws {
    let named = try table("z,name,x\n1,a,2")
    #expect(try named.columns(named: ["x", "z"]) == [2, 0])
    let error = tableError { () throws(TableError) in _ = try named.columns(named: ["x", "y"]) }
    #expect(error?.description == "data.csv: there is no column «y»; choose among z, name, x with --columns.")
    #expect(try table("1,2\n3,4").columns(named: ["2", "1"]) == [1, 0])
    let renamed = try table("kind_input,x,kind,kind_input2\n1,2,3,4")
    #expect(try renamed.columns(named: ["kind", "x"]) == [2, 1])
    #expect(try renamed.columns(named: ["kind", "x"], derived: DerivedColumns([2], by: "a test")) == [2, 1])
    #expect(
      try renamed.columns(named: ["x", "kind"], derived: DerivedColumns([2, 3], by: "a test")) == [1, 0])
  }
}
