import Tables
import Testing

@Suite struct TableWriterTests {
  private func written(
    _ text: String, _ columns: [TableColumn], keptRows: [Int]? = nil, decimalComma: Bool = false
  ) throws -> (text: String, renames: [ColumnRename]) {
    let directory = try TemporaryDirectory()
    let table = try table(text, decimalComma: decimalComma)
    let renames = try TableWriter(to: directory.path("out")).write(
      table, appending: columns, keptRows: keptRows)
    return (try directory.text("out"), renames)
  }

  private static let results = [
    TableColumn(name: "label", values: .integers([1, 2])),
    TableColumn(name: "probability", values: .numbers([0.25, 1])),
  ]

  @Test(arguments: [
    ("x,y\n1,2\n3,4\n", "x,y,label,probability\n1,2,1,0.25\n3,4,2,1\n"),
    ("x\ty\r\n1\t2\r\n3\t4", "x\ty\tlabel\tprobability\r\n1\t2\t1\t0.25\r\n3\t4\t2\t1\r\n"),
    ("\u{FEFF}x;y\n1;2\n3;4\n", "\u{FEFF}x;y;label;probability\n1;2;1;0.25\n3;4;2;1\n"),
    (
      "# a\nx,n\n\n1,\"a,\nb\"\n# c\n03.0, c \n# d",
      "# a\nx,n,label,probability\n\n1,\"a,\nb\",1,0.25\n# c\n03.0, c ,2,1\n# d"
    ),
    ("1,2\n3,4\n", "1,2,label,probability\n1,2,1,0.25\n3,4,2,1\n"),
    ("# a\n1 2\n 3  4 \n", "# a\n1 2 label probability\n1 2 1 0.25\n 3  4  2 1\n"),
    ("x\n1\n3", "x,label,probability\n1,1,0.25\n3,2,1\n"),
    ("name\n\"a, b\"\nc", "name,label,probability\n\"a, b\",1,0.25\nc,2,1\n"),
    ("name\na, b\nc", "name,label,probability\n\"a, b\",1,0.25\nc,2,1\n"),
  ])
  func rowsPassThrough(input: String, output: String) throws {
    #expect(try written(input, Self.results).text == output)
  }

  @Test func decimalCommasAreKept() throws {
    let output = try written("x;y\n1,5;2\n3;4\n", Self.results, decimalComma: true).text
    #expect(output == "x;y;label;probability\n1,5;2;1;0,25\n3;4;2;1\n")
    #expect(
      try written("x\n1,5\n2", Self.results, decimalComma: true).text
        == "x;label;probability\n1,5;1;0,25\n2;2;1\n")
  }

  @Test func skippedRowsHaveEmptyResults() throws {
    let output = try written("x,y\n1,2\nNA,4\n5,6\n", Self.results, keptRows: [0, 2]).text
    #expect(output == "x,y,label,probability\n1,2,1,0.25\nNA,4,,\n5,6,2,1\n")
    let spaced = try written("x y\n1 2\nNA 4\n5 6\n", Self.results, keptRows: [0, 2]).text
    #expect(spaced == "x y label probability\n1 2 1 0.25\nNA 4 NA NA\n5 6 2 1\n")
  }

  @Test func columnsOfTheSameNameAreRenamed() throws {
    let (output, renames) = try written(
      "\"label\",label_input, label ,probability\n1,2,3,4\n5,6,7,8\n", Self.results)
    #expect(
      output.hasPrefix(
        "label_input2,label_input, label_input3 ,probability_input,label,probability\n1,2,3,4,1"))
    #expect(renames.map(\.original) == ["label", "label", "probability"])
    #expect(renames.map(\.renamed) == ["label_input2", "label_input3", "probability_input"])
    #expect(try written("label\n1\n2\n", Self.results).text.hasPrefix("label_input,label,probability\n"))
  }

  @Test func resultsWrittenTwiceStillRead() throws {
    let directory = try TemporaryDirectory()
    let first = directory.path("first.csv")
    let second = directory.path("second.csv")
    try TableWriter(to: first).write(table("0.5,2\n3,4\n"), appending: Self.results)
    try TableWriter(to: second).write(
      PointTable(contentsOf: first, options: .withAdded), appending: Self.results)
    let table = try PointTable(contentsOf: second, options: .withAdded)
    #expect(table.hasHeader)
    #expect(table.columnNames == ["1", "2", "label_input", "probability_input", "label", "probability"])
    #expect(try table.numbers(in: table.columns(named: ["1", "2"])).columns == [[0.5, 3], [2, 4]])
  }

  @Test func headerlessInputReadsBackWithNothingLost() throws {
    let directory = try TemporaryDirectory()
    let input = try table("0.5,a\n3,b\n")
    let path = directory.path("out.csv")
    try TableWriter(to: path).write(input, appending: Self.results)
    let output = try PointTable(contentsOf: path, options: .withAdded)
    #expect(output.columnNames == ["1", "2", "label", "probability"])
    #expect(output.rowCount == 2)
    #expect(try output.defaultColumns(derived: DerivedColumns([2, 3], by: "a test")) == [0])
    #expect(output.text(of: 1) == ["a", "b"])
  }

  @Test func withoutResultsTheFileIsCopied() throws {
    for text in ["1,2\n3,4\n", "# a\r\nx y\r\n1  2\r\n", "name\na, b\nc\n"] {
      #expect(try written(text, []).text == text)
    }
  }

  @Test func textsAreQuotedWhereTheyMustBe() throws {
    let texts = TableColumn(name: "a,\"b\"", values: .strings(["# c", nil]))
    let categories = TableColumn(name: "n", values: .categories(indices: [1, nil], names: ["u", " v"]))
    let output = try written("x,y\n1,2\n3,4\n", [texts, categories]).text
    #expect(output == "x,y,\"a,\"\"b\"\"\",n\n1,2,\"# c\",\" v\"\n3,4,,\n")
  }

  @Test func newTables() throws {
    let directory = try TemporaryDirectory()
    let path = directory.path("new.csv")
    try TableWriter(to: path).write([
      TableColumn(name: "x", values: .numbers([0.1, -.infinity])),
      TableColumn(name: "truth", values: .integers([1, -2])),
      TableColumn(name: "n", values: .strings(["#", "a\nb"])),
    ])
    #expect(try directory.text("new.csv") == "x,truth,n\n0.1,1,\"#\"\n-inf,-2,\"a\nb\"\n")
    try TableWriter(to: path).write([TableColumn(name: "x", values: .strings([nil, "1"]))])
    #expect(try PointTable(contentsOf: path).rowCount == 2)
  }

  @Test func columnsOfOtherLengthsAreRefused() throws {
    let directory = try TemporaryDirectory()
    let error = tableError { () throws(TableError) in
      try TableWriter(to: directory.path("out")).write(table("x\n1\n"), appending: Self.results)
    }
    #expect(error?.message.contains("«label» has 2 cells for 1 row;") == true)
    #expect(try directory.names.isEmpty)
  }

  @Test func aFileMayBeWrittenOverItsInput() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write("x,y\n1,2\n3,4\n".utf8, to: "a.csv")
    try TableWriter(to: path).write(PointTable(contentsOf: path), appending: Self.results)
    #expect(try directory.text("a.csv") == "x,y,label,probability\n1,2,1,0.25\n3,4,2,1\n")
  }
}
