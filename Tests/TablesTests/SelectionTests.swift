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

  @Test func theDefaultLeavesOutWhatIsWritten() throws {
    let text = """
      x,truth,label,probability,uncertainty,log_density,density,responsibility_1,responsibility_x,label_input,n
      1,2,3,4,5,6,7,8,9,10,text
      """
    #expect(try table(text).defaultColumns() == [0, 8])
  }

  @Test func noNumericColumn() throws {
    let texts = try table("a,b\nc,d")
    let error = tableError { () throws(TableError) in _ = try texts.defaultColumns() }
    #expect(error?.code == .badData)
    #expect(error?.message.contains("no numeric column (there are: a, b, the first cell is «c»)") == true)
    let commas = try table("a;b\n1,5;2,5")
    let hint = tableError { () throws(TableError) in _ = try commas.defaultColumns() }
    #expect(hint?.message.contains("--decimal-comma") == true)
    let written = try table("truth,label\n1,2")
    #expect(tableError { () throws(TableError) in _ = try written.defaultColumns() } != nil)
  }

  @Test func columnsOfAModel() throws {
    let named = try table("z,name,x\n1,a,2")
    #expect(try named.columns(named: ["x", "z"]) == [2, 0])
    let error = tableError { () throws(TableError) in _ = try named.columns(named: ["x", "y"]) }
    #expect(error?.description == "data.csv: there is no column «y»; choose among z, name, x with --columns.")
    #expect(try table("1,2\n3,4").columns(named: ["2", "1"]) == [1, 0])
  }
}
