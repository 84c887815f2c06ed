#if Command

import GaussianMixtures

/// Points for what cannot show all of them.
enum PointSampling {
  private static let most = 1 << 20

  /// A random sample, in the points' order; nil where all are few enough.
  ///
  /// Each stretch of as many points gives one: what is read of a file comes in order.
  static func sample(of observations: Observations) -> Observations? {
    let count = observations.count
    guard count > most else { return nil }
    var stream = RandomStream(seed: 1, purpose: .display)
    return observations.selecting(
      (0..<most).map { place in
        let (start, end) = (place * count / most, (place + 1) * count / most)
        return start + stream.integer(below: end - start)
      })
  }
}

#endif
