/// How a number stands in a file's bytes: a kind, a size and a byte order.
struct NumberStorage: Sendable, Hashable {
  enum Kind: Sendable, Hashable {
    case float
    case signed
    case unsigned
  }

  let kind: Kind
  /// The number of bytes: 4 or 8 of a float; 1, 2, 4 or 8 of an integer, and 3 of an unsigned one.
  let size: Int
  var isBigEndian = false

  static let double = NumberStorage(kind: .float, size: 8)
  static let single = NumberStorage(kind: .float, size: 4)
  static func signed(_ size: Int) -> NumberStorage { NumberStorage(kind: .signed, size: size) }
  static func unsigned(_ size: Int) -> NumberStorage { NumberStorage(kind: .unsigned, size: size) }

  /// The same in the order of bytes of a file.
  func ordered(bigEndian: Bool) -> NumberStorage {
    NumberStorage(kind: kind, size: size, isBigEndian: bigEndian)
  }

  /// Whether the bytes are a float or double of this machine.
  var isOfThisMachine: Bool { kind == .float && isBigEndian == (1.bigEndian == 1) }

  /// The number at an address, which need not be aligned.
  @inline(__always)
  func value(at address: UnsafeRawPointer) -> Double {
    switch (kind, size) {
    case (.float, 8): Double(bitPattern: bits(address))
    case (.float, _): Double(Float(bitPattern: bits(address)))
    case (.signed, _): Double(signedInteger(at: address))
    case (.unsigned, _): Double(unsignedInteger(at: address))
    }
  }

  /// The integer at an address, with its sign.
  @inline(__always)
  private func signedInteger(at address: UnsafeRawPointer) -> Int64 {
    switch size {
    case 1: Int64(Int8(truncatingIfNeeded: bits(address) as UInt8))
    case 2: Int64(Int16(truncatingIfNeeded: bits(address) as UInt16))
    case 4: Int64(Int32(truncatingIfNeeded: bits(address) as UInt32))
    default: Int64(truncatingIfNeeded: bits(address) as UInt64)
    }
  }

  /// The integer at an address, without a sign.
  @inline(__always)
  func unsignedInteger(at address: UnsafeRawPointer) -> UInt64 {
    switch size {
    case 1: UInt64(bits(address) as UInt8)
    case 2: UInt64(bits(address) as UInt16)
    case 3: threeBytes(address)
    case 4: UInt64(bits(address) as UInt32)
    default: bits(address)
    }
  }

  /// The element as text: integers with all their digits, also those that no double holds.
  func text(at address: UnsafeRawPointer) -> String? {
    switch (kind, size) {
    case (.signed, 8): String(signedInteger(at: address))
    case (.unsigned, 8): String(unsignedInteger(at: address))
    default: nil
    }
  }

  @inline(__always)
  func bits<Bits: FixedWidthInteger & BitwiseCopyable>(_ address: UnsafeRawPointer) -> Bits {
    let stored = address.loadUnaligned(as: Bits.self)
    return isBigEndian ? Bits(bigEndian: stored) : Bits(littleEndian: stored)
  }

  @inline(__always)
  private func threeBytes(_ address: UnsafeRawPointer) -> UInt64 {
    let bytes = (0..<3).map { UInt64(address.load(fromByteOffset: $0, as: UInt8.self)) }
    return isBigEndian
      ? bytes[0] << 16 | bytes[1] << 8 | bytes[2] : bytes[2] << 16 | bytes[1] << 8 | bytes[0]
  }

  // MARK: Writing

  /// The greatest whole number, or what is beyond it.
  var greatest: Double {
    kind == .float
      ? .infinity : Double(sign: .plus, exponent: 8 * size - (kind == .signed ? 1 : 0), significand: 1) - 1
  }

  /// Whether a number of this kind holds another without another value; NaN where there is a NaN.
  func holds(_ number: Double) -> Bool {
    if kind == .float { return true }
    guard number.rounded() == number else { return false }
    return kind == .signed
      ? number >= -Double(sign: .plus, exponent: 8 * size - 1, significand: 1)
        && number < Double(sign: .plus, exponent: 8 * size - 1, significand: 1)
      : number >= 0 && number < Double(sign: .plus, exponent: 8 * size, significand: 1)
  }

  /// Puts a number in its place; one that an integer does not hold becomes the nearest that it does, NaN zero.
  @inline(__always)
  func store(_ number: Double, at address: UnsafeMutableRawPointer) {
    switch (kind, size) {
    case (.float, 8): put(number.bitPattern, at: address)
    case (.float, _): put(Float(number).bitPattern, at: address)
    case (.signed, _): store(Int64(clamping: number), at: address)
    case (.unsigned, _): store(UInt64(clamping: number), at: address)
    }
  }

  @inline(__always)
  private func store(_ number: some FixedWidthInteger, at address: UnsafeMutableRawPointer) {
    let isSigned = kind == .signed
    switch size {
    case 1: put(isSigned ? UInt8(bitPattern: Int8(clamping: number)) : UInt8(clamping: number), at: address)
    case 2:
      put(isSigned ? UInt16(bitPattern: Int16(clamping: number)) : UInt16(clamping: number), at: address)
    case 3:
      let number = min(UInt32(clamping: number), 0xFF_FFFF)
      for place in 0..<3 {
        let shift = 8 * (isBigEndian ? 2 - place : place)
        address.storeBytes(
          of: UInt8(truncatingIfNeeded: number >> shift), toByteOffset: place, as: UInt8.self)
      }
    case 4:
      put(isSigned ? UInt32(bitPattern: Int32(clamping: number)) : UInt32(clamping: number), at: address)
    default:
      put(isSigned ? UInt64(bitPattern: Int64(clamping: number)) : UInt64(clamping: number), at: address)
    }
  }

  @inline(__always)
  private func put<Bits: FixedWidthInteger & BitwiseCopyable>(
    _ bits: Bits, at address: UnsafeMutableRawPointer
  ) {
    address.storeBytes(of: isBigEndian ? bits.bigEndian : bits.littleEndian, as: Bits.self)
  }
}

extension FixedWidthInteger {
  /// The nearest number that there is; 0 for NaN.
  @inline(__always)
  fileprivate init(clamping number: Double) {
    let rounded = number.rounded()
    if let exact = Self(exactly: rounded) {
      self = exact
    } else {
      self = rounded.isNaN ? 0 : rounded < 0 ? .min : .max
    }
  }
}
