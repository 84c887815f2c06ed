/// Models that contain others of a selection: VVV contains EEE of as many components, so its maximum is no lower.
///
/// Where a search has ended lower all the same, EM begins again at the contained model's maximum. That is a mixture of
/// the larger structure too, and EM never lowers the likelihood, so the model ends no lower than the one it contains.
struct ContainedModels: Sendable {
  private let candidates: [FitConfiguration]

  /// From where a candidate is fitted again.
  struct Start: Sendable {
    let candidate: Int
    let parameters: GaussianMixture
  }

  /// Nats a point by which a contained model has to be higher.
  private static let margin = 1e-6

  init(_ candidates: [FitConfiguration]) { self.candidates = candidates }

  /// Fits candidates again where they end lower than what they contain, those that contain least first.
  ///
  /// - Parameters:
  ///   - results: of all candidates.
  ///   - fit: runs EM from some starts.
  /// - Returns: how many fits were made.
  /// - Throws: what `fit` throws.
  func improve(
    _ results: inout [ModelSelection.Candidate],
    _ fit: ([Start]) throws(FitError) -> [Result<FitResult, FitError>]
  ) throws(FitError) -> Int {
    var count = 0
    for freedom in Set(candidates.map(\.structure.freedom)).sorted() {
      let starts = candidates.indices.filter { candidates[$0].structure.freedom == freedom }.compactMap {
        start(for: $0, results)
      }
      guard !starts.isEmpty else { continue }
      for (start, outcome) in zip(starts, try fit(starts)) {
        guard case .success(let result) = outcome,
          let previous = results[start.candidate].result, result.ranks(before: previous)
        else { continue }
        results[start.candidate].result = result.fromContained
        if !result.isAccident, results[start.candidate].heldOut == nil {
          results[start.candidate].isAccident = false
        }
      }
      count += starts.count
    }
    return count
  }

  /// The best of the models that a candidate contains, where it is better than the candidate.
  private func start(for index: Int, _ results: [ModelSelection.Candidate]) -> Start? {
    let candidate = candidates[index]
    guard let own = results[index].result else { return nil }
    let contained = candidates.indices.filter { other in
      other != index && candidates[other].componentCount == candidate.componentCount
        && candidate.structure.contains(candidates[other].structure)
    }.compactMap { results[$0].result }
    guard
      let best = contained.filter({ $0.model.componentCount == candidate.componentCount }).max(by: {
        $1.ranks(before: $0)
      }), best.ranks(before: own, by: Self.margin * own.totalWeight)
    else { return nil }
    return Start(candidate: index, parameters: best.model)
  }
}

extension FitResult {
  /// Accidents of the data rank after all others; within each group the likelihood decides.
  fileprivate func ranks(before other: FitResult, by margin: Double = 0) -> Bool {
    if isAccident != other.isAccident { return !isAccident }
    return logLikelihood > other.logLikelihood + margin
  }

  /// The same with its components in falling weight, and with its start by its name.
  fileprivate var fromContained: FitResult {
    let order = model.components.indices.sorted { a, b in
      let (one, other) = (model.components[a], model.components[b])
      return one.weight != other.weight
        ? one.weight > other.weight : one.mean.lexicographicallyPrecedes(other.mean)
    }
    var result = reordered(order)
    result.startName = "contained"
    return result
  }
}
