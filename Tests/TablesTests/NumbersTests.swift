import Tables
import Testing

@Suite struct NumbersTests {
  @Test func invalidCellsAreRefusedWithTheirCount() throws {
    let table = try table("x,y,z\n1,2,3\n\n4,NA,\n6,7,8\n,2,inf\n")
    let error = tableError { () throws(TableError) in _ = try table.numbers(in: [0, 1, 2]) }
    #expect(error?.code == .badData)
    #expect(
      error?.description
        == "data.csv:4: column 2 (y): found «NA», which is no finite number (the first of 4 invalid cells); "
        + "correct the cells, drop such rows with --skip-invalid, or take the values as missing with --missing."
    )
    let single = tableError { () throws(TableError) in _ = try table.numbers(in: [0]) }
    #expect(single?.description.contains("data.csv:6: column 1 (x): found an empty cell") == true)
    #expect(try table.numbers(in: [1], invalid: .skipRows).columns == [[2, 7, 2]])
  }

  /// Cells between runs of blanks that are passed over for one behind them.
  @Test(arguments: ["1  2 3 4", "  1 2 3 4", "1\t2 3 4", "1 \t 2   3\t4  ", "1 2 \t3  4"])
  func runsOfBlanksPartTwoCells(row: String) throws {
    let table = try table("a b c d\n5 6 7 8\n\(row)\n5 6 7 8\n", delimiter: .given(UInt8(ascii: " ")))
    for column in 0..<4 {
      let others = [Double(column + 5)]
      #expect(try table.numbers(in: [column]).columns == [others + [Double(column + 1)] + others], "\(column)")
    }
  }

  @Test(arguments: [
    "", "NA", "n/a", "NaN", "-nan", "NULL", ".", "inf", "-INF", "+Inf", "\"\"", "\" NA \"", "1e999",
  ])
  func invalidWords(word: String) throws {
    let table = try table("x,y\n1,2\n3,\(word)\n5,6\n")
    #expect(table.columnKinds == [.numeric, .numeric])
    let numbers = try table.numbers(in: [0, 1], invalid: .skipRows)
    #expect(numbers.columns == [[1, 5], [2, 6]])
    #expect(numbers.keptRows == [0, 2])
    #expect(numbers.skipped.count == 1)
    #expect(numbers.skipped.first.first?.line == 3)
    #expect(numbers.skipped.first.first?.columnName == "y")
  }

  @Test func onlyTheFirstFewSkippedRowsAreLocated() throws {
    let table = try table("x,y\n" + String(repeating: "NA,\n", count: 9) + "1,2")
    let numbers = try table.numbers(in: [1, 0], invalid: .skipRows)
    #expect(numbers.skipped.count == 9)
    #expect(numbers.skipped.first.map(\.line) == [2, 3, 4, 5, 6])
    #expect(numbers.skipped.first[0].description == "line 2, column 1 (x): «NA»")
  }

  @Test(arguments: [InvalidCellPolicy.refuse, .skipRows])
  func textAmongNumbersIsAlwaysAnError(policy: InvalidCellPolicy) throws {
    let table = try table("x,y,z\n1,2,3\n4,5,abc\n")
    let error = tableError { () throws(TableError) in _ = try table.numbers(in: [0, 2], invalid: policy) }
    #expect(
      error?.description
        == "data.csv:3: column 3 (z): found «abc», which is no number; correct the cell or leave the column "
        + "out with --columns.")
    #expect(try table.numbers(in: [0, 1], invalid: policy).columns == [[1, 4], [2, 5]])
  }

  @Test func decimalCommasAreSuspected() throws {
    let table = try table("x;y\n1;2\n1,5;2")
    let error = tableError { () throws(TableError) in _ = try table.numbers(in: [0]) }
    #expect(error?.message.contains("--decimal-comma") == true)
  }

  @Test func noRowLeft() throws {
    let table = try table("x,y\n1,NA\nNA,2")
    let error = tableError { () throws(TableError) in _ = try table.numbers(in: [0, 1], invalid: .skipRows) }
    #expect(error?.code == .badData)
    #expect(error?.message.contains("no row is left") == true)
  }

  @Test func allRowsKeptMeansNoList() throws {
    let numbers = try table("x\n1\n2").numbers(in: [0], invalid: .skipRows)
    #expect(numbers.keptRows == nil)
    #expect(numbers.skipped.count == 0)
  }

  @Test func columnsMayRepeatAndMustExist() throws {
    let table = try table("x,y\n1,2")
    #expect(try table.numbers(in: [1, 1]).columns == [[2], [2]])
    #expect(throws: TableError.self) { try table.numbers(in: [2]) }
    #expect(throws: TableError.self) { try table.numbers(in: [-1]) }
    #expect(throws: TableError.self) { try table.numbers(in: []) }
  }

  @Test func moreRowsThanABlock() throws {
    let values = (0..<5000).map(Double.init)
    let text = "x,y\n" + values.map { "\(Int($0)),\($0 == 1500 ? "NA" : "0")\n" }.joined()
    let numbers = try table(text).numbers(in: [0, 1], invalid: .skipRows)
    #expect(numbers.columns[0] == values.filter { $0 != 1500 })
    #expect(numbers.keptRows?.count == 4999)
  }

  @Test func whatATerminalWouldObeyIsSpelledOut() throws {
    let table = try table("x,y\n1,2\n\u{1B}[31m,2")
    let error = tableError { () throws(TableError) in _ = try table.numbers(in: [0]) }
    #expect(error?.description.contains("\u{1B}") == false)
    let long = try TablesTests.table("x,y\n1,2\n" + String(repeating: "q", count: 9999) + ",2")
    let shortened = tableError { () throws(TableError) in _ = try long.numbers(in: [0]) }
    #expect((shortened?.description.count ?? 999) < 200)
  }
}
