internal import Elementary

/// The logicle scale of flow cytometry: linear around zero, logarithmic far from it, smooth between.
///
/// ```swift
/// let scale = try LogicleScale(top: 262_144, linearWidth: 0.5)
/// print(scale.position(of: 262_144), scale.position(of: 0))    // 1 and W/M = 1/9
/// print(scale.value(at: scale.position(of: -120)))             // -120
/// ```
///
/// The position `y` of a value `x` is the inverse of a biexponential function, odd about the zero's place y₁ with a
/// second derivative of 0 there; in u = y - y₁ ≥ 0 it is
///
///     B(u) = T (d² (e^{bu} - 1) + b² (1 - e^{-du})) / (d² (e^{b(1-y₁)} - 1) + b² (1 - e^{-d(1-y₁)}))
///
/// with b = (M + A) ln 10 and d from 2 ln(d/b) + w (b + d) = 0, w = W/(M + A). No term cancels another, so that the digits
/// are whole around zero too. Values above T go on above 1.
///
/// Sources: D. R. Parks, M. Roederer and W. A. Moore, Cytometry A 69A (2006) 541-551; W. A. Moore and D. R. Parks, Cytometry
/// A 81A (2012) 273-277, whose scale from 0 to 1 it is, as in Gating-ML 2.0.
public struct LogicleScale: Sendable, Hashable {
  /// T, the value at the upper end of the scale, 1.
  public let top: Double
  /// W, the width of the part around zero that is nearly linear, in decades.
  public let linearWidth: Double
  /// M, the decades that the scale would have if it were logarithmic.
  public let decades: Double
  /// A, further decades of negative values.
  public let negativeDecades: Double

  /// b and d.
  private let rates: (growth: Double, decay: Double)
  /// The factors of e^{bu} - 1 and 1 - e^{-du}.
  private let factors: (growth: Double, decay: Double)
  /// Where zero is.
  private let zero: Double

  /// The T of digital instruments, 2¹⁸.
  public static let usualTop = 262_144.0
  /// The M that is usual.
  public static let usualDecades = 4.5

  /// The most decades: beyond them numbers overflow.
  private static let mostDecades = 100.0

  /// A scale.
  ///
  /// - Parameters:
  ///   - top: T, above 0.
  ///   - linearWidth: W, from 0 to M/2.
  ///   - decades: M, above 0 and at most 100.
  ///   - negativeDecades: A, from -W to M - 2 W.
  /// - Throws: ``PreprocessingError`` of the code `transform` for one that is out of its range.
  public init(
    top: Double = usualTop, linearWidth: Double, decades: Double = usualDecades, negativeDecades: Double = 0
  ) throws(PreprocessingError) {
    func require(_ isSound: Bool, _ name: String, _ value: Double, _ range: String) throws(PreprocessingError)
    {
      guard !isSound else { return }
      throw PreprocessingError(
        .transform, "The logicle scale has \(name) = \(value).", cure: "\(name) is a number \(range).")
    }
    try require(top > 0 && top.isFinite, "T", top, "above 0")
    try require(decades > 0 && decades <= Self.mostDecades, "M", decades, "above 0 and at most 100")
    try require(
      linearWidth >= 0 && 2 * linearWidth <= decades, "W", linearWidth, "from 0 to M/2 = \(decades / 2)")
    try require(
      negativeDecades >= -linearWidth && negativeDecades <= decades - 2 * linearWidth, "A", negativeDecades,
      "from -W = \(-linearWidth) to M - 2W = \(decades - 2 * linearWidth)")
    (self.top, self.linearWidth) = (top, linearWidth)
    (self.decades, self.negativeDecades) = (decades, negativeDecades)
    let total = decades + negativeDecades
    let width = linearWidth / total
    let growth = total * naturalLogarithm(10)
    let decay = Self.decay(growth, width)
    zero = negativeDecades / total + width
    rates = (growth, decay)
    let rest = 1 - zero
    let whole =
      decay * decay * exponentialMinusOne(growth * rest) - growth * growth
      * exponentialMinusOne(-decay * rest)
    factors = (top * decay * decay / whole, top * growth * growth / whole)
  }

  /// The root d of 2 ln(d/b) + w (b + d): the left side is concave and rises, so that Newton's steps from the left of it
  /// stay there and come nearer.
  private static func decay(_ growth: Double, _ width: Double) -> Double {
    guard width > 0 else { return growth }
    var decay = growth * exponential(-width * growth)
    for _ in 0..<100 {
      let value = 2 * naturalLogarithm(decay / growth) + width * (growth + decay)
      let step = value / (2 / decay + width)
      decay -= step
      if step.magnitude <= 0x1p-52 * decay { break }
    }
    return decay
  }

  // MARK: Values

  /// The place of a value on the scale, to rounding; 0 to 1 for values from the negative end to T.
  ///
  /// - Parameter value: any number.
  /// - Complexity: about four steps of Halley's method, with two exponentials each.
  public func position(of value: Double) -> Double {
    guard value.isFinite else { return .nan }
    let distance = distance(of: value.magnitude)
    return value < 0 ? zero - distance : zero + distance
  }

  /// The value at a place of the scale: the inverse of ``position(of:)``.
  ///
  /// - Complexity: two exponentials.
  public func value(at position: Double) -> Double {
    let distance = (position - zero).magnitude
    let value =
      factors.growth * exponentialMinusOne(rates.growth * distance)
      - factors.decay * exponentialMinusOne(-rates.decay * distance)
    return position < zero ? -value : value
  }

  /// The logarithm of the derivative of ``value(at:)`` at a place of the scale.
  func logSlope(at position: Double) -> Double {
    let distance = (position - zero).magnitude
    // What grows is taken out, so that nothing overflows.
    let ratio =
      factors.decay * rates.decay * exponential(-(rates.decay + rates.growth) * distance)
      / (factors.growth * rates.growth)
    return naturalLogarithm(factors.growth) + naturalLogarithm(rates.growth) + rates.growth * distance
      + logarithmOfOnePlus(ratio)
  }

  /// The u of B(u) = x ≥ 0.
  private func distance(of value: Double) -> Double {
    guard value > 0 else { return 0 }
    let slope = factors.growth * rates.growth + factors.decay * rates.decay
    let quotient = value / factors.growth
    let logarithm =
      quotient < 1e15
      ? logarithmOfOnePlus(quotient) : naturalLogarithm(value) - naturalLogarithm(factors.growth)
    // B is convex: both of these are not below the root.
    var distance = min(value / slope, logarithm / rates.growth)
    for _ in 0..<60 {
      let grown = factors.growth * exponentialMinusOne(rates.growth * distance)
      let decayed = factors.decay * exponentialMinusOne(-rates.decay * distance)
      let excess = grown - decayed - value
      let (up, down) = (rates.growth * (grown + factors.growth), rates.decay * (decayed + factors.decay))
      let newton = excess / (up + down)
      let curvature = newton * (rates.growth * up - rates.decay * down) / (2 * (up + down))
      let step = curvature < 0.5 ? newton / (1 - curvature) : newton
      distance -= step
      if !(step.magnitude > 0x1p-51 * distance) { break }
    }
    return distance
  }

  /// Two scales are the same where their parameters are.
  public static func == (left: LogicleScale, right: LogicleScale) -> Bool {
    left.top == right.top && left.linearWidth == right.linearWidth && left.decades == right.decades
      && left.negativeDecades == right.negativeDecades
  }

  /// Hashes the parameters.
  public func hash(into hasher: inout Hasher) {
    for number in [top, linearWidth, decades, negativeDecades] { hasher.combine(number) }
  }
}

extension LogicleScale {
  /// The W that suits values: (M - log₁₀(T/|r|))/2 with r the 5 % quantile of those below 0, within 0 and M/2.
  ///
  /// Then the scale begins about where the negative values of a population around zero do. Without negative values W is 0.
  /// Source: D. R. Parks, M. Roederer and W. A. Moore, Cytometry A 69A (2006) 541-551, equation 8 and below.
  ///
  /// - Parameters:
  ///   - values: those of the column; NaN for one that is missing.
  ///   - top: T.
  ///   - decades: M.
  /// - Complexity: O(n log n) for n negative values.
  public static func linearWidth(
    of values: some Sequence<Double>, top: Double = usualTop, decades: Double = usualDecades
  ) -> Double {
    let negative = values.filter { $0 < 0 && $0.isFinite }.sorted()
    guard !negative.isEmpty else { return 0 }
    // Between two values, as R's quantile of type 7.
    let place = 0.05 * Double(negative.count - 1)
    let (lower, share) = (Int(place), place - place.rounded(.down))
    let upper = min(lower + 1, negative.count - 1)
    let reference = negative[lower] + share * (negative[upper] - negative[lower])
    let width = (decades - decimalLogarithm(top / reference.magnitude)) / 2
    return min(max(0, width), decades / 2)
  }
}
