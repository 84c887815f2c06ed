#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

// The elementary functions of the C library; one door, so that no other file imports it for them.

func naturalLogarithm(_ x: Double) -> Double { log(x) }
/// `ln(1 + x)`, to full accuracy for small x.
func logarithmOfOnePlus(_ x: Double) -> Double { log1p(x) }
func binaryLogarithm(_ x: Double) -> Double { log2(x) }
func binaryExponential(_ x: Double) -> Double { exp2(x) }
func exponential(_ x: Double) -> Double { exp(x) }

/// `x 2^exponent`, exact unless the result leaves the range of normal numbers.
func scaled(_ x: Double, byPowerOfTwo exponent: Int) -> Double { scalbn(x, Int32(clamping: exponent)) }

/// ln 2 and ln 2π.
enum Logarithm {
  static let two = 0.6931471805599453
  static let twoPi = 1.8378770664093454836
}
