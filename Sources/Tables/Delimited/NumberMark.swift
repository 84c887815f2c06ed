/// A sign that may stand between the digits of a number: before its fraction, or between its thousands.
enum NumberMark: Sendable, Hashable {
  case comma, point, space, apostrophe
  /// Another ASCII character.
  case other(UInt8)

  /// The mark that a character is, as `--thousands` takes it.
  ///
  /// - Parameter character: A space stands for those that do not break as well, an apostrophe for both forms.
  init?(_ character: Character) {
    switch character {
    case ",": self = .comma
    case ".": self = .point
    case " ", "\u{A0}", "\u{202F}", "\u{2009}": self = .space
    case "'", "\u{2019}": self = .apostrophe
    default:
      guard let byte = character.asciiValue, byte > 0x20, byte < 0x7F,
        !Byte.isDigit(byte), !character.isLetter, !"+-\"#".contains(character)
      else { return nil }
      self = .other(byte)
    }
  }

  /// The value of `--thousands` that declares it.
  var option: String {
    switch self {
    case .comma: "--thousands ,"
    case .point: "--thousands ."
    case .space: "--thousands space"
    case .apostrophe: "--thousands apostrophe"
    case .other(let byte): "--thousands '\(Character(UnicodeScalar(byte)))'"
    }
  }

  /// How many bytes the mark takes at an offset after a digit; 0 where it does not stand there.
  ///
  /// After a digit a single byte A0 or 92 is no part of a letter in UTF-8: it is the space that does not break
  /// or the apostrophe of Windows-1252.
  func length(in text: UnsafeBufferPointer<UInt8>, at place: Int) -> Int {
    let byte = text[place]
    switch self {
    case .comma: return byte == Byte.comma ? 1 : 0
    case .point: return byte == Byte.point ? 1 : 0
    case .other(let own): return byte == own ? 1 : 0
    case .space:
      if byte == Byte.space || byte == 0xA0 { return 1 }
      if Self.stands([0xC2, 0xA0], in: text, at: place) { return 2 }
      let isThin =
        Self.stands([0xE2, 0x80, 0xAF], in: text, at: place)
        || Self.stands([0xE2, 0x80, 0x89], in: text, at: place)
      return isThin ? 3 : 0
    case .apostrophe:
      if byte == UInt8(ascii: "'") || byte == 0x92 { return 1 }
      return Self.stands([0xE2, 0x80, 0x99], in: text, at: place) ? 3 : 0
    }
  }

  private static func stands(_ bytes: [UInt8], in text: UnsafeBufferPointer<UInt8>, at place: Int) -> Bool {
    place + bytes.count <= text.count && text[place..<place + bytes.count].elementsEqual(bytes)
  }

  /// The mark that stands at an offset, and its length.
  static func mark(in text: UnsafeBufferPointer<UInt8>, at place: Int) -> (mark: NumberMark, length: Int)? {
    for mark in [NumberMark.comma, .point, .space, .apostrophe] {
      let length = mark.length(in: text, at: place)
      if length > 0 { return (mark, length) }
    }
    return nil
  }
}
