#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The functions of the C library that figures use; one door, so that no other file imports it.
enum Elementary {
  static func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }
  static func cubeRoot(_ x: Double) -> Double { cbrt(x) }
  static func decimalLogarithm(_ x: Double) -> Double { log10(x) }
  static func exponential(_ x: Double) -> Double { exp(x) }
  static func sine(_ angle: Double) -> Double { sin(angle) }
  static func cosine(_ angle: Double) -> Double { cos(angle) }
  static func logarithm(_ x: Double) -> Double { log(x) }
  static func errorFunction(_ x: Double) -> Double { erf(x) }
  static func squareRootFraction(_ x: Double) -> Double { x.squareRoot() - x.squareRoot().rounded(.down) }
  static func cubeRootFraction(_ x: Double) -> Double { cbrt(x) - cbrt(x).rounded(.down) }
}
