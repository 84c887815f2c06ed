/// Which of several maxima that a fit has found is the answer.
///
/// ```swift
/// let apart = FitConfiguration(componentCount: 3, preference: .separation)
/// let result = try MixtureEstimator(apart).fit(points)
/// for event in result.events where event.kind == .lessSeparated { print(event.message) }
/// ```
public enum MaximumPreference: String, Sendable, Hashable, Codable, CaseIterable {
  /// The highest likelihood.
  case likelihood
  /// The best ICL: of the maxima that were found, the one whose components overlap least for what they lose in likelihood.
  case separation
}

/// A run of a higher likelihood that was passed over, as its components overlap more.
struct PassedOver: Sendable {
  /// By how many nats a point its log-likelihood is higher.
  let gain: Double
  /// By how much a point its ICL is worse.
  let lead: Double

  func event(mass: Double) -> FitEvent {
    FitEvent(.lessSeparated, gain: gain * mass, lead: lead * mass)
  }
}

extension PreparedFit {
  /// The run that is the answer by the preference, and what was passed over for it; the first wins a tie.
  ///
  /// - Complexity: O(N K D²) a run where separation is preferred.
  func preferred(among runs: [EMRun]) -> (index: Int, passedOver: PassedOver?) {
    var likeliest = 0
    for index in runs.indices.dropFirst() where runs[index].ranks(before: runs[likeliest]) {
      likeliest = index
    }
    guard options.preference == .separation, runs.count > 1, !runs[likeliest].isUnknown else {
      return (likeliest, nil)
    }
    let levels = runs.map { run in
      FitLevel(
        logLikelihood: run.isUnknown ? -.infinity : run.logLikelihood + logOfLargestResponsibilities(run),
        isAccident: run.isAccident)
    }
    var best = likeliest
    for index in runs.indices
    where levels[index].ranks(before: levels[best], by: RunDriver.margin * source.summary.mass) {
      best = index
    }
    guard best != likeliest, runs[best].isAccident == runs[likeliest].isAccident else { return (best, nil) }
    return (
      best,
      PassedOver(
        gain: runs[likeliest].lead(over: runs[best]),
        lead: 2 * (levels[best].logLikelihood - levels[likeliest].logLikelihood) / source.summary.mass)
    )
  }

  private func logOfLargestResponsibilities(_ run: EMRun) -> Double {
    pass.untilItsEnd.logOfLargestResponsibilities(of: source, under: run.parameters)
  }
}
