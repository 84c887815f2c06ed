package import GaussianMixtures
internal import Tables

/// The models that competed, as the page has them in a table, best first.
package struct SelectionCandidates: Sendable {
  private let selection: SelectionSummary

  /// Takes a selection.
  ///
  /// - Parameter selection: the models and by what they were compared.
  package init(_ selection: SelectionSummary) {
    self.selection = selection
  }

  /// What was chosen, in a sentence; empty where nothing could be compared.
  var note: String {
    guard let best = selection.best else { return "" }
    let chosen =
      "Chosen among \(CountText.of(selection.candidates.count, "model")): "
      + "\(CountText.of(best.componentCount, "component")), covariances \(best.structure.code)."
    let larger = selection.largestCountThatIsBest.map { _ in
      " That is the largest number of components that was tried: more may be better."
    }
    return chosen + (larger ?? "")
  }

  /// The charts and the table, for the page's script.
  package var json: JSONValue {
    ["selection": SelectionCurves(selection).json, "candidates": table]
  }

  private var table: JSONValue {
    let criterion = selection.criterion
    let best = selection.best
    return [
      "criterion": .string(criterion.title),
      "countsNats": .boolean([.bic, .aic, .icl].contains(criterion)), "note": .string(note),
      "rows": .array(selection.ranking.map { row(selection.candidates[$0], best) }),
    ]
  }

  private func row(
    _ candidate: SelectionSummary.Candidate, _ best: SelectionSummary.Candidate?
  ) -> JSONValue {
    let value = candidate.value(of: selection.criterion)
    let isComparable = candidate.failure == nil && candidate.isAccident == best?.isAccident
    let bestValue = isComparable ? best?.value(of: selection.criterion) : nil
    let behind = value.flatMap { value in bestValue.map { abs(value - $0) } }
    func number(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }
    return [
      "structure": .string(candidate.structure.code), "components": .number(Double(candidate.componentCount)),
      "parameters": number(candidate.parameterCount.map(Double.init)),
      "logLikelihood": number(candidate.logLikelihood), "value": number(value), "behind": number(behind),
      "note": .string(candidate.failure ?? (candidate.isAccident ? "an accident of equal values" : "")),
    ]
  }
}
