#if Command

import ArgumentParser
import GaussianMixtures
import MixtureFiles
import Tables

struct CompareCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Say how far two models are apart, and which of their components correspond.",
    discussion: """
      Prints the Kullback-Leibler divergence from each model to the other, by a sample with its standard error and by the \
      variational approximation, the squared distance of the densities, and pairs of components: one-to-one, with the least \
      sum of squared Hellinger distances (0: the same Gaussian, 1: no overlap). Columns are matched by name, in the order of \
      the first model.

      Examples:
        gmm compare before.json after.json
        gmm compare estimate.json truth.json --json
      """)

  @Argument(help: "A model document.")
  var first: String

  @Argument(help: "The model document to compare it with.")
  var second: String

  @OptionGroup var drawing: ModelSampleOptions

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup(title: "Engine") var engine: EngineOptions
  @OptionGroup(title: "Messages") var messages: ConsoleOptions

  mutating func validate() throws {
    var files = FilesOfRun()
    files.read(first, "the first model")
    files.read(second, "the second model")
    try files.check()
  }

  func run() async throws {
    let (left, right) = (try ModelFile.read(first), try ModelFile.read(second))
    let other = try Self.model(of: right, inColumnsOf: left, path: second)
    let comparison = ModelComparison(
      try MixtureDivergence(from: left.model, to: other), drawing, engine: engine.engine)
    try messages.console.answer(try json ? ModelFile.text(ofEncodable: comparison) : comparison.text)
  }

  /// The second model, its coordinates in the order of the first one's columns.
  private static func model(
    of document: ModelDocument, inColumnsOf other: ModelDocument, path: String
  ) throws -> GaussianMixture {
    let (dimension, needed) = (document.model.dimension, other.model.dimension)
    guard dimension == needed else {
      throw CommandFailure(
        .badData,
        "\(path): the model has \(CountText.of(dimension, "dimension")) and the first one \(needed); only models of the "
          + "same columns compare.")
    }
    guard let names = document.columns, let wanted = other.columns, names != wanted,
      Set(names).count == names.count
    else { return try requireAlike(document.preprocessing, other.preprocessing, document.model, path) }
    let places = wanted.compactMap(names.firstIndex)
    guard places.count == wanted.count else {
      let absent = wanted.filter { !names.contains($0) }
      throw CommandFailure(
        .badData,
        "\(path): the model has no column \(TerminalText.list(absent)), as the first one has; only models of the same "
          + "columns compare.")
    }
    return try requireAlike(
      document.preprocessing?.selecting(places), other.preprocessing, document.model.selecting(places), path)
  }

  /// The model, where its columns are transformed as those of the other one.
  private static func requireAlike(
    _ preprocessing: Preprocessing?, _ other: Preprocessing?, _ model: GaussianMixture, _ path: String
  ) throws -> GaussianMixture {
    guard preprocessing == other else {
      throw CommandFailure(
        .badData,
        "\(path): the model's columns are transformed or compensated otherwise than the first one's; only models of the same "
          + "coordinates compare.")
    }
    return model
  }
}

/// How far two models are apart, and what of them corresponds.
private struct ModelComparison: Encodable {
  private struct Estimate: Encodable {
    let value: Double
    let standardError: Double
    /// Without sampling; nil where there is noise.
    let variational: Double?
  }

  private struct Pair: Encodable {
    let first: String
    let second: String
    let firstWeight: Double
    let secondWeight: Double
    let hellingerDistance: Double
  }

  /// Nil where no points can be drawn of the mixture: its noise has no box.
  private let kullbackLeibler: Estimate?
  private let reverseKullbackLeibler: Estimate?
  private let squaredDistance: Double?
  private let pairs: [Pair]

  init(_ divergence: MixtureDivergence, _ drawing: ModelSampleOptions, engine: Engine) {
    let reverse = divergence.reversed
    kullbackLeibler = Self.estimate(divergence, drawing, engine)
    reverseKullbackLeibler = Self.estimate(reverse, drawing, engine)
    squaredDistance = divergence.squaredDistance
    pairs = divergence.matching.map { match in
      Pair(
        first: divergence.first.componentName(match.first),
        second: divergence.second.componentName(match.second),
        firstWeight: divergence.first[match.first].weight,
        secondWeight: divergence.second[match.second].weight,
        hellingerDistance: match.hellingerDistance)
    }
  }

  private static func estimate(
    _ divergence: MixtureDivergence, _ drawing: ModelSampleOptions, _ engine: Engine
  ) -> Estimate? {
    (try? divergence.kullbackLeibler(sampleCount: drawing.samples, seed: drawing.seed, engine: engine)).map {
      Estimate(
        value: $0.value, standardError: $0.standardError, variational: divergence.variationalKullbackLeibler)
    }
  }

  var text: String {
    var measures = AlignedTable(indentation: 0)
    measures.append(["Kullback-Leibler, first to second", Self.text(of: kullbackLeibler)])
    measures.append(["second to first", Self.text(of: reverseKullbackLeibler)])
    if let squaredDistance {
      measures.append(["squared distance of densities", NumberFormat.short(squaredDistance)])
    }
    var table = AlignedTable(["first", "second", "weight", "weight", "Hellinger distance"])
    for pair in pairs {
      table.append(
        [pair.first, pair.second]
          + [pair.firstWeight, pair.secondWeight, pair.hellingerDistance].map(NumberFormat.short))
    }
    return "\(measures.text)\nComponents that correspond\n\(table.text)"
  }

  private static func text(of estimate: Estimate?) -> String {
    guard let estimate else { return "not known: its noise has no region to draw points from" }
    let variational = estimate.variational.map { "; variational \(NumberFormat.short($0))" } ?? ""
    return
      "\(NumberFormat.short(estimate.value)) ± \(NumberFormat.short(estimate.standardError)) nats\(variational)"
  }
}

#endif
