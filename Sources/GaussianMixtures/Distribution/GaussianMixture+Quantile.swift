internal import Elementary

extension GaussianMixture {
  /// The probability of a value of at most `value`, of a mixture in one dimension: `Σ w_k Φ((x - μ_k) / σ_k)`.
  ///
  /// ```swift
  /// let speed = model.selecting([0])
  /// print(try speed.cumulativeProbability(at: 20))
  /// ```
  ///
  /// - Parameter value: where, in the units of the data; may be infinite.
  /// - Returns: from 0 to 1, the lower tail to full relative accuracy.
  /// - Throws: ``ModelError`` where the mixture has more dimensions than one, the value is no number, or the noise has a
  ///   volume and no box.
  /// - Complexity: O(K).
  public func cumulativeProbability(at value: Double) throws(ModelError) -> Double {
    guard !value.isNaN else { throw ModelError(.notFinite, "The value is no number.") }
    return try MixtureOfValues(self).cumulative(value)
  }

  /// The value below which a share of the probability lies, of a mixture in one dimension.
  ///
  /// ```swift
  /// let speed = model.selecting([0])
  /// let median = try speed.quantile(0.5)
  /// let middle = try speed.quantile(0.05)...speed.quantile(0.95)
  /// ```
  ///
  /// - Parameter probability: from 0 to 1, both excluded.
  /// - Returns: the quantile, in the units of the data; to rounding of the probability.
  /// - Throws: ``ModelError`` where the mixture has more dimensions than one, the probability is not between 0 and 1, or the
  ///   noise has a volume and no box.
  /// - Complexity: O(K) for each of some ten steps.
  public func quantile(_ probability: Double) throws(ModelError) -> Double {
    try MixtureOfValues(self).quantile(probability)
  }
}

/// A mixture in one dimension, as its cumulative distribution needs it.
struct MixtureOfValues {
  private let parts: [(weight: Double, mean: Double, deviation: Double)]
  /// The noise: its weight and where it is.
  private let uniform: (weight: Double, from: Double, to: Double)?

  init(_ mixture: GaussianMixture) throws(ModelError) {
    guard mixture.dimension == 1 else {
      throw ModelError(
        .dimension,
        "The mixture has \(mixture.dimension) dimensions; a value has one. Select one coordinate first.")
    }
    parts = mixture.components.filter { $0.weight > 0 }.map {
      ($0.weight, $0.mean[0], $0.covariance[0, 0].squareRoot())
    }
    guard let noise = mixture.noise, noise.weight > 0 else {
      uniform = nil
      return
    }
    guard let box = noise.box, let width = box.widths?[0] else {
      throw ModelError(.noise, "The noise has a volume and no box, so there is no telling where it lies.")
    }
    uniform = (
      noise.weight, min(box.corner[0], box.corner[0] + width), max(box.corner[0], box.corner[0] + width)
    )
  }

  func cumulative(_ value: Double) -> Double {
    let below = parts.reduce(0.0) {
      $0 + $1.weight * StandardNormal.cumulative((value - $1.mean) / $1.deviation)
    }
    guard let uniform else { return min(below, 1) }
    let share = (value - uniform.from) / (uniform.to - uniform.from)
    return min(below + uniform.weight * min(max(share, 0), 1), 1)
  }

  /// The probability of a value above, without cancellation.
  private func upper(_ value: Double) -> Double {
    let above = parts.reduce(0.0) {
      $0 + $1.weight * StandardNormal.cumulative(($1.mean - value) / $1.deviation)
    }
    guard let uniform else { return above }
    let share = (uniform.to - value) / (uniform.to - uniform.from)
    return above + uniform.weight * min(max(share, 0), 1)
  }

  private func density(_ value: Double) -> Double {
    let gaussian = parts.reduce(0.0) {
      $0 + $1.weight * StandardNormal.density((value - $1.mean) / $1.deviation) / $1.deviation
    }
    guard let uniform, uniform.from <= value, value <= uniform.to else { return gaussian }
    return gaussian + uniform.weight / (uniform.to - uniform.from)
  }

  /// Newton's steps within a bracket, which is halved where they leave it: it begins with the quantiles of the parts, between
  /// the least and the greatest of which that of the mixture lies.
  func quantile(_ probability: Double) throws(ModelError) -> Double {
    guard probability > 0, probability < 1 else {
      throw ModelError(
        .notFinite, "The probability is \(probability); it must be between 0 and 1, both excluded.")
    }
    let standard = StandardNormal.quantile(probability)
    var quantiles = parts.map { $0.mean + $0.deviation * standard }
    if let uniform { quantiles.append(uniform.from + probability * (uniform.to - uniform.from)) }
    guard var low = quantiles.min(), var high = quantiles.max() else { return .nan }
    var value = low + (high - low) / 2
    while low < high {
      // Above the median the upper tail is compared, whose digits the lower one has lost.
      let excess = probability <= 0.5 ? cumulative(value) - probability : (1 - probability) - upper(value)
      if excess == 0 { return value }
      if excess > 0 { high = value } else { low = value }
      let step = value - excess / density(value)
      let next = step > low && step < high ? step : low + (high - low) / 2
      guard abs(next - value) > value.ulp, next > low, next < high else { return next }
      value = next
    }
    return value
  }
}
