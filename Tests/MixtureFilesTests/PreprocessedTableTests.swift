import Foundation
import GaussianMixtures
import MixtureFiles
import Tables
import TestSupport
import Testing

/// Columns that are compensated and transformed when they are read.
@Suite struct PreprocessedTableTests {
  private static let parameters = ["FSC-A", "FL1-A", "FL2-A", "Time"]
  private static let events: [[Float]] = [
    [100, 1001, 210, 1], [200, -50, 30, 2], [300, 40, 9000, 3], [400, 0, 0, 4], [500, 3e4, 7e3, 5],
  ]
  /// Of the light 1000 and 10: 1000 + 0.1 10 and 0.2 1000 + 10.
  private static let matrix = ("$SPILLOVER", "2,FL1-A,FL2-A,1,0.2,0.1,1")

  private static func table(
    _ keywords: [(String, String)] = [matrix], _ parameters: [String] = parameters
  ) throws -> PointTable {
    try PointTable(bytes: FlowFile.bytes(parameters, events, keywords), source: "cells.fcs")
  }

  private static let rule = Preprocessing(compensation: .ofFile, transforms: [nil, nil, nil])

  @Test func eventsAreCompensatedByTheMatrixOfTheirFile() throws {
    let table = try Self.table()
    let columns = try table.selectColumns("FSC-A,FL1-A,FL2-A")
    let numbers = try table.preprocessed(by: Self.rule, columns: columns).numbers(in: columns).columns
    #expect(numbers[0] == [100, 200, 300, 400, 500])
    #expect(abs(numbers[1][0] - 1000) < 1e-9 && abs(numbers[2][0] - 10) < 1e-9)
    // What is compensated alone needs all channels all the same.
    let alone = try table.preprocessed(by: Self.rule, columns: columns).numbers(in: [2]).columns[0]
    #expect(alone == numbers[2])
    // The cells of the file stay.
    #expect(try table.preprocessed(by: Self.rule, columns: columns).text(of: 1)[0] == "1001")
    #expect(try table.numbers(in: [1]).columns[0][0] == 1001)
  }

  @Test(arguments: ["$SPILLOVER", "SPILLOVER", "$SPILL", "SPILL", "spill"])
  func matricesAreFoundByAnyOfTheirKeywords(_ keyword: String) throws {
    let found = try Self.table([(keyword, Self.matrix.1)]).compensations()
    #expect(found.count == 1 && found[0]?.channels == ["FL1-A", "FL2-A"])
    #expect(found[0]?.spillover == [[1, 0.2], [0.1, 1]])
  }

  @Test func channelsAreFoundByLabelsAndNumbers() throws {
    let columns = [1, 2]
    let rule = Preprocessing(compensation: .ofFile, transforms: [nil, nil])
    let expected = try Self.table().preprocessed(by: rule, columns: columns).numbers(in: columns).columns
    for keywords in [
      [("SPILL", "2,2,3,1,0.2,0.1,1")],
      [("$P2S", "CD4"), ("$P3S", "CD8"), ("SPILL", "2, CD4 ,CD8,1,0.2,0.1,1")],
    ] {
      let table = try Self.table(keywords).preprocessed(by: rule, columns: columns)
      #expect(try table.numbers(in: columns).columns == expected)
    }
  }

  @Test(arguments: [
    "x", "-1,a", "3,FL1-A,FL2-A,1,0,0,1", "9,1", "2,FL1-A,FL2-A,1,0,0", "2,FL1-A,FL2-A,1,0,0,1,2",
    "2,FL1-A,FL2-A,1,0,x,1", "2,FL1-A,FL2-A,1,1,1,1", "2,FL1-A,FL1-A,1,0.1,0,1", "2,FL1-A,FL2-A,1,nan,0,1",
    "4000000000,a", "2,FL1-A,FL9-A,1,0.1,0,1",
  ]) func damagedMatricesAreRefused(_ text: String) throws {
    let table = try Self.table([("$SPILLOVER", text)])
    let error = #expect(throws: TableError.self) {
      try table.preprocessed(by: Self.rule, columns: [0, 1, 2])
    }
    #expect(error?.source == "cells.fcs" && error?.message.contains("--spillover") == true)
  }

  @Test func aFileWithoutAMatrixIsRefused() throws {
    for keywords in [[], [("$SPILLOVER", "0")], [("$SPILLOVER", "")]] {
      let table = try Self.table(keywords)
      let error = #expect(throws: TableError.self) {
        try table.preprocessed(by: Self.rule, columns: [0, 1, 2])
      }
      #expect(error?.message.contains("--no-compensate") == true)
    }
  }

  @Test func anIdentityOfOtherNamesChangesNothing() throws {
    let table = try Self.table([("$SPILLOVER", "2,Comp-A,Comp-B,1,0,0,1")])
    let columns = [0, 1, 2]
    let plain = try table.numbers(in: columns).columns
    #expect(try table.preprocessed(by: Self.rule, columns: columns).numbers(in: columns).columns == plain)
  }

  @Test func eachFileHasItsOwnMatrix() throws {
    let folder = try TestFolder(of: "compensation")
    for (place, matrix) in [Self.matrix.1, "2,FL1-A,FL2-A,1,0,0,1", "2,FL2-A,FL1-A,1,0.3,0,1"].enumerated() {
      try folder.write(FlowFile.bytes(Self.parameters, Self.events, [("SPILL", matrix)]), to: "\(place).fcs")
    }
    let paths = (0..<3).map { folder.path("\($0).fcs") }
    let columns = [1, 2]
    let rule = Preprocessing(compensation: .ofFile, transforms: [.arcsinh(cofactor: 150), nil])
    var expected: [[Double]] = [[], []]
    for path in paths {
      let table = try PointTable(contentsOf: path).preprocessed(by: rule, columns: columns)
      for (place, column) in try table.numbers(in: columns).columns.enumerated() { expected[place] += column }
    }
    let joined = try PointTable(joining: paths).preprocessed(by: rule, columns: columns)
    #expect(try joined.numbers(in: columns).columns == expected)
    // Some rows, from the middle of one file to that of another.
    let some = try joined.numbers(in: columns, rows: 3..<12).columns
    #expect(some == expected.map { Array($0[3..<12]) })
  }

  @Test func numbersAreTransformedAfterCompensation() throws {
    let table = try Self.table()
    let transforms = try ColumnTransforms(["arcsinh=5", "FSC*:none", "FL2*:log=2", "FL2-A:logicle=W=0.5"])
    let columns = [0, 1, 2]
    let prepared = try table.preprocessed(compensation: .ofFile, transforms: transforms, columns: columns)
    let compensated = try table.preprocessed(by: Self.rule, columns: columns).numbers(in: columns).columns
    let numbers = try prepared.numbers(in: columns).columns
    let scale = try LogicleScale(linearWidth: 0.5)
    #expect(numbers[0] == compensated[0])
    #expect(numbers[1] == compensated[1].map { asinh($0 / 5) })
    #expect(numbers[2] == compensated[2].map(scale.position))
    let found = try #require(prepared.preprocessing(of: columns))
    #expect(
      found
        == Preprocessing(
          compensation: .ofFile, transforms: [nil, .arcsinh(cofactor: 5), .logicle(scale)]))
    #expect(prepared.preprocessing(of: [2, 0])?.transforms == [.logicle(scale), nil])
    #expect(try table.preprocessed(by: found, columns: columns).numbers(in: columns).columns == numbers)
  }

  @Test func whatHasNoLogarithmIsAnInvalidCell() throws {
    let table = try PointTable(bytes: Array("x,y\n10,1\n0,2\n-5,NA\n100,4\n".utf8), source: "data.csv")
    let prepared = try table.preprocessed(
      by: Preprocessing(transforms: [.logarithm(base: 10), nil]), columns: [0, 1])
    let error = #expect(throws: TableError.self) { try prepared.numbers(in: [0, 1]) }
    #expect(
      error?.description.hasPrefix("data.csv:3: column 1 (x): found «0», of which there is no logarithm")
        == true)
    let kept = try prepared.numbers(in: [0, 1], invalid: .skipRows)
    #expect(kept.columns == [[1, 2], [1, 4]] && kept.keptRows == [0, 3] && kept.skipped.count == 2)
    let missing = try prepared.numbers(in: [0], invalid: .missing)
    #expect(missing.columns[0].map(\.isNaN) == [false, true, true, false] && missing.missingCount == 2)
    #expect(try prepared.numbers(in: [0, 1], invalid: .missing).missingCount == 3)
  }

  @Test func aMissingChannelLeavesNothingOfTheCompensated() throws {
    let table = try PointTable(bytes: Array("a,b,c\n10,1,3\n5,,4\n".utf8), source: "data.csv")
    let matrix = try Compensation(channels: ["a", "b"], spillover: [[1, 0.5], [0, 1]])
    let rule = Preprocessing(compensation: .matrix(matrix), transforms: [nil, nil, nil])
    let prepared = try table.preprocessed(by: rule, columns: [0, 1, 2])
    let numbers = try prepared.numbers(in: [0, 1, 2], invalid: .missing).columns
    // Of the first channel nothing spills in.
    #expect(numbers[0] == [10, 5] && numbers[1][0] == -4 && numbers[1][1].isNaN && numbers[2] == [3, 4])
    let error = #expect(throws: TableError.self) { try prepared.numbers(in: [0, 1]) }
    #expect(error?.description.contains("data.csv:3: column 2 (b)") == true)
  }

  @Test func transformsOfOtherColumnsAreRefused() throws {
    let table = try Self.table()
    for text in ["FL3*:log", "FL9-A:log", "Time:log"] {
      let error = #expect(throws: TableError.self) {
        try table.preprocessed(compensation: nil, transforms: ColumnTransforms([text]), columns: [0, 1])
      }
      #expect(error?.message.contains("--") == true, "\(text)")
    }
    for texts in [["FL1-A:"], ["FL1-A:sqrt"], [":"], [""]] {
      #expect(throws: PreprocessingError.self) { try ColumnTransforms(texts) }
    }
  }

  @Test func matricesAreReadFromTables() throws {
    let folder = try TestFolder(of: "spillover")
    let expected = try Compensation(channels: ["FL1-A", "FL2-A"], spillover: [[1, 0.2], [0.1, 1]])
    for text in [
      "FL1-A,FL2-A\n1,0.2\n0.1,1\n", "\"\",FL1-A,FL2-A\nFL2-A,0.1,1\nFL1-A,1,0.2\n",
      "name,FL1-A :: CD4,FL2-A :: CD8\nFL1-A :: CD4,1,0.2\nFL2-A :: CD8,0.1,1\n",
      "n,FL1-A,FL2-A\n1,1,0.2\n2,0.1,1\n",
    ] {
      try folder.write(Array(text.utf8), to: "matrix.csv")
      #expect(try Compensation(contentsOf: folder.path("matrix.csv")) == expected, "\(text)")
    }
    for text in [
      "a,b,c\n1,0\n", "a,b\n1,0\n0,1\n0,0\n", "a,b\n1,1\n1,1\n", "a,b\n1,x\n0,1\n", "n,a,b\nc,1,0\nb,0,1\n",
    ] {
      try folder.write(Array(text.utf8), to: "matrix.csv")
      #expect(throws: TableError.self, "\(text)") { try Compensation(contentsOf: folder.path("matrix.csv")) }
    }
  }

  @Test func whatIsWrittenHasTheCellsOfTheFile() throws {
    let folder = try TestFolder(of: "passing")
    let table = try Self.table().preprocessed(by: Self.rule, columns: [0, 1, 2])
    for name in ["out.fcs", "out.csv", "out.npy"] {
      let labels = TableColumn(name: "label", values: .integers([1, 2, 1, 2, 1]))
      try TableWriter(to: folder.path(name)).write(table, appending: [labels])
      let written = try PointTable(contentsOf: folder.path(name))
      #expect(try written.numbers(in: [1]).columns[0] == Self.events.map { Double($0[1]) }, "\(name)")
    }
    #expect(try PointTable(contentsOf: folder.path("out.fcs")).compensations()[0] != nil)
  }
}
