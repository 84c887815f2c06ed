/// Models of a selection that have as many components, and other structures.
///
/// What one structure's search has found is where another one's may not have been: from each of these models EM takes a
/// few steps under the structure of a candidate, and the best goes on where it ends higher than the candidate's own fit.
/// Among them are models that the candidate's structure contains, such as EEE for VVV, whose maximum is no lower. EM
/// never lowers the likelihood, so a candidate ends no lower than the models that it contains, unless the way from these
/// leads into an accident of the data.
struct RelatedModels: Sendable {
  private let candidates: [FitConfiguration]

  /// From where a candidate is fitted again.
  struct Starts: Sendable {
    let candidate: Int
    let models: [GaussianMixture]
    /// What has to be surpassed.
    let own: FitResult
  }

  /// - Parameters:
  ///   - candidates: the models of the selection.
  ///   - start: where EM started.
  /// - Returns: nil where a start was asked for by name: then its fits are what is compared, and nothing else.
  init?(_ candidates: [FitConfiguration], start: Start) {
    guard start.effort != nil else { return nil }
    self.candidates = candidates
  }

  /// Fits candidates again from the others' models, those that contain least first.
  ///
  /// - Parameters:
  ///   - results: of all candidates.
  ///   - fit: fits from the best of some models; nil where that ends no higher.
  /// - Returns: how many fits were made.
  /// - Throws: what `fit` throws.
  func improve(
    _ results: inout [ModelSelection.Candidate],
    _ fit: ([Starts]) throws(FitError) -> [Result<FitResult?, FitError>]
  ) throws(FitError) -> Int {
    var count = 0
    for freedom in Set(candidates.map(\.structure.freedom)).sorted() {
      let starts = candidates.indices.filter { candidates[$0].structure.freedom == freedom }.compactMap {
        self.starts(for: $0, results)
      }
      guard !starts.isEmpty else { continue }
      for (start, outcome) in zip(starts, try fit(starts)) {
        guard case .success(let found) = outcome, let result = found else { continue }
        count += 1
        results[start.candidate].result = result
        if results[start.candidate].heldOut == nil {
          results[start.candidate].isAccident = result.isAccident
        }
      }
    }
    return count
  }

  /// The models of other structures with as many components; what an accident of the data has found is of no use.
  private func starts(for index: Int, _ results: [ModelSelection.Candidate]) -> Starts? {
    let count = candidates[index].componentCount
    guard count > 1, let own = results[index].result, own.termination != .stopped else { return nil }
    let others = candidates.indices.filter { other in
      other != index && candidates[other].componentCount == count
    }
    let models = others.compactMap { results[$0].result }
      .filter { !$0.isAccident && $0.model.componentCount == count }
    return models.isEmpty ? nil : Starts(candidate: index, models: models.map(\.model), own: own)
  }
}
