import Foundation
import Testing

/// Agreement of labels with the truth.
@Suite struct EvaluateTests {
  private struct Summary: Decodable {
    let rowCount: Int
    let skippedRowCount: Int
    let labels: [String]
    let truth: [String]
    let confusion: [[Int]]
    let assignment: [[String]]
    let errorRate: Double
    let adjustedRandIndex: Double
    let normalizedMutualInformation: Double
  }

  private func summary(_ outcome: Outcome) throws -> Summary {
    #expect(outcome.code == 0, "\(outcome.errors)")
    return try JSONDecoder().decode(Summary.self, from: Data(outcome.output.utf8))
  }

  @Test func diabetesIsAsPublished() throws {
    let workspace = try Workspace()
    try workspace.copy("diabetes.csv")
    try workspace.succeed("fit", "diabetes.csv", "-k", "3", "--classify", "out.csv")
    let measures = try summary(workspace.gmm("evaluate", "out.csv", "--truth", "class", "--json"))
    #expect(measures.rowCount == 145 && measures.skippedRowCount == 0)
    #expect((measures.errorRate * 1000).rounded() == 117)
    #expect((measures.adjustedRandIndex * 1000).rounded() == 719)
    #expect(measures.confusion.joined().reduce(0, +) == 145)
    #expect(measures.confusion.map { $0.reduce(0, +) } == [82, 35, 28])
    let twoFiles = try summary(
      workspace.gmm("evaluate", "out.csv", "diabetes.csv", "--truth", "class", "--json"))
    #expect(twoFiles.confusion == measures.confusion)
    let text = try workspace.succeed("evaluate", "out.csv", "--truth", "1").output
    #expect(text.contains("error rate") && text.contains("0.117241") && text.contains("0.718681"))
  }

  @Test func textAndNumberLabelsAreCompared() throws {
    let workspace = try Workspace()
    try workspace.write("label,truth\n10,b\n10,b\n9,a\n9,a\n9,b\n,a\n9,NA\n", to: "labels.csv")
    let outcome = try workspace.gmm("evaluate", "labels.csv", "--json")
    let measures = try summary(outcome)
    #expect(measures.labels == ["9", "10"] && measures.truth == ["a", "b"])
    #expect(measures.confusion == [[2, 1], [0, 2]])
    #expect(measures.assignment == [["9", "a"], ["10", "b"]])
    #expect(measures.errorRate == 0.2)
    #expect(measures.rowCount == 5 && measures.skippedRowCount == 2)
    #expect(outcome.errors.contains("2 rows with an empty label left out"))
  }

  @Test func perfectAgreementHasNoError() throws {
    let input =
      "label,truth\n" + (0..<30).map { "\($0 % 3 + 1),\("cab".map(String.init)[$0 % 3])\n" }.joined()
    let measures = try summary(Workspace().gmm("evaluate", "-", "--json", input: input))
    #expect(measures.errorRate == 0 && measures.adjustedRandIndex == 1)
    #expect(abs(measures.normalizedMutualInformation - 1) < 1e-12)
  }

  @Test func otherNumberOfRowsIsRefused() throws {
    let workspace = try Workspace()
    try workspace.write("label\n1\n2\n", to: "labels.csv")
    try workspace.write("truth\n1\n2\n1\n", to: "truth.csv")
    let outcome = try workspace.gmm("evaluate", "labels.csv", "truth.csv")
    expectRefusal(outcome, 65, saying: ["labels.csv has 2 rows", "truth.csv has 3", "same points"])
  }

  @Test func missingColumnsAreRefusedWithTheirOption() throws {
    let workspace = try Workspace()
    try workspace.write("lable,class\n1,a\n2,b\n", to: "labels.csv")
    expectRefusal(
      try workspace.gmm("evaluate", "labels.csv"), 65,
      saying: ["labels.csv: ", "«label»", "did you mean «lable»", "with --label"])
    expectRefusal(
      try workspace.gmm("evaluate", "labels.csv", "--label", "1"), 65,
      saying: ["labels.csv: ", "«truth»", "lable, class", "with --truth"])
  }

  @Test func columnsWithoutLabelsAreRefused() throws {
    let outcome = try Workspace().gmm("evaluate", "-", input: "label,truth\n1,\n,2\n")
    expectRefusal(outcome, 65, saying: ["no row has both", "--label", "--truth"])
  }

  /// A table of 20,000 by 20,000 counts would take gigabytes.
  @Test func measurementsAreNoLabels() throws {
    let workspace = try Workspace()
    let rows = (0..<20_000).map { "\(Double($0) / 7),\($0 * 3)\n" }.joined()
    try workspace.write("label,truth\n" + rows, to: "labels.csv")
    let outcome = try workspace.gmm("evaluate", "labels.csv")
    expectRefusal(outcome, 65, saying: ["20,000 distinct values", "measurements", "--label", "--truth"])
  }

  /// By scikit-learn 1.9.1 (`adjusted_mutual_info_score`, `fowlkes_mallows_score`).
  @Test func chanceAndPairsAreToldToo() throws {
    let rows = [(10, 2, 0, 1), (3, 20, 4, 0), (0, 0, 7, 9)].enumerated().flatMap { row, counts in
      [counts.0, counts.1, counts.2, counts.3].enumerated().flatMap { column, count in
        (0..<count).map { _ in "\(row + 1),\(column + 1)\n" }
      }
    }
    let workspace = try Workspace()
    try workspace.write("label,truth\n" + rows.joined(), to: "labels.csv")
    let text = try workspace.succeed("evaluate", "labels.csv").output
    #expect(text.contains("adjusted mutual information    0.492695"))
    #expect(text.contains("Fowlkes-Mallows index          0.637322"))
    #expect(!text.contains("silhouette"))
  }

  /// Two far pairs: widths by hand.
  @Test func silhouettesAreOfTheNamedColumns() throws {
    let workspace = try Workspace()
    try workspace.write(
      "x,y,label,truth\n0,0,a,1\n0,1,a,1\n10,0,b,2\n10,1,b,1\n7,7,,2\n", to: "labels.csv")
    let text = try workspace.succeed("evaluate", "labels.csv", "--silhouette", "x,y").output
    let width = 1 - 1 / ((10 + 101.0.squareRoot()) / 2)
    #expect(text.contains("silhouette width"))
    #expect(text.contains(String(String(width).prefix(7))), "\(text)")
    #expect(text.contains("mean of 4 points"))
    expectRefusal(
      try workspace.gmm("evaluate", "labels.csv", "--silhouette", "x,q"), 65, saying: ["«q»", "--silhouette"])
  }
}
