/// A number of sixteen bits (IEEE 754), for which not every processor has a type.
enum HalfNumber {
  static func value(of bits: UInt16) -> Float {
    let (exponent, fraction) = (Int(bits >> 10 & 31), Float(bits & 1023))
    let size: Float =
      switch exponent {
      case 0: Float(sign: .plus, exponent: -24, significand: fraction)
      case 31: fraction == 0 ? .infinity : .nan
      default: Float(sign: .plus, exponent: exponent - 25, significand: fraction + 1024)
      }
    return bits >> 15 == 0 ? size : -size
  }
}
