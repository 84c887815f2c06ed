#if Command

import ArgumentParser
import GaussianMixtures
import MixtureFiles
import Tables

struct CombineCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "combine",
    abstract: "Say which components of a model are one cluster.",
    discussion: """
      A mixture needs several Gaussians for a cluster that is none. Components are combined two at a time, first those that \
      the points tell apart least, so that the entropy of the classification falls most (Baudry and others 2010). The \
      density stays as it is. Printed are the entropy at each number of clusters, and the clusters at its elbow, where the \
      further falls are small as those left lie apart; --clusters takes another number.

      classify --clusters writes the cluster of each point, and plot --what entropy draws the course. Of more than 100,000 \
      points every second or third is used, and so on.

      Examples:
        gmm combine points.csv --model model.json
        gmm combine points.csv --model model.json --clusters 2 --json
      """)

  @OptionGroup var points: ModelledPointsOptions

  @Option(help: "How many clusters: a number, or auto for the elbow of the entropy.", as: "number")
  var clusters: ClusterCount = .auto

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup(title: "Reading") var reading: DataOptions
  @OptionGroup(title: "Engine") var engine: EngineOptions
  @OptionGroup(title: "Messages") var messages: ConsoleOptions

  mutating func validate() throws { try points.files.check() }

  func run() async throws {
    let (document, input) = try points.read(reading, engine, console: messages.console)
    let found = try ComponentClusters(clusters, of: document.model, input, engine: engine.engine)
    let summary = CombinationSummary(found, of: document.model, source: input.table.source)
    try messages.console.answer(try json ? ModelFile.text(ofEncodable: summary) : summary.text)
  }
}

/// What is said of combined components.
private struct CombinationSummary: Encodable {
  private struct Level: Encodable {
    let clusterCount: Int
    /// In nats, over all points.
    let entropy: Double
    /// The two clusters that were combined to come here, by their components; nil for the first level.
    let combined: MergedNames?
  }

  private struct Cluster: Encodable {
    let components: [String]
    let weight: Double
  }

  private let source: String
  private let pointCount: Int
  private let elbow: Int
  private let clusterCount: Int
  private let clusters: [Cluster]
  private let levels: [Level]

  init(_ found: ComponentClusters, of model: GaussianMixture, source: String) {
    let combination = found.combination
    (self.source, pointCount, elbow) = (source, combination.pointCount, combination.elbow)
    clusterCount = found.count
    clusters = (0..<found.count).map {
      let (names, weight) = found.members(of: $0)
      return Cluster(components: names, weight: weight)
    }
    let combined = MergedNames.ofSteps(
      combination.steps.map { ($0.kept, $0.removed) }, of: model.componentNames)
    levels = combination.entropies.enumerated().map { place, entropy in
      Level(
        clusterCount: combination.componentCount - place, entropy: entropy,
        combined: place > 0 ? combined[place - 1] : nil)
    }
  }

  var text: String {
    var course = AlignedTable(["clusters", "entropy (nats)", "combined"], indentation: 0)
    for level in levels {
      let mark = level.clusterCount == elbow ? "  (elbow)" : ""
      course.append([
        "\(level.clusterCount)", NumberFormat.nats(level.entropy), (level.combined?.text ?? "") + mark,
      ])
    }
    var table = AlignedTable(["cluster", "weight", "components"], indentation: 0)
    for (place, cluster) in clusters.enumerated() {
      table.append(
        ["\(place + 1)", NumberFormat.short(cluster.weight), cluster.components.joined(separator: ", ")])
    }
    return "\(course.text)\n\(CountText.of(clusterCount, "cluster"))\n\(table.text)"
  }
}

#endif
