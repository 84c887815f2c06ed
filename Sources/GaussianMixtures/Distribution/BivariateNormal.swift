internal import Elementary

/// Two standard normal variables with a correlation.
struct BivariateNormal {
  private let correlation: Double

  init(correlation: Double) { self.correlation = min(max(correlation, -1), 1) }

  /// The probability that both lie between their ends, to some 1e-15.
  ///
  /// That of independent ones, and what the correlation adds: by r the probability grows as the density at the corners, whose
  /// integral from 0 to r is taken over the angle θ with r = sin θ (Plackett 1954; A. Genz, Statistics and Computing 14 (2004)
  /// 251-260).
  func probability(_ lower: [Double], _ upper: [Double]) -> Double {
    let independent =
      StandardNormal.probability(lower[0], upper[0]) * StandardNormal.probability(lower[1], upper[1])
    let all: [(Double, Double, Double)] = [
      (lower[0], lower[1], 1), (upper[0], upper[1], 1), (lower[0], upper[1], -1), (upper[0], lower[1], -1),
    ]
    let corners = all.filter { $0.0.isFinite && $0.1.isFinite }
    guard correlation != 0, !corners.isEmpty else { return independent }
    let sign = correlation < 0 ? -1.0 : 1.0
    // The angle is counted from π/2, where the densities may be as sharp as they like: what is left of them there depends on the
    // ratio of distance and angle, so pieces of which each is twice as far as the one before are equally smooth.
    var (total, start) = (0.0, max(arcCosine(abs(correlation)), 1e-17))
    while start < Double.pi / 2 {
      let end = min(2 * start, Double.pi / 2)
      total += GaussLegendre.integral(from: start, to: end) { angle in
        corners.reduce(0) { $0 + $1.2 * Self.density($1.0, sign * $1.1, angle) }
      }
      start = end
    }
    return min(max(independent + sign * total / (2 * Double.pi), 0), 1)
  }

  /// `exp(-(h² + k² - 2 h k cos ψ) / (2 sin² ψ))`, without cancellation where h and k are near each other.
  private static func density(_ h: Double, _ k: Double, _ angle: Double) -> Double {
    let distance = (h - k) / sine(angle)
    return exponential(-distance * distance / 2 - h * k / (1 + cosine(angle)))
  }
}

/// Gauss and Legendre's rule of twenty points, exact for polynomials up to the degree 39.
enum GaussLegendre {
  /// The integral of a smooth function.
  static func integral(from start: Double, to end: Double, of function: (Double) -> Double) -> Double {
    let (middle, half) = ((start + end) / 2, (end - start) / 2)
    return half * nodes.reduce(0) { $0 + $1.weight * function(middle + half * $1.place) }
  }

  /// The zeros of the polynomial, by Newton's method, and their weights.
  private static let nodes: [(place: Double, weight: Double)] = (1...20).map { index in
    var place = cosine(Double.pi * (Double(index) - 0.25) / 20.5)
    for _ in 0..<8 { place -= legendre(at: place).value / legendre(at: place).slope }
    let slope = legendre(at: place).slope
    return (place, 2 / ((1 - place * place) * slope * slope))
  }

  private static func legendre(at x: Double) -> (value: Double, slope: Double) {
    var (last, value) = (1.0, x)
    for degree in 2...20 {
      let n = Double(degree)
      (last, value) = (value, ((2 * n - 1) * x * value - (n - 1) * last) / n)
    }
    return (value, 20 * (x * value - last) / (x * x - 1))
  }
}

extension StandardNormal {
  /// The probability of a value between two, without cancellation of the tails.
  static func probability(_ lower: Double, _ upper: Double) -> Double {
    guard lower < upper else { return 0 }
    let root = 0.5.squareRoot()
    if lower > 0 {
      return (complementaryErrorFunction(lower * root) - complementaryErrorFunction(upper * root)) / 2
    }
    if upper < 0 { return probability(-upper, -lower) }
    // Errors of both signs: a sum.
    return (errorFunction(upper * root) - errorFunction(lower * root)) / 2
  }
}
