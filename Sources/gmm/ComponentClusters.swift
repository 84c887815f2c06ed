#if Command

import ArgumentParser
import GaussianMixtures
import MixtureFiles
import Tables

/// How many clusters are asked for.
enum ClusterCount: Sendable, Hashable, ExpressibleByArgument {
  /// As many as there are at the elbow of the entropy.
  case auto
  case count(Int)

  init?(argument: String) {
    if argument.lowercased() == "auto" {
      self = .auto
    } else if let count = Int(argument), count > 0 {
      self = .count(count)
    } else {
      return nil
    }
  }
}

/// The components of a model that are one cluster, as its points tell.
struct ComponentClusters {
  let combination: ComponentCombination
  /// The cluster of each component, from 0.
  let ofComponent: [Int]
  var count: Int { (ofComponent.max() ?? 0) + 1 }
  private let model: GaussianMixture

  /// Combines components.
  ///
  /// - Parameters:
  ///   - count: How many clusters are left.
  ///   - input: The points, of which whole ones at equal distances are used.
  init(
    _ count: ClusterCount, of model: GaussianMixture, _ input: PointInput, engine: Engine
  ) throws {
    let found = try ComponentCombination(of: model, sampling: input.observations, engine: engine)
    guard let found else {
      throw CommandFailure(
        .badData,
        "\(input.table.source): no row has all cells, and clusters are found by rows that have; give more rows."
      )
    }
    combination = found
    self.model = model
    if case .count(let wanted) = count, wanted > model.componentCount {
      throw CommandFailure(
        .badData,
        "--clusters is \(wanted), and the model has \(CountText.of(model.componentCount, "component")): clusters are made of "
          + "components, so there are at most as many.")
    }
    let number = if case .count(let wanted) = count { wanted } else { combination.elbow }
    ofComponent = combination.clusters(count: number)
  }

  /// The names of a cluster's components, and their common weight.
  func members(of cluster: Int) -> (names: [String], weight: Double) {
    let places = ofComponent.indices.filter { ofComponent[$0] == cluster }
    return (places.map(model.componentName), places.reduce(0) { $0 + model[$1].weight })
  }

  /// The column of clusters, from 1; 0 for the noise.
  func column(_ labels: PointLabels) -> TableColumn {
    let numbers = labels.map { $0.map { ofComponent[$0] + 1 } ?? 0 }
    return TableColumn(name: ResultColumn.clusterName, values: .integers(numbers))
  }

  /// What is said beside the points.
  var note: String {
    let clusters = (0..<count).map { cluster in
      let (names, _) = members(of: cluster)
      return "\(cluster + 1) of \(names.count == 1 ? "component" : "components") \(TerminalText.list(names))"
    }
    return "\(CountText.of(count, "cluster")): \(clusters.joined(separator: "; "))"
  }
}

#endif
