#if Command

import ArgumentParser
import GaussianMixtures
import Tables

/// How classes are modelled, and by what a model is chosen.
struct TrainingOptions: ParsableArguments {
  @Option(
    name: .customLong("class"),
    help: ArgumentHelp(
      "The column of the classes: a name or a number. Rows in which it is empty help to find the classes' densities.",
      valueName: "column"))
  var classColumn: String

  @Option(
    unconditional:
      "The label, such as -1 or unknown, by which the class column says that a class is not known.",
    as: "label")
  var unknownLabel: String?

  @OptionGroup var weighting: WeightOptions

  @Option(
    help:
      "What the classes' covariances may share: all, or structures by name or code with commas between them.",
    as: "structures")
  var structure = "all"

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Make each class a mixture of its own of so many components: numbers and ranges, such as 1-3 (default: one Gaussian a "
        + "class).", valueName: "components"))
  var componentsPerClass: String?

  @Option(
    help:
      "By what the model is chosen: BIC, or cv, the errors (or costs) of decisions on rows that were held out.",
    as: "criterion")
  var criterion: SelectionCriterion = .bic

  @Option(
    unconditional:
      "Into how many parts cross-validation divides the rows, every class alike; 0 for no cross-validation.",
    as: "count")
  var folds = 10

  @Option(unconditional: "From which the division, and all else that is random, comes.")
  var seed: UInt64 = 1

  @Option(
    help:
      "The prior probabilities of the classes, in proportion: CLASS=NUMBER with commas between them, or equal (default: "
      + "the shares of the rows).", as: "priors")
  var priors: String?

  @Option(
    help:
      "A table of what decisions cost: a row for each true class, whose name is in the first column, and a column for "
      + "each class that is decided for.", as: "file")
  var costs: String?

  @Option(
    unconditional: "Leave a row without a class where none has this probability, from 0 to 1.",
    as: "probability")
  var reject: Double?

  mutating func validate() throws {
    _ = try structures(dimension: 2)
    _ = try componentsPerClass.map { try ComponentCounts($0) }
    guard criterion == .bic || criterion == .crossValidation else {
      throw ValidationError("--criterion is bic or cv here; \(criterion.rawValue) says nothing of decisions.")
    }
    guard folds == 0 || (2...1000).contains(folds) else {
      throw ValidationError("--folds is 0 or from 2 to 1000; \(folds) was given.")
    }
    guard folds > 0 || criterion == .bic else {
      throw ValidationError("--criterion cv needs --folds of at least 2.")
    }
    if let reject, !(0...1).contains(reject) {
      throw ValidationError("--reject is a probability from 0 to 1; \(reject) was given.")
    }
  }

  func structures(dimension: Int) throws -> [CovarianceStructure] {
    var options = SelectionOptions()
    options.structures = structure
    return try options.chosenStructures(dimension: dimension, option: "--structure")
  }

  /// What is asked for, of these classes.
  func configuration(_ names: [String], dimension: Int, _ reading: ReadingOptions) throws
    -> DiscriminantConfiguration
  {
    DiscriminantConfiguration(
      structures: try structures(dimension: dimension),
      componentCounts: try componentsPerClass.map { try ComponentCounts($0).values },
      criterion: criterion == .bic ? .bic : .crossValidation, foldCount: folds == 0 ? nil : folds,
      priors: try priors.map { try Self.priors($0, of: names) },
      costs: try costs.map { try Self.costs(PointTable(contentsOf: $0, options: reading), of: names) },
      rejectionThreshold: reject, fit: FitConfiguration(componentCount: 1, seed: seed))
  }

  private static func priors(_ text: String, of names: [String]) throws -> [Double] {
    if text == "equal" { return names.map { _ in 1 / Double(names.count) } }
    var found: [String: Double] = [:]
    for part in text.split(separator: ",") {
      guard let mark = part.lastIndex(of: "="),
        let value = NumberText.number(String(part[part.index(after: mark)...])),
        value > 0, value.isFinite
      else {
        throw CommandFailure(.usage, "--priors: «\(part)» is no CLASS=NUMBER with a number above 0.")
      }
      found[String(part[..<mark])] = value
    }
    return try values(found, of: names, "--priors")
  }

  /// A value for each class, and none for another.
  private static func values<Value>(_ found: [String: Value], of names: [String], _ what: String) throws
    -> [Value]
  {
    let odd = Set(found.keys).symmetricDifference(names).sorted()
    guard odd.isEmpty else {
      throw CommandFailure(
        .badData,
        "\(what): \(TerminalText.list(odd)) must be there and be a class; the classes are "
          + "\(TerminalText.list(names)).")
    }
    return names.compactMap { found[$0] }
  }

  private static func costs(_ table: PointTable, of names: [String]) throws -> [[Double]] {
    let rowNames = table.categories(of: 0)
    let columns = Dictionary(table.columnNames.enumerated().dropFirst().map { ($1, $0) }) { first, _ in first
    }
    let places = try values(columns, of: names, "\(table.source), the columns of --costs")
    let numbers = try table.numbers(in: places)
    let rows = Dictionary(
      rowNames.indices.enumerated().compactMap { row, name in name.map { (rowNames.names[$0], row) } }
    ) { first, _ in first }
    let costs = try values(rows, of: names, "\(table.source), the rows of --costs").map { row in
      numbers.columns.map { $0[row] }
    }
    guard costs.joined().allSatisfy({ $0 >= 0 }) else {
      throw CommandFailure(.badData, "\(table.source): a cost is negative; costs are 0 or more.")
    }
    return costs
  }
}

#endif
