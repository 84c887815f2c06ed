/// Numbers at given places of a header, all of which are looked for before they are read.
struct HeaderBytes {
  let bytes: UnsafeBufferPointer<UInt8>

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// An integer without a sign, its lowest byte first; nil where the bytes end before, or it is beyond what counts here.
  func integer(_ size: Int, at offset: Int) -> Int? {
    guard let address = address(offset, size) else { return nil }
    return Int(exactly: NumberStorage.unsigned(size).unsignedInteger(at: address))
  }

  /// A double, its lowest byte first; nil where the bytes end before.
  func double(at offset: Int) -> Double? {
    address(offset, 8).map { NumberStorage.double.value(at: $0) }
  }

  /// The number that a storage makes of some bytes; nil where they end before.
  func number(_ storage: NumberStorage, at offset: Int) -> Double? {
    address(offset, storage.size).map { storage.value(at: $0) }
  }

  /// Letters up to the first NUL; nil where the bytes end before.
  func text(_ size: Int, at offset: Int) -> String? {
    guard let address = address(offset, size) else { return nil }
    return String(
      decoding: UnsafeRawBufferPointer(start: address, count: size).prefix { $0 != 0 }, as: UTF8.self)
  }

  private func address(_ offset: Int, _ size: Int) -> UnsafeRawPointer? {
    guard offset >= 0, offset <= bytes.count - size else { return nil }
    return bytes.baseAddress.map { UnsafeRawPointer($0) + offset }
  }
}

extension [UInt8] {
  /// Puts an integer in its place, its lowest byte first; an array is long enough where who calls has made it so.
  mutating func set(_ number: Int, _ size: Int, at offset: Int) {
    for place in 0..<size { self[offset + place] = UInt8(truncatingIfNeeded: number >> (8 * place)) }
  }

  mutating func set(_ number: Double, at offset: Int) {
    set(Int(truncatingIfNeeded: number.bitPattern), 8, at: offset)
  }

  /// Puts letters in their place, as many as there is room for.
  mutating func set(_ text: String, _ size: Int, at offset: Int) {
    for (place, byte) in text.utf8.prefix(size).enumerated() { self[offset + place] = byte }
  }
}
