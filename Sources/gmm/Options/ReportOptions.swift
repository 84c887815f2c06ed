#if Command

import ArgumentParser
import GaussianMixtures
import MixtureFigures
import MixtureFiles
import Tables

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What a report shows, and how much of it.
struct ReportOptions: ParsableArguments {
  @Option(
    unconditional: "How many points to draw: a number or all (default: 200000, fewer of many columns).",
    as: "count")
  var points: PointLimit?

  @Option(unconditional: "The percentage of a component that its ellipsoid holds at first.", as: "percent")
  var content = 95.0

  @Option(help: "The title of the page (default: the name of the points' file).")
  var title: String?

  enum PointLimit: ExpressibleByArgument, Sendable {
    case all
    case count(Int)

    init?(argument: String) {
      if argument == "all" {
        self = .all
      } else if let count = Int(argument), count >= 1 {
        self = .count(count)
      } else {
        return nil
      }
    }
  }

  mutating func validate() throws {
    guard content > 0, content < 100 else {
      throw ValidationError("--content is a percentage above 0 and below 100; \(content) was given.")
    }
  }

  /// Writes the report of a model and its points, and of what the model says of them where that is known already.
  func write(
    _ document: ModelDocument, _ input: PointInput, _ engine: EngineOptions,
    _ labelled: LabelledPoints? = nil, truth: (column: String, labels: ClassLabels)? = nil,
    to path: String
  ) throws {
    let source = input.table.title
    let sample = input.table.isLargerThanMemory ? PointSampling.sample(of: input.observations.count) : nil
    let observations = sample.map { input.observations.selecting($0) } ?? input.observations
    var report = try MixtureReport(
      title: title ?? source, document: document,
      points: try observations.points ?? document.model.imputed(observations, engine: engine.engine),
      columnNames: input.columnNames)
    report.observations = observations
    report.classification = labelled?.classification
    if let truth {
      let (names, all) = (truth.labels.names, truth.labels.indices)
      report.truth =
        sample.map { rows in ClassLabels(names: names, indices: rows.map { all[$0] }) } ?? truth.labels
      report.truthName = truth.column
    }
    report.subtitle = [
      "Gaussian mixture of \(CountText.of(document.model.componentCount, "component"))"
        + (title == nil ? "" : ", points from \(source)")
    ]
    if let sample {
      report.subtitle.append(
        "A random sample of \(CountText.grouped(sample.count)) of \(CountText.of(input.observations.count, "point")), which "
          + "are larger than memory: counts, and EM played back, are of the sample")
    }
    report.making = Self.making()
    report.content = content / 100
    report.engine = engine.engine
    report.seed = document.fit?.seed ?? 1
    switch points {
    case .all: report.pointLimit = observations.count
    case .count(let count): report.pointLimit = count
    case nil: break
    }
    try report.write(to: path)
  }

  /// The command line, the program and the time.
  static func making() -> [(name: String, text: String)] {
    let program = CommandLine.arguments.first?.split(separator: "/").last.map(String.init) ?? "gmm"
    let words = [program] + CommandLine.arguments.dropFirst().map(quoted)
    return [
      ("command", words.joined(separator: " ")),
      ("report by", "\(Version.software.name) \(Version.software.version), \(Date.now.formatted(.iso8601))"),
    ]
  }

  /// An argument as a shell would take it, in full: the command can be run again.
  private static func quoted(_ argument: String) -> String {
    let isPlain = argument.allSatisfy { $0.isLetter || $0.isNumber || "-_./:,=+@%".contains($0) }
    return isPlain && !argument.isEmpty ? argument : "'\(argument.replacing("'", with: "'\\''"))'"
  }
}

extension OutputContents {
  /// A report: whoever names a figure is told where figures are drawn.
  static let report = OutputContents.page(otherwise: "figures are drawn by gmm plot")
}

#endif
