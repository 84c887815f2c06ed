internal import Elementary

/// How far, in standard deviations, a Gaussian's surface lies that holds a share of its content.
enum ContentRadius {
  /// The square root of a quantile of the chi-squared distribution.
  ///
  /// - Parameters:
  ///   - share: between 0 and 1.
  ///   - dimension: 1, 2 or 3.
  /// - Returns: the radius, to rounding.
  static func radius(holding share: Double, dimension: Int) -> Double {
    if dimension == 2 { return (-2 * Elementary.naturalLogarithm(1 - share)).squareRoot() }
    // Beyond 40 deviations no number tells the share from 1.
    var (lower, upper) = (0.0, 40.0)
    for _ in 0..<80 {
      let middle = (lower + upper) / 2
      if content(within: middle, dimension: dimension) < share { lower = middle } else { upper = middle }
    }
    return (lower + upper) / 2
  }

  /// What lies within a radius of one or three standard normals.
  private static func content(within radius: Double, dimension: Int) -> Double {
    let line = Elementary.errorFunction(radius / 2.0.squareRoot())
    guard dimension == 3 else { return line }
    return line - (2 / Double.pi).squareRoot() * radius * Elementary.exponential(-radius * radius / 2)
  }
}
