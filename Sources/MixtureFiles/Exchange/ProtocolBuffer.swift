/// Bytes of a message of Protocol Buffers, field after field: as much of the encoding as ONNX needs.
///
/// Source: Protocol Buffers, Encoding (developers.google.com/protocol-buffers/docs/encoding).
struct ProtocolBuffer: Sendable {
  private(set) var bytes: [UInt8] = []

  /// Appends a whole number, which is not negative.
  mutating func add(_ field: Int, _ number: Int) {
    append(field << 3)
    append(number)
  }

  /// Appends a text.
  mutating func add(_ field: Int, _ text: String) { add(field, Array(text.utf8)) }

  /// Appends bytes.
  mutating func add(_ field: Int, _ contents: [UInt8]) {
    append(field << 3 | 2)
    append(contents.count)
    bytes += contents
  }

  /// Appends a message.
  mutating func add(_ field: Int, _ message: ProtocolBuffer) { add(field, message.bytes) }

  /// Appends a message that is made here.
  mutating func add(_ field: Int, _ make: (inout ProtocolBuffer) -> Void) {
    var message = ProtocolBuffer()
    make(&message)
    add(field, message)
  }

  /// Seven bits a byte, the lowest first.
  private mutating func append(_ number: Int) {
    var rest = UInt64(bitPattern: Int64(number))
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}
