#if Command

internal import GaussianMixtures
internal import HTTPTypes
internal import MixtureFigures
internal import MixtureFiles
internal import Tables

/// A choice of columns as coordinates, and of others that say more of the points.
struct PointChoice: Sendable, Hashable {
  /// The numbers of the columns, from 0.
  var columns: [Int]
  /// What becomes of invalid cells.
  var invalid = InvalidCellPolicy.refuse
  /// The column that says how much each point counts; nil for none.
  var weights: Int?
  /// The column of groups that are known and begin the fit; nil for none.
  var known: Int?
  /// The label there that says that a point's group is not known; empty for empty cells only.
  var unknown = ""
  /// The column of classes that labels are compared with; nil for none.
  var truth: Int?

  /// The choice as the page is told of it, -1 for what there is not.
  var json: JSONValue {
    func number(_ column: Int?) -> JSONValue { .number(Double(column ?? -1)) }
    return [
      "columns": .numbers(columns.map { Double($0) }), "invalid": .string(invalid.name),
      "weights": number(weights), "known": number(known), "unknown": .string(unknown),
      "truth": number(truth),
    ]
  }

  /// Refuses columns that cannot be drawn and fitted, before anything is read.
  func check(_ table: PointTable, _ limits: ViewerLimits) throws(ServiceError) {
    let all = 0..<table.columnCount
    guard !columns.isEmpty, Set(columns).count == columns.count, columns.allSatisfy(all.contains) else {
      throw .unsuitable(
        "The columns chosen are not different columns of the \(table.columnCount) there are.",
        cure: "Choose at least one, each once, by number from 0.")
    }
    guard columns.count <= limits.dimension else {
      throw .unsuitable(
        "\(columns.count) columns are more than the \(limits.dimension) that the viewer takes.",
        cure: "Choose fewer columns, or fit on the command line: gmm fit.")
    }
    let others = [("weights", weights), ("known groups", known), ("truth", truth)]
    for (name, column) in others where !(column.map(all.contains) ?? true) {
      throw .unsuitable(
        "The column chosen for the \(name) is none of the \(table.columnCount) there are.",
        cure: "Give its number from 0, or -1 for none.")
    }
  }
}

extension InvalidCellPolicy {
  /// The policies by the names that the page has for them.
  fileprivate static let named: [String: InvalidCellPolicy] = [
    "refuse": .refuse, "skip": .skipRows, "missing": .missing,
  ]

  fileprivate var name: String { Self.named.first { $0.value == self }?.key ?? "" }
}

/// A choice as the page asks for it: what is not named is as usual, and -1 is none.
struct PointChoiceRequest: Sendable, Decodable {
  var columns: [Int]?
  var invalid: String?
  var weights: Int?
  var known: Int?
  var unknown: String?
  var truth: Int?

  /// The choice, with what a file usually has in the place of what is not named.
  func choice(of dataSet: DataSet) throws(ServiceError) -> PointChoice {
    var choice = dataSet.usual
    if let columns { choice.columns = columns }
    if let invalid {
      guard let policy = InvalidCellPolicy.named[invalid] else {
        let names = InvalidCellPolicy.named.keys.sorted().joined(separator: ", ")
        throw .unsuitable(
          "«\(invalid.prefix(40))» is nothing that can become of invalid cells.",
          cure: "Choose one of \(names).")
      }
      choice.invalid = policy
    }
    if let weights { choice.weights = weights < 0 ? nil : weights }
    if let known { choice.known = known < 0 ? nil : known }
    if let unknown { choice.unknown = unknown }
    // Without known groups there is no label of others; with other words for it these would be other points.
    if choice.known == nil { choice.unknown = "" }
    if let truth { choice.truth = truth < 0 ? nil : truth }
    return choice
  }
}

extension PointChoiceRequest {
  /// Reads the part of an address after its question mark.
  ///
  /// - Parameter value: the text of a name; nil where it is not there.
  init(query value: (String) -> String?) throws(ServiceError) {
    columns = try value("columns").map { text throws(ServiceError) in try Self.numbers(text) }
    invalid = value("invalid")
    weights = try Self.number(value("weights"))
    known = try Self.number(value("known"))
    unknown = value("unknown")
    truth = try Self.number(value("truth"))
  }

  private static func number(_ text: String?) throws(ServiceError) -> Int? {
    guard let text else { return nil }
    return try numbers(text).first
  }

  private static func numbers(_ text: String) throws(ServiceError) -> [Int] {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    let columns = parts.compactMap { Int($0) }
    guard columns.count == parts.count else {
      throw .badRequest("«\(text.prefix(60))» are no columns.", cure: "Give numbers from 0, such as 0,1,2.")
    }
    return columns
  }
}

#endif
