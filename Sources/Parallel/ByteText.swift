/// Numbers of bytes, for people, in units of a thousand, a million and so on.
package enum ByteText {
  /// How many digits there are, and where the others go.
  package enum Rounding: Sendable, Hashable {
    /// To the nearest tenth, and whole from a hundred units on: what there is, and what is asked for.
    case nearest
    /// Up to two digits: of what is needed at the least, less would not do.
    case up

    fileprivate var units: [String] {
      switch self {
      case .nearest: ["bytes", "kB", "MB", "GB", "TB"]
      case .up: ["bytes", "kB", "MB", "GB", "TB", "PB", "EB"]
      }
    }

    fileprivate func digits(_ value: Double) -> Double {
      switch self {
      case .nearest:
        let tenths = (value * 10).rounded()
        return tenths < 1000 ? tenths / 10 : (tenths / 10).rounded(.down)
      case .up: return value < 10 ? (value * 10).rounded(.up) / 10 : value.rounded(.up)
      }
    }
  }

  /// Such as `1.5 GB`.
  ///
  /// - Parameters:
  ///   - bytes: How many; not negative.
  ///   - rounding: How they are cut to a few digits.
  package static func size(_ bytes: Double, rounded rounding: Rounding = .nearest) -> String {
    let units = rounding.units
    var (value, unit) = (bytes, 0)
    while value >= 1000, unit + 1 < units.count { (value, unit) = (value / 1000, unit + 1) }
    let digits = rounding.digits(value)
    return "\(digits == digits.rounded() && digits < 1e15 ? "\(Int(digits))" : "\(digits)") \(units[unit])"
  }

  /// Such as `1.5 GB`, to the nearest tenth.
  package static func size(_ bytes: Int) -> String { size(Double(bytes)) }
}
