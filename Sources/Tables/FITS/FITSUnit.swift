/// One of the headers of a FITS file, and where its data are: cards of 80 letters in blocks of 2880 bytes.
struct FITSUnit: Sendable {
  static let blockSize = 2880
  static let cardSize = 80

  /// Where the header stands.
  let header: Range<Int>
  /// Where its cards stand, without END.
  let cards: [Range<Int>]
  /// The values by keyword, as they are written; the first of each counts.
  private let values: [String: String]
  /// Where the data stand, without what fills up the last block.
  private(set) var data = 0..<0

  /// Where the next unit begins.
  var end: Int { Self.filled(data.upperBound) }

  static func filled(_ offset: Int) -> Int { (offset + blockSize - 1) / blockSize * blockSize }

  /// Reads the header at an offset; nil where there is none, or its sizes cannot be.
  init?(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) {
    var position = start
    var cards: [Range<Int>] = []
    var values: [String: String] = [:]
    while true {
      guard position + Self.cardSize <= bytes.count else { return nil }
      let card = position..<position + Self.cardSize
      let text = bytes[card]
      // Anything else than letters is no header.
      guard text.allSatisfy({ (0x20...0x7E).contains($0) }) else { return nil }
      position = card.upperBound
      let key = Self.text(text.prefix(8))
      if key == "END" { break }
      cards.append(card)
      if text.dropFirst(8).starts(with: "= ".utf8), values[key] == nil {
        values[key] = Self.value(text.dropFirst(10))
      }
    }
    self.cards = cards
    self.values = values
    header = start..<start + Self.filled(position - start)
    guard let size = dataSize, header.upperBound <= bytes.count else { return nil }
    let (end, isTooLarge) = header.upperBound.addingReportingOverflow(size)
    guard !isTooLarge, end < .max - Self.blockSize else { return nil }
    data = header.upperBound..<end
  }

  /// Letters without blanks at their end.
  private static func text(_ bytes: some Sequence<UInt8>) -> String {
    var letters = Array(bytes)
    while letters.last == Byte.space { letters.removeLast() }
    return String(decoding: letters, as: UTF8.self)
  }

  /// What stands between the sign and a comment; a text between quotes, in which a quote is doubled.
  private static func value(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> String {
    let rest = bytes.drop { $0 == Byte.space }
    let quote = UInt8(ascii: "'")
    guard rest.first == quote else { return text(rest.prefix { $0 != Byte.slash }) }
    var letters: [UInt8] = []
    var position = rest.startIndex + 1
    while position < rest.endIndex {
      if rest[position] == quote {
        guard position + 1 < rest.endIndex, rest[position + 1] == quote else { break }
        position += 1
      }
      letters.append(rest[position])
      position += 1
    }
    return text(letters)
  }

  subscript(key: String) -> String? { values[key] }

  func integer(_ key: String) -> Int? { values[key].flatMap { Int($0) } }

  func number(_ key: String) -> Double? {
    // Fortran writes exponents with a D.
    values[key].flatMap { NumberText.number($0.replacingScalars { $0 == "D" || $0 == "d" ? "E" : nil }) }
  }

  /// The bytes of data; nil where they cannot be.
  private var dataSize: Int? {
    guard let bits = integer("BITPIX"), [8, 16, 32, 64, -32, -64].contains(bits), let axes = integer("NAXIS"),
      (0...999).contains(axes)
    else { return nil }
    var count = axes == 0 ? 0 : 1
    for axis in 0..<axes {
      guard let length = integer("NAXIS\(axis + 1)"), length >= 0 else { return nil }
      // Random groups have an axis of none.
      if axis == 0, length == 0, self["GROUPS"] == "T" { continue }
      let (product, isTooLarge) = count.multipliedReportingOverflow(by: length)
      guard !isTooLarge else { return nil }
      count = product
    }
    let (more, groups) = (integer("PCOUNT") ?? 0, integer("GCOUNT") ?? 1)
    guard more >= 0, groups >= 0 else { return nil }
    let (sum, isTooMany) = count.addingReportingOverflow(more)
    let (all, areTooMany) = sum.multipliedReportingOverflow(by: groups)
    let (size, isTooLarge) = all.multipliedReportingOverflow(by: abs(bits) / 8)
    return isTooMany || areTooMany || isTooLarge ? nil : size
  }
}
