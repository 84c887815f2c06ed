#if Formats

/// Dates and times of workbooks: numbers of days, which a format of the cell shows as such.
enum XLSXDates {
  /// What a format shows of a number of days.
  struct Format: Sendable, Hashable {
    var hasDate = false
    var hasTime = false
    /// Whether hours go on beyond a day.
    var isElapsed = false

    var isNumber: Bool { !hasDate && !hasTime }
  }

  /// The formats that have numbers and no words in a file (ECMA-376, part 1, 18.8.30).
  static func format(builtIn number: Int) -> Format {
    switch number {
    case 14...17, 27...31, 34...36, 50...58: Format(hasDate: true)
    case 22: Format(hasDate: true, hasTime: true)
    case 18...21, 32, 33, 45, 47: Format(hasTime: true)
    case 46: Format(hasTime: true, isElapsed: true)
    default: Format()
    }
  }

  /// A format by its words, such as `yyyy-mm-dd` or `[h]:mm:ss`.
  static func format(_ words: String) -> Format {
    var format = Format()
    var (hasMonthOrMinute, isQuoted) = (false, false)
    var letters = Array(words.lowercased().unicodeScalars)[...]
    while let letter = letters.popFirst(), letter != ";" || isQuoted {
      if isQuoted || letter == "\"" {
        if letter == "\"" { isQuoted.toggle() }
        continue
      }
      switch letter {
      case "\\", "_", "*": letters = letters.dropFirst()
      case "[":
        let inside = letters.prefix { $0 != "]" }
        letters = letters.dropFirst(inside.count + 1)
        // Colours, places and conditions stand there too.
        guard let first = inside.first, inside.allSatisfy({ $0 == first }),
          "hms".unicodeScalars.contains(first)
        else { continue }
        (format.hasTime, format.isElapsed) = (true, true)
      case "a" where letters.starts(with: "m/pm".unicodeScalars): letters = letters.dropFirst(4)
      case "a" where letters.starts(with: "/p".unicodeScalars): letters = letters.dropFirst(2)
      case "y", "d": format.hasDate = true
      case "h", "s": format.hasTime = true
      case "m": hasMonthOrMinute = true
      case "g" where letters.starts(with: "eneral".unicodeScalars): letters = letters.dropFirst(6)
      default: break
      }
    }
    if hasMonthOrMinute, format.isNumber { format.hasDate = true }
    return format
  }

  /// A number of days as ISO 8601 writes it; nil where it is no date that workbooks have.
  ///
  /// - Parameter isFrom1904: Whether days are counted from the first of 1904, and not of 1900.
  static func text(_ days: Double, _ format: Format, isFrom1904: Bool) -> String? {
    guard days >= 0, days < 2_958_466 else { return nil }
    let dayLength: Int64 = 86_400_000
    let all = Int64((days * Double(dayLength)).rounded())
    let (day, rest) = all.quotientAndRemainder(dividingBy: dayLength)
    if !format.hasDate, format.isElapsed || day == 0 { return DateText.time(all, digits: 3) }
    // The 60th day of 1900 is a 29th of February that there was not.
    let first = isFrom1904 ? 24_107 : day > 60 ? 25_569 : 25_568
    let date = DateText.date(Int(day) - first)
    return !format.hasTime && rest == 0 ? date : date + "T" + DateText.time(rest, digits: 3)
  }
}

#endif
