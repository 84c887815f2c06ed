internal import CNumberText

/// How letters are written in bytes.
enum TextEncoding: Sendable, Hashable {
  case utf8
  /// Western European: one byte a letter, the first half as in ASCII.
  case windows1252

  /// The letters of the bytes 80 to 9F of Windows-1252; five have none and stand for themselves.
  private static let upperControls: [UInt32] = [
    0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152,
    0x8D,
    0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161,
    0x203A,
    0x0153, 0x9D, 0x017E, 0x0178,
  ]

  /// The bytes that are no letter of Windows-1252.
  static let unused: Set<UInt8> = [0x81, 0x8D, 0x8F, 0x90, 0x9D]

  func string(_ bytes: some Collection<UInt8>) -> String {
    guard self == .windows1252 else { return String(decoding: bytes, as: UTF8.self) }
    var scalars = String.UnicodeScalarView()
    for byte in bytes {
      let value = (0x80...0x9F).contains(byte) ? Self.upperControls[Int(byte) - 0x80] : UInt32(byte)
      scalars.append(UnicodeScalar(value) ?? "\u{FFFD}")
    }
    return String(scalars)
  }

  /// The bytes of a text; nil where it has a letter that the encoding has not.
  func bytes(_ text: String) -> [UInt8]? {
    guard self == .windows1252 else { return Array(text.utf8) }
    var bytes: [UInt8] = []
    for scalar in text.unicodeScalars {
      if let place = Self.upperControls.firstIndex(of: scalar.value) {
        bytes.append(UInt8(0x80 + place))
      } else if scalar.value < 0x100, !(0x80...0x9F).contains(scalar.value) {
        bytes.append(UInt8(scalar.value))
      } else {
        return nil
      }
    }
    return bytes
  }
}

/// The bytes of a text as they are read: UTF-16 is turned into UTF-8, all else stays as it is.
struct EncodedText: Sendable {
  let file: FileBytes
  let encoding: TextEncoding
  /// What was taken for granted.
  private(set) var notes: [String] = []

  /// Finds out how a text is encoded, or takes what is declared.
  ///
  /// - Throws: ``TableError`` where the bytes are not what was declared, or no text that can be told.
  init(_ file: FileBytes, source: String, options: ReadingOptions) throws(TableError) {
    let wide = file.withBytes { WideText.byteOrder(of: $0, options.encoding) }
    if let wide {
      let text = try file.withBytes { bytes throws(TableError) in
        try WideText(bytes, source: source).utf8(wide, declared: options.encoding != .automatic)
      }
      self.file = FileBytes(copying: text)
      encoding = .utf8
      if options.encoding == .automatic {
        notes = ["the text is in UTF-16, as the mark at its start says; what is written from it is in UTF-8"]
      }
      return
    }
    self.file = file
    let survey = file.survey ?? ByteSurvey.survey(file, threadCount: options.workerCount)
    if let firstNUL = survey.firstNUL { throw Self.foundNUL(firstNUL, in: file, source: source) }
    guard !survey.isASCII else {
      encoding = options.encoding == .windows1252 ? .windows1252 : .utf8
      return
    }
    (encoding, notes) = try Self.encoding(of: file, source: source, options.encoding)
  }

  private static func encoding(
    of file: FileBytes, source: String, _ declared: ReadingOptions.Encoding
  ) throws(TableError) -> (TextEncoding, [String]) {
    if declared == .windows1252 { return (.windows1252, []) }
    let survey = file.withBytes { text_survey_utf8($0.baseAddress, $0.count) }
    guard survey.strays > 0 else { return (.utf8, []) }
    let place = survey.first_stray
    let (line, byte) = file.withBytes { (LineNumber.line(at: place, in: $0), $0[place]) }
    let found = "0x" + String(byte, radix: 16, uppercase: true)
    // Text in another encoding hardly ever holds what is well-formed in UTF-8; damaged UTF-8 mostly does.
    let isDamaged = survey.sequences >= survey.strays
    let hasUnused = file.withBytes { bytes in bytes.contains { TextEncoding.unused.contains($0) } }
    guard declared == .automatic, !isDamaged, !hasUnused else {
      throw TableError(
        .badData, source: source, line: line,
        message:
          "found the byte \(found), which is no text in UTF-8; correct it or save the file as UTF-8, or "
          + "name what it is in with --encoding (windows-1252 takes any byte).")
    }
    return (
      .windows1252,
      ["line \(line) is no UTF-8 (byte \(found)): the text is taken as Windows-1252; --encoding decides"]
    )
  }

  private static func foundNUL(_ place: Int, in file: FileBytes, source: String) -> TableError {
    let (line, looksWide) = file.withBytes { bytes in
      let start = bytes.prefix(400)
      let odd = start.enumerated().count { $0.offset % 2 == 1 && $0.element == 0 }
      let even = start.enumerated().count { $0.offset % 2 == 0 && $0.element == 0 }
      let looksWide: String? = 4 * odd > start.count ? "le" : 4 * even > start.count ? "be" : nil
      return (LineNumber.line(at: place, in: bytes), looksWide)
    }
    let cure =
      looksWide.map { "every other byte is one, as in UTF-16: give --encoding utf-16\($0)" }
      ?? "give a delimited text in UTF-8 or a NumPy array"
    return TableError(
      .badData, source: source, line: line, message: "found a NUL byte, which no text has; \(cure).")
  }
}

/// Text of two bytes a letter, or four.
private struct WideText {
  enum ByteOrder {
    case littleEndian, bigEndian
  }

  let bytes: UnsafeBufferPointer<UInt8>
  let source: String

  init(_ bytes: UnsafeBufferPointer<UInt8>, source: String) {
    self.bytes = bytes
    self.source = source
  }

  /// The order of the bytes; nil where the text is no UTF-16.
  static func byteOrder(
    of bytes: UnsafeBufferPointer<UInt8>, _ declared: ReadingOptions.Encoding
  ) -> ByteOrder? {
    switch declared {
    case .utf16LittleEndian: return .littleEndian
    case .utf16BigEndian: return .bigEndian
    case .utf8, .windows1252: return nil
    case .automatic, .utf16:
      if bytes.starts(with: [0xFF, 0xFE]) { return .littleEndian }
      if bytes.starts(with: [0xFE, 0xFF]) { return .bigEndian }
      // Without a mark, as most programs of today write it.
      return declared == .utf16 ? .littleEndian : nil
    }
  }

  /// The text in UTF-8, without its mark.
  func utf8(_ order: ByteOrder, declared: Bool) throws(TableError) -> [UInt8] {
    let isLittle = order == .littleEndian
    func unit(_ place: Int) -> UInt16 {
      let (first, second) = (UInt16(bytes[2 * place]), UInt16(bytes[2 * place + 1]))
      return isLittle ? second << 8 | first : first << 8 | second
    }
    guard bytes.count % 2 == 0 else {
      throw damaged("the file ends in the middle of a letter", declared: declared)
    }
    let count = bytes.count / 2
    var place = count > 0 && unit(0) == 0xFEFF ? 1 : 0
    var text: [UInt8] = []
    text.reserveCapacity(count + count / 8)
    while place < count {
      let first = unit(place)
      place += 1
      if first < 0x80, first > 0 {
        text.append(UInt8(first))
        continue
      }
      var value = UInt32(first)
      if UTF16.isLeadSurrogate(first), place < count, UTF16.isTrailSurrogate(unit(place)) {
        value = 0x10000 + (UInt32(first & 0x3FF) << 10 | UInt32(unit(place) & 0x3FF))
        place += 1
      }
      guard let scalar = UnicodeScalar(value), value > 0 else {
        throw damaged("letter \(place) is none", declared: declared)
      }
      text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }
    return text
  }

  private func damaged(_ what: String, declared: Bool) -> TableError {
    let cure =
      declared
      ? "check --encoding, or save the file as UTF-8" : "the file is cut short or damaged: save it as UTF-8"
    return TableError(.badData, source: source, message: "as text in UTF-16, \(what); \(cure).")
  }
}
