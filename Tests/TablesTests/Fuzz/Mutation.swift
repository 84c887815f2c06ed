/// Changes of a file's bytes that look random, and are the same in every run.
struct Mutation {
  private var random: FormatTestSupport.SystemOfSteps

  init(seed: UInt64) { random = FormatTestSupport.SystemOfSteps(state: seed) }

  /// The file with one to four changes.
  ///
  /// - Parameter other: Another file, of which pieces are taken.
  mutating func changed(_ bytes: [UInt8], other: [UInt8]) -> [UInt8] {
    var bytes = bytes
    for _ in 0...random.next(below: 4) where !bytes.isEmpty { change(&bytes, other) }
    return bytes
  }

  private mutating func change(_ bytes: inout [UInt8], _ other: [UInt8]) {
    let place = self.place(in: bytes)
    switch random.next(below: 9) {
    case 0: bytes[place] ^= 1 << UInt8(random.next(below: 8))
    case 1: bytes[place] = UInt8(random.next(below: 256))
    case 2: bytes[place] = element(of: Self.telling)
    case 3: setNumber(&bytes, at: place)
    case 4: setDigits(&bytes, at: place)
    case 5: bytes.removeSubrange(place..<min(bytes.count, place + 1 + random.next(below: 40)))
    case 6: bytes.removeLast(random.next(below: bytes.count))
    case 7:
      let start = self.place(in: bytes)
      let piece = bytes[start..<min(bytes.count, start + 1 + random.next(below: 40))]
      bytes.insert(contentsOf: Array(piece), at: place)
    default:
      let start = self.place(in: other)
      bytes.insert(contentsOf: other[start...].prefix(1 + random.next(below: 60)), at: place)
    }
  }

  /// Bytes that mean something to one reader or another.
  private static let telling: [UInt8] = [
    0, 1, 0x7F, 0x80, 0xFF, 0xFE, 9, 10, 13, 32, 34, 39, 44, 45, 46, 47, 59, 92,
  ]
  /// Numbers at whose edges counts go wrong.
  private static let edges: [UInt64] = [
    0, 1, 2, 0x7F, 0x80, 0xFF, 0x100, 0x7FFF, 0x8000, 0xFFFF, 0x1_0000, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF,
    0x1_0000_0000, 0x7FFF_FFFF_FFFF_FFFF, 0x8000_0000_0000_0000, .max, .max - 1,
  ]
  private static let texts = [
    "0", "-1", "1", "255", "65536", "2147483648", "4294967295", "9223372036854775807", "18446744073709551616",
    "1e400", "nan", "-inf", "99999999999999999999999999",
  ]

  /// A place, more often near the ends, where headers and directories are.
  private mutating func place(in bytes: [UInt8]) -> Int {
    let place = random.next(below: bytes.count)
    switch random.next(below: 4) {
    case 0: return min(place, random.next(below: 400))
    case 1: return max(place, bytes.count - 1 - random.next(below: 400))
    default: return place
    }
  }

  private mutating func element<Element>(of elements: [Element]) -> Element {
    elements[random.next(below: elements.count)]
  }

  /// Puts a number of two, four or eight bytes into its place, the small end first or the big one.
  private mutating func setNumber(_ bytes: inout [UInt8], at place: Int) {
    let number = element(of: Self.edges)
    let (size, isBig) = (element(of: [2, 4, 8]), random.next(below: 2) == 1)
    for byte in 0..<size where place + byte < bytes.count {
      bytes[place + byte] = UInt8(truncatingIfNeeded: number >> UInt64(8 * (isBig ? size - 1 - byte : byte)))
    }
  }

  /// Puts another number where digits stand, from a place on.
  private mutating func setDigits(_ bytes: inout [UInt8], at place: Int) {
    let isDigit = { (byte: UInt8) in (48...57).contains(byte) }
    guard let start = bytes[place...].firstIndex(where: isDigit) else { return }
    let end = bytes[start...].firstIndex { !isDigit($0) } ?? bytes.endIndex
    bytes.replaceSubrange(start..<end, with: Array(element(of: Self.texts).utf8))
  }
}
