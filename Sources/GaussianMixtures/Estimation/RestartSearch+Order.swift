extension RestartSearch {
  /// Falling weights, ties by mean; but the order of a start that has one stays.
  func order(of run: EMRun) -> [Int] {
    let indices = Array(run.parameters.means.indices)
    guard !start.hasOrder, knownLabels == nil else { return indices }
    return indices.sorted { a, b in
      let weights = run.parameters.weights
      if weights[a] != weights[b] { return weights[a] > weights[b] }
      return run.parameters.means[a].lexicographicallyPrecedes(run.parameters.means[b])
    }
  }

  /// The components' names in the start's order.
  var names: [String]? {
    if let knownLabels, !start.isModel { return knownLabels.names(for: fit.options.componentCount) }
    switch start {
    case .auto, .hierarchical, .kMeans, .random: return nil
    case .model(let model): return model.hasNames ? model.componentNames : nil
    case .labels(let labels): return labels.areNumbers ? nil : labels.names
    }
  }
}
