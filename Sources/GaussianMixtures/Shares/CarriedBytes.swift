/// Bytes and texts where processes send numbers to one another: how many bytes there are, and four of them to a whole number,
/// which every way between processes leaves as it is. No bytes are no numbers.
package enum CarriedBytes {
  private static let perNumber = 4

  package static func numbers(_ bytes: [UInt8]) -> [Double] {
    guard !bytes.isEmpty else { return [] }
    return [Double(bytes.count)]
      + stride(from: 0, to: bytes.count, by: perNumber).map { start in
        Double(bytes[start...].prefix(perNumber).reversed().reduce(0 as UInt32) { $0 << 8 | UInt32($1) })
      }
  }

  /// - Returns: nil where the numbers are no bytes.
  package static func bytes(_ numbers: [Double]) -> [UInt8]? {
    guard let first = numbers.first else { return [] }
    guard let count = Int(exactly: first), count > 0,
      numbers.count == 1 + (count + perNumber - 1) / perNumber
    else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count + perNumber)
    for number in numbers.dropFirst() {
      guard var word = UInt32(exactly: number) else { return nil }
      for _ in 0..<perNumber {
        bytes.append(UInt8(truncatingIfNeeded: word))
        word >>= 8
      }
    }
    bytes.removeLast(bytes.count - count)
    return bytes
  }

  package static func numbers(_ text: String) -> [Double] { numbers(Array(text.utf8)) }

  /// - Returns: nil where the numbers are no text.
  package static func text(_ numbers: [Double]) -> String? {
    bytes(numbers).map { String(decoding: $0, as: UTF8.self) }
  }
}
