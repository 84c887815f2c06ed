import Foundation
import Testing

/// Tables of many columns.
@Suite struct WideCommandTests {
  /// Two groups of rows, told apart by every column.
  private func table(rows: Int, columns: Int) -> String {
    var state: UInt64 = 7
    func number() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 40) / 16_777_216
    }
    var text = (0..<columns).map { "c\($0)" }.joined(separator: ",") + "\n"
    for row in 0..<rows {
      text += (0..<columns).map { _ in "\(number() + (row % 2 == 0 ? 1 : 0))" }.joined(separator: ",") + "\n"
    }
    return text
  }

  @Test(arguments: [("diagonal", 1500), ("spherical", 1), ("EVI", 1500), ("EII", 1)])
  func modelsOfManyColumnsAreWrittenByTheirVariances(structure: String, count: Int) throws {
    let space = try Workspace()
    try space.write(table(rows: 24, columns: 1500), to: "wide.csv")
    try space.succeed("fit", "wide.csv", "-k", "2", "--structure", structure, "-o", "model.json", "-q")
    let text = try space.text("model.json")
    #expect(text.utf8.count < 600_000)
    let model = try ModelJSON(text)
    #expect(model.object["schema"] as? String == "gaussian-mixtures/model/2")
    #expect(model.components.allSatisfy { ($0["variances"] as? [Double])?.count == count })
    #expect(model.components.allSatisfy { $0["covariance"] == nil })
    try space.succeed("classify", "wide.csv", "--model", "model.json", "-o", "labels.csv")
    let labels = try space.column("label", in: "labels.csv")
    #expect(Set(labels.indices.map { "\($0 % 2)\(labels[$0])" }).count == 2)
  }

  @Test func fullCovariancesBeyondTheMemoryAreRefused() throws {
    let space = try Workspace()
    let row = [String](repeating: "1", count: 120_000).joined(separator: ",")
    let other = [String](repeating: "2", count: 120_000).joined(separator: ",")
    try space.write("\(row)\n\(other)\n", to: "wide.csv")
    for structure in ["full", "VVE", "tied"] {
      expectRefusal(
        try space.gmm("fit", "wide.csv", "-k", "2", "--structure", structure), 74,
        saying: ["wide.csv", "120000 columns", "6.5 TB", "structure diagonal", "MB suffice"])
    }
  }

  /// All columns are read at once, and one that cannot be read does not take the others along.
  @Test func describeNamesTheColumnAtFault() throws {
    let space = try Workspace()
    let header = (0..<40).map { "c\($0)" }.joined(separator: ",")
    func row(_ number: Int, _ changed: [Int: String]) -> String {
      (0..<40).map { changed[$0] ?? "\($0 * number)" }.joined(separator: ",")
    }
    let rows = [
      row(1, [5: "NA"]), row(2, [5: "NA", 9: "NA"]), row(3, [5: "", 17: "much"]), row(6, [5: "NA", 30: "1.5x"]),
    ]
    try space.write(([header] + rows).joined(separator: "\n") + "\n", to: "bad.csv")
    let outcome = try space.succeed("describe", "bad.csv", "--json")
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    let columns = try #require(object["columns"] as? [[String: Any]])
    #expect(columns.count == 40)
    for (index, column) in columns.enumerated() {
      #expect(column["name"] as? String == "c\(index)")
      switch index {
      case 5: #expect(column["problem"] != nil && column["mean"] == nil)
      case 17: #expect((column["problem"] as? String)?.contains("«much»") == true)
      case 30: #expect((column["problem"] as? String)?.contains("«1.5x»") == true)
      default:
        #expect(column["problem"] == nil)
        #expect(column["invalidCount"] as? Int == (index == 9 ? 1 : 0))
        let mean = try #require(column["mean"] as? Double)
        #expect(abs(mean - (index == 9 ? 30 : 3 * Double(index))) < 1e-12)
      }
    }
  }
}
