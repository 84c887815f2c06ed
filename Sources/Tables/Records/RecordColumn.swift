internal import Elementary

/// A column of records: where its number stands in each, and what that number means.
struct RecordColumn: Sendable {
  /// What is made of a number as it is stored.
  enum Scale: Sendable, Hashable {
    case none
    /// The number times a factor, plus an offset.
    case linear(factor: Double, offset: Double)
    /// The number divided by an amplifier's gain.
    case quotient(Double)
    /// `first * 10^(decades * number / range)`, as amplifiers with a logarithm have it.
    case exponential(decades: Double, first: Double, range: Double)
  }

  /// Some bits of an integer without a sign.
  struct Bits: Sendable, Hashable {
    let shift: Int
    let mask: UInt64

    /// Puts a number that they hold in their place in a byte, whose other bits stay.
    func store(_ number: Double, at address: UnsafeMutableRawPointer) {
      let others = address.load(as: UInt8.self) & ~UInt8(truncatingIfNeeded: mask << UInt64(shift))
      let own = UInt8(truncatingIfNeeded: (UInt64(number) & mask) << UInt64(shift))
      address.storeBytes(of: others | own, as: UInt8.self)
    }
  }

  /// Where records are that stand in lines of equal length, from 0.
  enum GridPosition: Sendable, Hashable {
    /// The place in a line of so many.
    case across(Int)
    /// The number of the line.
    case down(Int)

    func number(ofRow row: Int) -> Double {
      switch self {
      case .across(let width): Double(row % width)
      case .down(let width): Double(row / width)
      }
    }
  }

  let name: String
  let storage: NumberStorage
  /// Where the first row's number is, in bytes from the first record.
  let offset: Int
  /// The bytes from a row's number to the next one's.
  let stride: Int
  /// The place of the field that it is a part of, among those of the record.
  let field: Int
  var bits: Bits?
  var scale = Scale.none
  /// The number, as it is stored, that stands for a missing one.
  var missing: Double?
  /// The number of letters, where it is text.
  var textLength: Int?
  /// Where the record itself is, which is the number then.
  var position: GridPosition?

  /// The number at an address; NaN where it is missing.
  func value(at address: UnsafeRawPointer) -> Double {
    var number = storage.value(at: address)
    if let bits { number = Double((storage.unsignedInteger(at: address) >> bits.shift) & bits.mask) }
    if let missing, number == missing { return .nan }
    return scaled(number)
  }

  private func scaled(_ number: Double) -> Double {
    switch scale {
    case .none: number
    case .linear(let factor, let offset): number * factor + offset
    case .quotient(let gain): number / gain
    case .exponential(let decades, let first, let range): first * power(10, decades * number / range)
    }
  }

  /// A cell as text that reads back to the same.
  func text(at address: UnsafeRawPointer) -> String {
    if let textLength { return Self.text(UnsafeRawBufferPointer(start: address, count: textLength)) }
    if bits == nil, scale == .none, let text = storage.text(at: address) {
      return missing != nil && value(at: address).isNaN ? "" : text
    }
    return NumberText.shortest(value(at: address))
  }

  /// Letters up to the first NUL, without blanks at their end.
  private static func text(_ bytes: UnsafeRawBufferPointer) -> String {
    var letters = Array(bytes.prefix { $0 != 0 })
    while letters.last == Byte.space { letters.removeLast() }
    return String(decoding: letters, as: UTF8.self)
  }

  /// Whether a cell has more digits than a double can hold, so that only its text is exact.
  var isWide: Bool { storage.kind != .float && storage.size == 8 && bits == nil && scale == .none }

  // MARK: Many

  /// Puts the numbers of consecutive rows into their places; false where one of them is not finite.
  func copy(_ count: Int, from start: UnsafeRawPointer, to target: UnsafeMutablePointer<Double>) -> Bool {
    if let bits {
      let storage = storage
      loop(count, start, target) { Double((storage.unsignedInteger(at: $0) >> bits.shift) & bits.mask) }
    } else {
      copyStored(count, start, target)
    }
    if let missing { for row in 0..<count where target[row] == missing { target[row] = .nan } }
    switch scale {
    case .none: break
    case .linear(let factor, let offset): for row in 0..<count { target[row] = target[row] * factor + offset }
    case .quotient, .exponential: for row in 0..<count { target[row] = scaled(target[row]) }
    }
    var rest = 0.0
    // 0 for a finite number, else NaN: a sum without branches.
    for row in 0..<count { rest += target[row] - target[row] }
    return !rest.isNaN
  }

  private func copyStored(_ count: Int, _ start: UnsafeRawPointer, _ target: UnsafeMutablePointer<Double>) {
    let storage = storage
    switch (storage.kind, storage.size) {
    case (.float, 8): loop(count, start, target) { Double(bitPattern: storage.bits($0)) }
    case (.float, _): loop(count, start, target) { Double(Float(bitPattern: storage.bits($0))) }
    case (.signed, 1): loop(count, start, target) { Double(Int8(bitPattern: storage.bits($0))) }
    case (.signed, 2): loop(count, start, target) { Double(Int16(bitPattern: storage.bits($0))) }
    case (.signed, 4): loop(count, start, target) { Double(Int32(bitPattern: storage.bits($0))) }
    case (.unsigned, 1): loop(count, start, target) { Double(storage.bits($0) as UInt8) }
    case (.unsigned, 2): loop(count, start, target) { Double(storage.bits($0) as UInt16) }
    case (.unsigned, 4): loop(count, start, target) { Double(storage.bits($0) as UInt32) }
    default: loop(count, start, target) { storage.value(at: $0) }
    }
  }

  @inline(__always)
  private func loop(
    _ count: Int, _ start: UnsafeRawPointer, _ target: UnsafeMutablePointer<Double>,
    _ number: (UnsafeRawPointer) -> Double
  ) {
    var address = start
    for row in 0..<count {
      target[row] = number(address)
      address += stride
    }
  }

  /// Puts a number in the place of another.
  func store(_ number: Double, at address: UnsafeMutableRawPointer) {
    if let bits { return bits.store(number, at: address) }
    switch scale {
    case .none: storage.store(number, at: address)
    case .linear(let factor, let offset): storage.store((number - offset) / factor, at: address)
    case .quotient(let gain): storage.store(number * gain, at: address)
    case .exponential: break
    }
  }
}
