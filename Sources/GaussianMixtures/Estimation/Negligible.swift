/// What is left out of sums where skipping is allowed, in bits below what counts.
///
/// In single precision a sum has 24 bits: less depth is enough there, and exponents go no further.
enum Negligible {
  /// What a component's bound may lie below all points' sums before it is left out: e^-40, in single precision 2^-40.
  ///
  /// Log-likelihoods would bear more, but not the scatter of a component on the covariance floor.
  static func density(_ precision: Engine.Precision) -> Double { precision == .double ? 58 : 40 }
  /// What a responsibility may lie below a point's largest before it is left out of moments in many dimensions.
  ///
  /// A component of fewer points than dimensions owes its small variances, down to 1e-12 of the whole, to what it has of
  /// all other points: these keep their digits.
  static func share(_ precision: Engine.Precision) -> Double { precision == .double ? 104 : 96 }
  /// Below this a sum of ratios to a common unit may lack terms that count.
  static func smallestSum(_ precision: Engine.Precision) -> Double {
    precision == .double ? 0x1p-900 : 0x1p-70
  }
}
