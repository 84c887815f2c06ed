import Tables
import Testing

@Suite struct ReadingTests {
  @Test(arguments: [
    "x,y\n1,2\n3,4\n", "x,y\r\n1,2\r\n3,4\r\n", "x,y\n1,2\n3,4", "\u{FEFF}x,y\n1,2\n3,4\n",
    "x\ty\n1\t2\n3\t4",
    "x;y\n1;2\n3;4", "x y\n1 2\n3 4", "  x   y  \n1  2 \r\n 3 4\r\n", " x , y \n 1 , 2 \n 3 , 4 ",
    "# made by hand\n\nx,y\n1,2\n  # half way\n   \n3,4\n# end", "\"x\",\"y\"\n\"1\",\"2\"\n\"3\", \"4\" \n",
    "x \t y\n1\t 2\n3 \t4\n", "x,y\n+1,2e0\n3.0,4\n\n\n",
  ])
  func theSameTableInManyForms(text: String) throws {
    let table = try table(text)
    #expect(table.columnNames == ["x", "y"])
    #expect(table.hasHeader)
    #expect(try table.numbers(in: [1, 0]).columns == [[2, 4], [1, 3]])
  }

  @Test func aSingleColumnHasNoDelimiter() throws {
    #expect(try table("1\n2\n3").numbers(in: [0]).columns == [[1, 2, 3]])
    let named = try table("sepal length\n5.1\n4.9")
    #expect(named.columnNames == ["sepal length"])
    #expect(try named.numbers(in: [0]).columns == [[5.1, 4.9]])
  }

  @Test func decimalCommas() throws {
    let table = try table("x;y\n1,5;2\n-0,25;1e3", decimalComma: true)
    #expect(try table.numbers(in: [0, 1]).columns == [[1.5, -0.25], [2, 1000]])
    #expect(try TablesTests.table("1,5 2,5\n3,5 4,5", decimalComma: true).columnCount == 2)
  }

  @Test func semicolonsComeBeforeCommas() throws {
    #expect(try table("1,5;2,5\n3,5;4,5").columnCount == 2)
  }

  @Test func quotedFields() throws {
    let text = "name,x\n\"a, b\",1\n\"say \"\"hi\"\"\",2\n\"two\nlines\",3\nfoot 5\" long,4\n\"\",5\n"
    let table = try table(text)
    #expect(table.rowCount == 5)
    #expect(table.text(of: 0) == ["a, b", "say \"hi\"", "two\nlines", "foot 5\" long", ""])
    #expect(try table.numbers(in: [1]).columns == [[1, 2, 3, 4, 5]])
    #expect(table.line(ofRow: 3) == 6)
  }

  @Test(arguments: [
    ("x,y\n1,2", true), ("1,2\n3,4", false), ("x,2\n3,4", false), ("NA,x\n3,4", true), ("NA,\n3,4", false),
    ("a,b\nc,d", true), ("1,2,label\n3,4,5", true), ("1,3,label\n3,4,5", false), ("1,label,2\n3,4,5", false),
    ("1,2,alice\n3,4,bob", false), ("label,probability\n1,2", true), ("1,2\n1,2", false),
    ("1,responsibility_1,responsibility_12\n0,1,0", true), ("1,responsibility_,label\n0,1,0", false),
  ])
  func theHeaderIsFound(text: String, hasHeader: Bool) throws {
    let table = try table(text)
    #expect(table.hasHeader == hasHeader)
    #expect(table.rowCount == (hasHeader ? 1 : 2))
  }

  @Test func theHeaderCanBeGiven() throws {
    let named = try table("1,2\n3,4", header: .yes)
    #expect(named.columnNames == ["1", "2"])
    #expect(named.rowCount == 1)
    let unnamed = try table("a,2\nb,4", header: .no)
    #expect(unnamed.columnNames == ["1", "2"])
    #expect(unnamed.text(of: 0) == ["a", "b"])
  }

  @Test func aNameMayBeginLikeACompressedFile() throws {
    #expect(try table("BZhang,x\n1,2").columnNames == ["BZhang", "x"])
  }

  @Test func emptyNamesAreNumbers() throws {
    #expect(try table("x,,z\n1,2,3").columnNames == ["x", "2", "z"])
  }

  @Test func theDelimiterCanBeGiven() throws {
    let table = try table("a|b\n1|2", delimiter: .given(UInt8(ascii: "|")))
    #expect(try table.numbers(in: [0, 1]).columns == [[1], [2]])
    #expect(try TablesTests.table("a,b\n1,2", delimiter: .given(UInt8(ascii: ";"))).columnCount == 1)
    #expect(try TablesTests.table("a\t\t\n\t\t1", delimiter: .given(9)).rowCount == 1)
  }

  @Test(arguments: [UInt8(ascii: "1"), UInt8(ascii: "e"), UInt8(ascii: "."), 10, 13, 0, 34, 35, 200])
  func impossibleDelimitersAreUsageErrors(byte: UInt8) {
    let error = tableError { () throws(TableError) in _ = try table("a b\n1 2", delimiter: .given(byte)) }
    #expect(error?.code == .usage)
  }

  @Test func theCommaCannotBeBoth() {
    let error = tableError { () throws(TableError) in
      _ = try table("1,2", delimiter: .given(UInt8(ascii: ",")), decimalComma: true)
    }
    #expect(error?.code == .usage)
    #expect(error?.description.contains("--decimal-comma") == true)
  }

  @Test func kindsOfColumns() throws {
    let table = try table("a,b,c,d\nNA,,1,null\nx,2,y,-INF\n,3,4,N/A\n")
    #expect(table.columnKinds == [.text, .numeric, .numeric, .numeric])
    #expect(table.kind(of: 0) == .text)
    #expect(table.kind(of: 9) == .text)
  }

  @Test func categoriesAreSortedByNumberOrText() throws {
    let numbers = try table("l\n10\n9\nNA\n10\n").categories(of: 0)
    #expect(numbers.names == ["9", "10"])
    #expect(numbers.indices == [1, 0, nil, 1])
    let texts = try table("n,l\n1,\"b\"\"\"\n2,a\n3,\n4,10\n5,a\n6,a").categories(of: 1)
    #expect(texts.names == ["10", "a", "b\""])
    #expect(texts.indices == [2, 1, nil, 0, 1, 1])
    #expect(try table("l\n1").categories(of: 4).names.isEmpty)
  }
}
