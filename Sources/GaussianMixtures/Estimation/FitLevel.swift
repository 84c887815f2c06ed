/// What may be an accident of the data: a fit whose likelihood is high for no better reason than that numbers are equal.
protocol PossibleAccident {
  var isAccident: Bool { get }
}

extension PossibleAccident {
  /// Accidents rank after all others; within each group something else decides.
  func ranks(before other: some PossibleAccident, otherwise isBetter: () -> Bool) -> Bool {
    isAccident == other.isAccident ? isBetter() : !isAccident
  }
}

/// How good a fit is beside others of the same points.
///
/// The likelihood decides, with a prior too: its density is no less where a component is so small that it is all but the
/// prior's.
struct FitLevel: Sendable, PossibleAccident {
  let logLikelihood: Double
  let isAccident: Bool

  func ranks(before other: FitLevel, by margin: Double = 0) -> Bool {
    ranks(before: other) { logLikelihood > other.logLikelihood + margin }
  }
}

extension FitLevel {
  init(_ result: FitResult) { self.init(logLikelihood: result.objective, isAccident: result.isAccident) }
}
