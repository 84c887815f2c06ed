#if Command

import GaussianMixtures
import MixtureFigures
import MixtureFiles
import Tables

/// What a bootstrap says: to people, to programs, as a table and as a figure.
protocol BootstrapAnswer {
  var text: String { get }
  var columns: [TableColumn] { get }
  var figure: MixtureFigure { get }
  func json() throws -> String
}

extension BootstrapAnswer where Self: Encodable {
  func json() throws -> String { try ModelFile.text(ofEncodable: self) }
}

/// The intervals of a mixture's parameters.
struct IntervalAnswer: BootstrapAnswer, Encodable {
  struct Parameter: Encodable {
    /// `weight`, `mean` or `covariance`.
    let kind: String
    /// The component's name; nil for the noise.
    let component: String?
    /// The column of a mean, or the two of a covariance.
    let columns: [String]
    let estimate: Double
    let standardError: Double
    let bias: Double
    let lower: Double
    let upper: Double
  }

  let source: String
  let method: BootstrapMethod
  let level: Double
  let replicateCount: Int
  let failedCount: Int
  let seed: UInt64
  let seconds: Double
  let isOfTransformedColumns: Bool
  let parameters: [Parameter]
  private let intervals: [BootstrapDistribution.Interval]
  private let model: GaussianMixture
  private let columnNames: [String]

  private enum CodingKeys: String, CodingKey {
    case source, method, level, replicateCount, failedCount, seed, seconds, isOfTransformedColumns, parameters
  }

  init(_ distribution: BootstrapDistribution, level: Double, seed: UInt64, _ input: PointInput) {
    let names = input.axisTitles
    source = input.table.source
    (method, self.level, self.seed) = (distribution.method, level, seed)
    (replicateCount, failedCount) = (distribution.replicates.count, distribution.failedCount)
    seconds = distribution.seconds
    isOfTransformedColumns = input.preprocessing?.isTransforming == true
    (model, columnNames) = (distribution.model, names)
    intervals = distribution.intervals(level: level)
    let model = distribution.model
    parameters = intervals.map { interval in
      let (kind, columns) = Self.description(of: interval.parameter, names)
      return Parameter(
        kind: kind, component: interval.parameter.component.map(model.componentName), columns: columns,
        estimate: interval.estimate, standardError: interval.standardError, bias: interval.bias,
        lower: interval.lower, upper: interval.upper)
    }
  }

  private static func description(
    of parameter: MixtureParameter, _ names: [String]
  ) -> (kind: String, columns: [String]) {
    switch parameter {
    case .weight, .noiseWeight: ("weight", [])
    case .mean(_, let coordinate): ("mean", [names[coordinate]])
    case .covariance(_, let row, let column): ("covariance", [names[column], names[row]])
    }
  }

  var text: String {
    let percent = NumberText.significant(100 * level, digits: 6)
    var table = AlignedTable(
      ["component", "parameter", "estimate", "standard error", "bias", "lower", "upper"])
    for parameter in parameters {
      table.append(
        [parameter.component ?? "noise", ([parameter.kind] + parameter.columns).joined(separator: " ")]
          + [parameter.estimate, parameter.standardError, parameter.bias, parameter.lower, parameter.upper]
          .map(NumberFormat.short))
    }
    let failures =
      failedCount == 0
      ? ""
      : "  \(CountText.of(failedCount, "replicate")) could not be fitted, and \(failedCount == 1 ? "is" : "are") left out\n"
    return "Intervals of \(percent) %, \(method.rawValue), \(CountText.of(replicateCount, "replicate"))"
      + (isOfTransformedColumns ? ", of the columns as they were transformed" : "") + "\n" + table.text
      + failures
      + "  in \(NumberText.significant(seconds, digits: 3)) s\n"
  }

  var columns: [TableColumn] {
    func numbers(_ name: String, _ value: (Parameter) -> Double) -> TableColumn {
      TableColumn(name: name, values: .numbers(parameters.map(value)))
    }
    return [
      TableColumn(name: "component", values: .strings(parameters.map { $0.component ?? "noise" })),
      TableColumn(name: "parameter", values: .strings(parameters.map(\.kind))),
      TableColumn(name: "columns", values: .strings(parameters.map { $0.columns.joined(separator: " ") })),
      numbers("estimate", \.estimate), numbers("standard_error", \.standardError), numbers("bias", \.bias),
      numbers("lower", \.lower), numbers("upper", \.upper),
    ]
  }

  var figure: MixtureFigure {
    let percent = NumberText.significant(100 * level, digits: 6)
    return .intervals(
      IntervalsFigure(
        title: "Estimates and their intervals of \(percent) %", model: model, columnNames: columnNames,
        intervals: intervals))
  }
}

/// The tests of the number of components.
struct TestAnswer: BootstrapAnswer, Encodable {
  struct Step: Encodable {
    let componentCount: Int
    let statistic: Double
    let pValue: Double
    let isSignificant: Bool
    let replicateCount: Int
    let failedCount: Int
    let replicates: [Double]
  }

  let source: String
  let structure: CovarianceStructure
  let start: String
  let significance: Double
  let seed: UInt64
  let steps: [Step]
  let componentCount: Int
  let isEnough: Bool
  let seconds: Double
  private let outcome: ComponentCountTest.Outcome

  private enum CodingKeys: String, CodingKey {
    case source, structure, start, significance, seed, steps, componentCount, isEnough, seconds
  }

  init(_ outcome: ComponentCountTest.Outcome, of test: ComponentCountTest, _ input: PointInput) {
    self.outcome = outcome
    source = input.table.source
    (structure, start) = (test.configuration.structure, test.start.name)
    (significance, seed) = (test.significance, test.configuration.seed)
    steps = outcome.steps.map {
      Step(
        componentCount: $0.componentCount, statistic: $0.statistic, pValue: $0.pValue,
        isSignificant: $0.isSignificant,
        replicateCount: $0.replicates.count, failedCount: $0.failedCount, replicates: $0.replicates)
    }
    (componentCount, isEnough, seconds) = (outcome.componentCount, outcome.isEnough, outcome.seconds)
  }

  var text: String {
    var table = AlignedTable(["components", "against", "statistic", "p-value", "replicates", "failed"])
    for step in steps {
      table.append([
        "\(step.componentCount)", "\(step.componentCount + 1)", NumberFormat.nats(step.statistic),
        NumberFormat.short(step.pValue), "\(step.replicateCount)", "\(step.failedCount)",
      ])
    }
    let answer =
      isEnough
      ? "\(CountText.of(componentCount, "component")): one more is not significant at \(NumberFormat.short(significance))"
      : "\(CountText.of(componentCount, "component")) at least: more were not tried"
    return "Bootstrap likelihood-ratio tests, \(structure.code), start \(start)\n" + table.text + answer
      + "\n  in \(NumberText.significant(seconds, digits: 3)) s\n"
  }

  var columns: [TableColumn] {
    [
      TableColumn(name: "components", values: .integers(steps.map(\.componentCount))),
      TableColumn(name: "statistic", values: .numbers(steps.map(\.statistic))),
      TableColumn(name: "p_value", values: .numbers(steps.map(\.pValue))),
      TableColumn(name: "replicates", values: .integers(steps.map(\.replicateCount))),
      TableColumn(name: "failed", values: .integers(steps.map(\.failedCount))),
    ]
  }

  var figure: MixtureFigure {
    .tests(
      TestsFigure(
        title: isEnough
          ? "\(CountText.of(componentCount, "component")) by tests"
          : "More than \(componentCount - 1) components by tests",
        outcome: outcome))
  }
}

#endif
