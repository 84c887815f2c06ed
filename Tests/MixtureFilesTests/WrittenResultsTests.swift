import MixtureFiles
import Tables
import TestSupport
import Testing

/// The columns of a table that are known for results of gmm's, and are no coordinates.
@Suite struct WrittenResultsTests {
  private func table(_ text: String) throws(TableError) -> PointTable {
    try PointTable(bytes: Array(text.utf8), source: "data.csv", options: .withResults)
  }

  private static let results = [
    TableColumn(name: "label", values: .integers([1, 2])),
    TableColumn(name: "probability", values: .numbers([0.25, 1])),
  ]

  @Test func theDefaultLeavesOutWhatIsWritten() throws {
    let table = try table(
      """
      x,truth,label,probability,uncertainty,log_density,density,responsibility_1,responsibility_x,label_input,n
      1,2,3,4,5,6,7,8,9,10,text
      """)
    #expect(table.writtenResults.columns == [1, 2, 3, 4, 5, 6, 7, 9])
    #expect(try table.defaultColumns(derived: table.writtenResults) == [0, 8])
  }

  @Test func aTableOfResultsAloneIsRefused() throws {
    let written = try table("truth,label\n1,2")
    do throws(TableError) {
      _ = try written.defaultColumns(derived: written.writtenResults)
      Issue.record("there is no column, and none is missed")
    } catch {
      #expect(
        error.message.hasPrefix(
          "the only numeric columns are ones that gmm itself writes or that are used for"))
    }
  }

  /// A table without a header gets one with its results, and is read by it.
  @Test func headersOfResultsAreKnown() throws {
    let folder = try TestFolder(of: "MixtureFilesTests")
    for (input, measured) in [("0.5,2\n3,4\n", [0, 1]), ("0.5,a\n3,b\n", [0])] {
      let memory = OutputMemory()
      try TableWriter(to: memory).write(try table(input), appending: Self.results)
      let output = try PointTable(bytes: memory.bytes, source: "out.csv", options: .withResults)
      #expect(output.columnNames == ["1", "2", "label", "probability"])
      #expect(try output.defaultColumns(derived: output.writtenResults) == measured)
      try folder.write(memory.bytes, to: "out.csv")
      guard case .table(let read) = try ModelOrTable(contentsOf: folder.path("out.csv")) else {
        Issue.record("a table is no model")
        continue
      }
      #expect(read.columnNames == output.columnNames)
    }
  }

  @Test func labelsBesideAnArrayAreKnown() throws {
    let memory = OutputMemory()
    try TableWriter(to: memory).write(
      try table("0.1,-0\n1e300,3\n"), appending: Array(Self.results.prefix(1)))
    let output = try PointTable(bytes: memory.bytes, source: "out.csv", options: .withResults)
    #expect(try output.defaultColumns(derived: output.writtenResults) == [0, 1])
  }

  @Test func aMeasuredColumnIsFoundUnderItsNewName() throws {
    let renamed = try table(
      "density_input,x,label,log_density,density\n9.5,2,1,0,1\n8.5,3,1,0,1\n7.5,3,2,0,1\n")
    #expect(renamed.writtenResults.columns == [2, 3, 4])
    #expect(try renamed.columns(ofModel: ["x", "density"]) == [1, 0])
    #expect(try renamed.columns(named: ["x", "density"]) == [1, 4])
    #expect(try renamed.columns(ofModel: ["x"]) == [1])
  }

  /// Were every column looked at by itself, going through the rows would take minutes.
  @Test(arguments: ["label", "label_input"])
  func manyColumnsOfOneNameAreJudgedAtOnce(name: String) throws {
    let count = 20_000
    let header =
      "x,y" + String(repeating: ",\(name)", count: count) + ",log_density"
      + String(repeating: ",density", count: count)
    let cells = String(repeating: ",1", count: count) + ",0" + String(repeating: ",1", count: count)
    let rows = (0..<6).map { "\($0 * 7 % 5).5,\($0 * 3 % 4).5\(cells)\n" }
    let table = try table(header + "\n" + rows.joined())
    let labels = Set(2..<count + 2)
    // The densities are results beside labels of their own run, and may have been measured beside others.
    #expect(
      table.writtenResults.columns == (name == "label" ? labels.union(count + 2..<2 * count + 3) : labels))
  }

  @Test func textInAColumnSaysNothingOfTheOthers() throws {
    let rows = (0..<12).map { "\($0).5,\($0).25,\($0 == 3 ? "bad" : "1"),0.5\n" }
    #expect(try table("x,label,density,log_density\n" + rows.joined()).writtenResults.columns == [2, 3])
    let labels = (0..<12).map { "\($0).5,\($0 == 3 ? "bad" : "1.5"),1\n" }
    #expect(try table("x,truth,label\n" + labels.joined()).writtenResults.columns == [1, 2])
  }

  @Test func aNameOfAResultRightAfterALabelIsSuspected() throws {
    let table = try table("x,label,density,probability\n1,2,3,4\n")
    #expect(table.resultNames(among: [0, 2, 3]) == [2: "bears the name of a result of gmm's"])
    #expect(table.resultNames(among: [0, 3]).isEmpty)
  }
}
