#if Formats

internal import CFormats

/// A column of a Parquet file: what its values are, and what they look like as text.
struct ParquetColumn: Sendable {
  let name: String
  /// Its place among all columns of the file.
  let place: Int32
  private let type: cparquet_column

  init(name: String, place: Int32, _ type: cparquet_column) {
    self.name = name
    self.place = place
    self.type = type
  }

  /// Whether each row has a value, or none, and not several.
  var isOfRows: Bool { type.is_repeated == 0 }

  /// Whether it is a part of another column.
  var isNested: Bool { type.is_nested != 0 }

  var kind: PointTable.ColumnKind {
    let isDecimal = type.meaning == CPARQUET_DECIMAL
    return switch type.physical {
    case CPARQUET_FLOAT, CPARQUET_DOUBLE: .numeric
    case CPARQUET_INT32, CPARQUET_INT64:
      isDecimal || type.meaning == CPARQUET_PLAIN || type.meaning == CPARQUET_UNSIGNED ? .numeric : .text
    case CPARQUET_FIXED: isDecimal || type.meaning == CPARQUET_HALF ? .numeric : .text
    case CPARQUET_BYTES: isDecimal ? .numeric : .text
    default: .text
    }
  }

  // MARK: Texts

  /// A value as text that reads back to the same; nil where there is none.
  func text(_ value: cparquet_bytes) -> String? {
    guard value.length >= 0, type.meaning != CPARQUET_NOTHING else { return nil }
    let bytes = UnsafeRawBufferPointer(start: value.data, count: Int(value.length))
    switch type.physical {
    case CPARQUET_BOOLEAN: return bytes.first == 0 ? "false" : "true"
    case CPARQUET_INT32: return text(Int64(bytes.loadUnaligned(as: Int32.self)), bits: 32)
    case CPARQUET_INT64: return text(bytes.loadUnaligned(as: Int64.self), bits: 64)
    case CPARQUET_FLOAT: return String(bytes.loadUnaligned(as: Float.self))
    case CPARQUET_DOUBLE: return NumberText.shortest(bytes.loadUnaligned(as: Double.self))
    case CPARQUET_INT96:
      let (time, day) = (
        bytes.loadUnaligned(as: Int64.self), bytes.loadUnaligned(fromByteOffset: 8, as: Int32.self)
      )
      // Days by Julian's count, and nanoseconds of the day.
      return DateText.date(Int(day) - 2_440_588) + "T" + DateText.time(time, digits: 9)
    case CPARQUET_FIXED where type.meaning == CPARQUET_HALF:
      return String(HalfNumber.value(of: bytes.loadUnaligned(as: UInt16.self)))
    default:
      if type.meaning == CPARQUET_DECIMAL, bytes.count <= 16 { return decimal(Self.whole(bytes)) }
      if type.physical == CPARQUET_FIXED { return bytes.map { HexText.padded($0, to: 2) }.joined() }
      return String(decoding: bytes, as: UTF8.self)
    }
  }

  private func text(_ number: Int64, bits: Int) -> String {
    switch type.meaning {
    case CPARQUET_UNSIGNED:
      bits == 32 ? String(UInt32(truncatingIfNeeded: number)) : String(UInt64(bitPattern: number))
    case CPARQUET_DECIMAL: decimal(Int128(number))
    case CPARQUET_DATE: DateText.date(Int(number))
    case CPARQUET_TIME: DateText.time(number, digits: Int(type.scale))
    case CPARQUET_TIMESTAMP: DateText.timestamp(number, digits: Int(type.scale))
    default: String(number)
    }
  }

  private func decimal(_ number: Int128) -> String {
    let scale = Int(type.scale)
    guard scale > 0, scale <= 40 else { return String(number) }
    var digits = String(number.magnitude)
    if digits.utf8.count <= scale {
      digits = String(repeating: "0", count: scale + 1 - digits.utf8.count) + digits
    }
    return (number < 0 ? "-" : "") + digits.dropLast(scale) + "." + digits.suffix(scale)
  }

  /// A whole number whose highest byte comes first.
  private static func whole(_ bytes: UnsafeRawBufferPointer) -> Int128 {
    let start: Int128 = bytes.first.map { $0 >= 128 ? -1 : 0 } ?? 0
    return bytes.reduce(start) { $0 << 8 | Int128($1) }
  }
}

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

  private static func padded(_ number: Int, _ length: Int) -> String {
    let digits = String(number.magnitude)
    return (number < 0 ? "-" : "") + String(repeating: "0", count: max(0, length - digits.utf8.count))
      + digits
  }
}

#endif
