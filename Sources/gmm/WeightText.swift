#if Command

import GaussianMixtures
import Tables

/// What people are told of the weights of points: what they were taken for, and the n that follows.
enum WeightText {
  /// Of points that had weights.
  ///
  /// - Parameter total: their weights, summed; nil where all are 1.
  static func explanation(of meaning: WeightMeaning?, total: Double?) -> (meaning: String, note: String)? {
    guard let meaning else { return nil }
    let note =
      switch (meaning, total) {
      case (_, nil): "all equal: each point counts once"
      case (.frequencies, let total?):
        "how often each point was counted; n of the criteria is \(short(total))"
      case (.importance, let total?):
        "only their ratios count; n of the criteria is \(short(total)), the effective number of points"
      }
    return (meaning.rawValue, note)
  }

  /// What is said of weights before a fit, where it was not asked for or may surprise.
  ///
  /// - Parameter isAsked: whether the meaning was given.
  static func note(on observations: Observations, isAsked: Bool) -> String? {
    guard let meaning = observations.weightMeaning else { return nil }
    let total = short(observations.totalWeight)
    switch meaning {
    case .frequencies:
      guard isAsked else {
        return "the weights are whole numbers and taken as frequencies: n is their sum, \(total); "
          + "--weights-are importance where only their ratios count"
      }
      let isFractional = observations.weights?.contains { $0 != $0.rounded() } ?? false
      return isFractional
        ? "the weights are not whole numbers; as frequencies their sum, \(total), is the n of BIC, AIC and ICL"
        : nil
    case .importance:
      guard !isAsked else { return nil }
      guard observations.countsUnequally else {
        let equal =
          observations.weights == nil
          ? "the weights are all equal and change nothing"
          : "the weights above 0 are all equal and count once each"
        return "\(equal); --weights-are frequencies where they are counts"
      }
      return
        "the weights are taken as importance, of which only ratios count: n is the effective number of points, "
        + "\(total); --weights-are frequencies where they are counts"
    }
  }

  /// A sum of weights: whole where these are counts.
  static func short(_ value: Double) -> String {
    value == value.rounded() && value.magnitude < 1e15 ? CountText.grouped(Int(value)) : NumberFormat.short(value)
  }
}

extension Observations {
  /// Whether some of the points that count do so more than others.
  fileprivate var countsUnequally: Bool { weights?.contains { $0 > 0 && $0 != 1 } ?? false }
}

#endif
