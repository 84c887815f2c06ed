/// The type of an array's elements: a kind, a size and a byte order.
struct NPYElementType: Sendable, Hashable {
  enum Kind: Sendable, Hashable {
    case float
    case signed
    case unsigned
  }

  let kind: Kind
  /// The number of bytes.
  let size: Int
  let isBigEndian: Bool

  /// Reads NumPy's name of the type, such as `<f8` or `|u1`.
  init?(_ description: String) {
    let bytes = Array(description.utf8).filter { $0 != Byte.space }
    guard bytes.count == 3 else { return nil }
    switch bytes[0] {
    case UInt8(ascii: "<"), UInt8(ascii: "|"): isBigEndian = false
    case UInt8(ascii: ">"): isBigEndian = true
    case UInt8(ascii: "="): isBigEndian = 1.bigEndian == 1
    default: return nil
    }
    switch bytes[1] {
    case UInt8(ascii: "f"): kind = .float
    case UInt8(ascii: "i"): kind = .signed
    case UInt8(ascii: "u"): kind = .unsigned
    default: return nil
    }
    size = Int(bytes[2]) - Int(UInt8(ascii: "0"))
    guard kind == .float ? [4, 8].contains(size) : [1, 2, 4, 8].contains(size) else { return nil }
  }

  /// The number at an address, which need not be aligned.
  @inline(__always)
  func value(at address: UnsafeRawPointer) -> Double {
    switch (kind, size) {
    case (.float, 8): Double(bitPattern: bits(address))
    case (.float, _): Double(Float(bitPattern: bits(address)))
    case (.signed, 1): Double(Int8(truncatingIfNeeded: bits(address) as UInt8))
    case (.signed, 2): Double(Int16(truncatingIfNeeded: bits(address) as UInt16))
    case (.signed, 4): Double(Int32(truncatingIfNeeded: bits(address) as UInt32))
    case (.signed, _): Double(Int64(truncatingIfNeeded: bits(address) as UInt64))
    case (.unsigned, 1): Double(bits(address) as UInt8)
    case (.unsigned, 2): Double(bits(address) as UInt16)
    case (.unsigned, 4): Double(bits(address) as UInt32)
    case (.unsigned, _): Double(bits(address) as UInt64)
    }
  }

  /// The element as text: integers with all their digits, also those that no double holds.
  func text(at address: UnsafeRawPointer) -> String? {
    switch (kind, size) {
    case (.signed, 8): String(Int64(truncatingIfNeeded: bits(address) as UInt64))
    case (.unsigned, 8): String(bits(address) as UInt64)
    default: nil
    }
  }

  @inline(__always)
  private func bits<Bits: FixedWidthInteger & BitwiseCopyable>(_ address: UnsafeRawPointer) -> Bits {
    let stored = address.loadUnaligned(as: Bits.self)
    return isBigEndian ? Bits(bigEndian: stored) : Bits(littleEndian: stored)
  }
}
