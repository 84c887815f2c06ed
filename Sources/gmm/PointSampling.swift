#if Command

import GaussianMixtures

/// Points for what cannot show all of them.
enum PointSampling {
  private static let most = 1 << 20

  /// The places of a random sample, ascending; nil where all points are few enough.
  ///
  /// Each stretch of as many points gives one: what is read of a file comes in order.
  static func sample(of count: Int) -> [Int]? {
    guard count > most else { return nil }
    var stream = RandomStream(seed: 1, purpose: .display)
    return (0..<most).map { place in
      let (start, end) = (place * count / most, (place + 1) * count / most)
      return start + stream.integer(below: end - start)
    }
  }
}

#endif
