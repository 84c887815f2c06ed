/// Numbers as little-endian typed arrays: a fraction of the size of JSON text, and no parsing.
enum PackedNumbers {
  /// Whole numbers of 8, 16 or 32 bits, little-endian whatever the processor is.
  static func json<Number: FixedWidthInteger>(_ numbers: [Number]) -> JSONValue {
    .packed(numbers.map(\.littleEndian).withUnsafeBytes { Array($0) })
  }

  /// Single precision: what a graphics processor computes with.
  static func json(_ numbers: [Float]) -> JSONValue { json(numbers.map(\.bitPattern)) }

  /// A number from 0 to 1 as a whole number; what lies outside goes to the end.
  static func quantized<Number: FixedWidthInteger & UnsignedInteger>(
    _ value: Double, as kind: Number.Type
  ) -> Number {
    Number((min(1, max(0, value)) * Double(Number.max)).rounded())
  }
}
