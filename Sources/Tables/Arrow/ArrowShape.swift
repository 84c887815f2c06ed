#if Formats

/// The tables of Arrow's metadata, as its files Schema.fbs, Message.fbs and File.fbs describe them.
enum ArrowShape {
  case footer, message
  case schema, field, keyValue, dictionaryEncoding
  case recordBatch, compression, dictionaryBatch
  /// The table of a type of columns, by its number.
  case type(Int)

  /// What stands in a field of a table.
  enum Slot {
    case scalar(Int)
    case text
    case packed(Int)
    case table(ArrowShape)
    case tables(ArrowShape)
    /// A table of a kind that the field before tells.
    case union((Int) -> ArrowShape?)
  }

  /// The fields, in their order.
  var slots: [Slot] {
    switch self {
    case .footer: [.scalar(2), .table(.schema), .packed(24), .packed(24), .tables(.keyValue)]
    case .message:
      [.scalar(2), .scalar(1), .union(Self.header), .scalar(8), .tables(.keyValue)]
    case .schema: [.scalar(2), .tables(.field), .tables(.keyValue), .packed(8)]
    case .field:
      [
        .text, .scalar(1), .scalar(1), .union { .type($0) }, .table(.dictionaryEncoding), .tables(.field),
        .tables(.keyValue),
      ]
    case .keyValue: [.text, .text]
    case .dictionaryEncoding: [.scalar(8), .table(.type(2)), .scalar(1), .scalar(2)]
    case .recordBatch: [.scalar(8), .packed(16), .packed(16), .table(.compression), .packed(8)]
    case .compression: [.scalar(1), .scalar(1)]
    case .dictionaryBatch: [.scalar(8), .table(.recordBatch), .scalar(1)]
    case .type(let number): Self.slots(ofType: number)
    }
  }

  private static func header(_ number: Int) -> ArrowShape? {
    switch number {
    case 1: .schema
    case 2: .dictionaryBatch
    case 3: .recordBatch
    default: nil
    }
  }

  private static func slots(ofType number: Int) -> [Slot] {
    switch number {
    // Whole numbers: bits, sign.
    case 2: [.scalar(4), .scalar(1)]
    // Floats, dates, intervals, durations: precision or unit.
    case 3, 8, 11, 18: [.scalar(2)]
    // Decimals: digits, those after the point, bits.
    case 7: [.scalar(4), .scalar(4), .scalar(4)]
    // Times of a day: unit, bits.
    case 9: [.scalar(2), .scalar(4)]
    // Moments: unit, zone.
    case 10: [.scalar(2), .text]
    // Unions: mode, numbers of the kinds.
    case 14: [.scalar(2), .packed(4)]
    // Bytes or lists of fixed size.
    case 15, 16: [.scalar(4)]
    // Maps: whether their keys are sorted.
    case 17: [.scalar(1)]
    default: []
    }
  }
}

#endif
