/// Dates and times as ISO 8601 writes them.
enum DateText {
  /// A date by the days since 1970, in the calendar of Gregory before it was in use, too.
  static func date(_ days: Int) -> String {
    // Eras of 400 years, which begin with a March: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms" (2013).
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let day = shifted - era * 146_097
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365
    let dayOfYear = day - (365 * year + year / 4 - year / 100)
    let month = (5 * dayOfYear + 2) / 153
    let date = (month < 10 ? month + 3 : month - 9, dayOfYear - (153 * month + 2) / 5 + 1)
    return "\(padded(year + era * 400 + (date.0 <= 2 ? 1 : 0), 4))-\(padded(date.0, 2))-\(padded(date.1, 2))"
  }

  /// A time of day by the parts of a second since midnight, of which a second has a one with so many zeros.
  static func time(_ parts: Int64, digits: Int) -> String {
    let unit = (0..<digits).reduce(Int64(1)) { power, _ in power * 10 }
    let (seconds, rest) = (Int(parts / unit), Int(parts % unit))
    let clock = "\(padded(seconds / 3600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))"
    return rest == 0 ? clock : clock + "." + padded(rest, digits)
  }

  /// A moment by the parts of a second since 1970.
  static func timestamp(_ parts: Int64, digits: Int) -> String {
    let day = (0..<digits).reduce(Int64(86_400)) { power, _ in power * 10 }
    let (days, rest) = parts.quotientAndRemainder(dividingBy: day)
    let isBefore = rest < 0
    return date(Int(days) - (isBefore ? 1 : 0)) + "T" + time(isBefore ? rest + day : rest, digits: digits)
  }

  /// A date by the thousandths of a second since 1970, with the time of day where they are no whole days.
  static func dateOfThousandths(_ parts: Int64) -> String {
    let day: Int64 = 86_400_000
    return parts.isMultiple(of: day) ? date(Int(parts / day)) : timestamp(parts, digits: 3)
  }

  private static func padded(_ number: Int, _ length: Int) -> String {
    let digits = String(number.magnitude)
    return (number < 0 ? "-" : "") + String(repeating: "0", count: max(0, length - digits.utf8.count))
      + digits
  }
}
