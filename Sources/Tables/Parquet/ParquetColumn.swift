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
      if type.meaning == CPARQUET_DECIMAL, bytes.count <= 16 { return DecimalText.text(Self.whole(bytes), scale: Int(type.scale)) }
      if type.physical == CPARQUET_FIXED { return bytes.map { HexText.padded($0, to: 2) }.joined() }
      return String(decoding: bytes, as: UTF8.self)
    }
  }

  private func text(_ number: Int64, bits: Int) -> String {
    switch type.meaning {
    case CPARQUET_UNSIGNED:
      bits == 32 ? String(UInt32(truncatingIfNeeded: number)) : String(UInt64(bitPattern: number))
    case CPARQUET_DECIMAL: DecimalText.text(Int128(number), scale: Int(type.scale))
    case CPARQUET_DATE: DateText.date(Int(number))
    case CPARQUET_TIME: DateText.time(number, digits: Int(type.scale))
    case CPARQUET_TIMESTAMP: DateText.timestamp(number, digits: Int(type.scale))
    default: String(number)
    }
  }

  /// A whole number whose highest byte comes first.
  private static func whole(_ bytes: UnsafeRawBufferPointer) -> Int128 {
    let start: Int128 = bytes.first.map { $0 >= 128 ? -1 : 0 } ?? 0
    return bytes.reduce(start) { $0 << 8 | Int128($1) }
  }
}

#endif
