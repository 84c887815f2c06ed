import SystemLibrary

// The elementary functions of the C library; one door, so that no other file imports it for them.

package func naturalLogarithm(_ x: Double) -> Double { log(x) }
/// `ln(1 + x)`, to full accuracy for small x.
package func logarithmOfOnePlus(_ x: Double) -> Double { log1p(x) }
package func binaryLogarithm(_ x: Double) -> Double { log2(x) }
package func decimalLogarithm(_ x: Double) -> Double { log10(x) }
package func exponential(_ x: Double) -> Double { exp(x) }
/// `e^x - 1`, to full accuracy for small x.
package func exponentialMinusOne(_ x: Double) -> Double { expm1(x) }
package func binaryExponential(_ x: Double) -> Double { exp2(x) }
package func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }
package func cubeRoot(_ x: Double) -> Double { cbrt(x) }
/// `√(x² + y²)`, also where a square is beyond the range of numbers.
package func hypotenuse(_ x: Double, _ y: Double) -> Double { hypot(x, y) }
package func sine(_ angle: Double) -> Double { sin(angle) }
package func cosine(_ angle: Double) -> Double { cos(angle) }
package func arcCosine(_ x: Double) -> Double { acos(x) }
package func hyperbolicSine(_ x: Double) -> Double { sinh(x) }
package func inverseHyperbolicSine(_ x: Double) -> Double { asinh(x) }
package func errorFunction(_ x: Double) -> Double { erf(x) }
/// 1 - erf(x), without cancellation where it is small.
package func complementaryErrorFunction(_ x: Double) -> Double { erfc(x) }

/// `x 2^exponent`, exact unless the result leaves the range of normal numbers.
package func scaled(_ x: Double, byPowerOfTwo exponent: Int) -> Double {
  scalbn(x, Int32(clamping: exponent))
}

/// ln 2 and ln 2π.
package enum Logarithm {
  package static let two = 0.6931471805599453
  package static let twoPi = 1.8378770664093454836
}
