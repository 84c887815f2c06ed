/// The model of another kind that would have been the best of a selection, had equal numbers not made one of its
/// components flat.
struct RivalAccident {
  /// What to say of it.
  let event: FitEvent

  /// - Parameters:
  ///   - best: the model that was chosen.
  ///   - candidates: all that competed.
  ///   - criterion: by what.
  /// - Returns: nil where none would have been better.
  init?(
    of best: ModelSelection.Candidate, among candidates: [ModelSelection.Candidate],
    by criterion: SelectionCriterion
  ) {
    guard !best.isAccident, let value = SelectionSummary.Candidate(best).value(of: criterion) else {
      return nil
    }
    var highest: (event: FitEvent, lead: Double)?
    for other in candidates where other.failure == nil && !best.isSameKind(as: other) {
      guard let rival = Self.rival(other, criterion), criterion.isBetter(rival.value, than: value) else {
        continue
      }
      let lead = abs(rival.value - value)
      guard lead > highest?.lead ?? 0 else { continue }
      highest = (
        rival.event.settingAside(
          FitEvent.Rival(
            structure: other.structure, componentCount: other.componentCount, criterion: criterion, lead: lead
          )),
        lead
      )
    }
    guard let highest else { return nil }
    event = highest.event
  }

  /// A candidate's own accident, or the one that its fit set aside, with its value of the criterion.
  private static func rival(
    _ candidate: ModelSelection.Candidate, _ criterion: SelectionCriterion
  ) -> (event: FitEvent, value: Double)? {
    guard let result = candidate.result,
      let value = SelectionSummary.Candidate(candidate).value(of: criterion)
    else { return nil }
    if result.isAccident {
      return result.events.last { $0.floorCause == .equalValues }.map { ($0, value) }
    }
    guard criterion.countsLikelihood, let event = result.events.first(where: { $0.kind == .setAside }),
      let gain = event.gain
    else { return nil }
    return (event, value - 2 * gain)
  }
}

extension ModelSelection.Candidate {
  fileprivate func isSameKind(as other: Self) -> Bool {
    componentCount == other.componentCount && structure == other.structure
  }
}
