import Testing

@testable import Tables

/// Some columns of a table, as a table.
@Suite struct ChosenColumnTests {
  private func written(_ table: PointTable, _ columns: String, to name: String = "out.csv") throws -> String {
    let chosen = try table.choosing(table.selectColumns(columns))
    let bytes = try FormatTestSupport.written(name) { try $0.write(chosen, appending: []) }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func columnsComeInTheOrderAskedFor() throws {
    let text = "name;x;y\r\n\"a;b\";1,50;2\r\nc;;3\r\n"
    let table = try FormatTestSupport.table(Array(text.utf8), "points.csv")
    // Cells stand as they stood, with the delimiter and the line ends of the input.
    #expect(try written(table, "y,name") == "y;name\r\n2;\"a;b\"\r\n3;c\r\n")
    #expect(try written(table, "x") == "x\r\n1,50\r\n\"\"\r\n")
    // One number with a decimal comma among semicolons may be a text: an empty text is quoted.
    #expect(try written(table, "2-3", to: "out.tsv") == "x\ty\r\n1,50\t2\r\n\"\"\t3\r\n")
  }

  @Test func columnsWithoutNamesStayWithout() throws {
    let table = try FormatTestSupport.table(Array("1 2 3\n4 5 6\n".utf8), "points.txt")
    #expect(try written(table, "3,1") == "3 1\n6 4\n")
  }

  @Test func severalFilesHaveTheSameColumns() throws {
    let directory = try TemporaryDirectory()
    let first = try directory.write(Array("x,y,z\n1,2,3\n".utf8), to: "a.csv")
    let second = try directory.write(Array("z\ty\tx\n6\t5\t4\n".utf8), to: "b.tsv")
    let table = try PointTable(joining: [first, second], fileColumn: "file")
    let lines = try written(table, "z,x").split(separator: "\n")
    #expect(lines[0] == "z,x,file" && lines[1].hasPrefix("3,1,") && lines[2].hasPrefix("6,4,"))
    #expect(lines[2].hasSuffix("b.tsv"))
  }

  @Test func numbersOfTheChosenAreThose() throws {
    let ply = try FormatTestSupport.written("a.ply") { writer in
      try writer.write(
        ["x", "y", "z", "q"].enumerated().map { TableColumn(name: $1, values: .numbers([Double($0), 9])) })
    }
    let table = try FormatTestSupport.table(ply, "a.ply")
    #expect(table.contents.coordinateColumns == [0, 1, 2])
    let chosen = try table.choosing([3, 1])
    #expect(chosen.columnNames == ["q", "y"] && chosen.contents.coordinateColumns == nil)
    #expect(try chosen.numbers(in: [0, 1]).columns == [[3, 9], [1, 9]])
    let npz = try FormatTestSupport.written("b.npz") { try $0.write(chosen, appending: []) }
    #expect(try FormatTestSupport.table(npz, "b.npz").numbers(in: [0, 1]).columns == [[3, 9], [1, 9]])
    let whole = try table.choosing([2, 0, 1])
    #expect(whole.contents.coordinateColumns == [1, 2, 0])
  }
}
