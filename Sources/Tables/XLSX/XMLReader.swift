#if Formats

internal import CFormats

/// A name in XML, without the prefix that tells whose it is.
struct XMLName {
  private let start: UnsafePointer<CChar>

  init(_ name: UnsafePointer<CChar>) {
    var (start, place) = (name, name)
    while place.pointee != 0 {
      if place.pointee == CChar(UInt8(ascii: ":")) { start = place + 1 }
      place += 1
    }
    self.start = start
  }

  static func == (name: XMLName, word: StaticString) -> Bool {
    let count = word.utf8CodeUnitCount
    for place in 0..<count where name.start[place] != CChar(bitPattern: word.utf8Start[place]) {
      return false
    }
    return name.start[count] == 0
  }
}

/// The attributes of an element.
struct XMLAttributes {
  private let start: UnsafeMutablePointer<UnsafePointer<CChar>?>?

  init(_ start: UnsafeMutablePointer<UnsafePointer<CChar>?>?) { self.start = start }

  /// The bytes of a value, up to a NUL; valid as long as the element is told of.
  func bytes(_ word: StaticString) -> UnsafePointer<CChar>? {
    guard var pair = start else { return nil }
    while let name = pair[0] {
      if XMLName(name) == word { return pair[1] }
      pair += 2
    }
    return nil
  }

  func text(_ word: StaticString) -> String? { bytes(word).map { String(cString: $0) } }

  func integer(_ word: StaticString) -> Int? { text(word).flatMap { Int($0) } }
}

/// What is told of the elements of a document. A class, since it is called by a library that knows its address.
class XMLHandler {
  /// What ends reading.
  var failure: TableError?

  func start(_ name: XMLName, _ attributes: XMLAttributes) {}
  func end(_ name: XMLName) {}
  func text(_ bytes: UnsafeBufferPointer<UInt8>) {}
}

/// Reads XML from its beginning to its end. Documents that declare entities are refused, so that none grow beyond what
/// they are.
enum XMLReader {
  private static let pieceLength = 1 << 20

  /// - Parameters:
  ///   - part: What messages call the document.
  ///   - source: The file that holds it.
  /// - Throws: ``TableError`` where it is damaged, and what the handler fails by.
  static func read(
    _ document: FileBytes, part: String, source: String, _ handler: XMLHandler
  ) throws(TableError) {
    let parser = parser(for: handler)
    guard let parser else { throw MemoryAllowance.shortage(pieceLength, source: source) }
    defer {
      cxml_free(parser)
      withExtendedLifetime(handler) {}
    }
    try document.withBytes { bytes throws(TableError) in
      var place = 0
      repeat {
        let end = min(place + pieceLength, bytes.count)
        let outcome = cxml_read(
          parser, bytes.baseAddress.map { $0 + place }, Int32(end - place), end == bytes.count ? 1 : 0)
        if let failure = handler.failure { throw failure }
        guard outcome == CXML_READ else { throw error(outcome, parser, part, source) }
        place = end
      } while place < bytes.count
    }
  }

  /// A parser that tells a handler, which has to live as long as it.
  private static func parser(for handler: XMLHandler) -> OpaquePointer? {
    let context = Unmanaged.passUnretained(handler).toOpaque()
    return cxml_make(
      context,
      { context, name, attributes in
        guard let context, let name else { return }
        Unmanaged<XMLHandler>.fromOpaque(context).takeUnretainedValue()
          .start(XMLName(name), XMLAttributes(attributes))
      },
      { context, name in
        guard let context, let name else { return }
        Unmanaged<XMLHandler>.fromOpaque(context).takeUnretainedValue().end(XMLName(name))
      },
      { context, text, count in
        guard let context, let text else { return }
        text.withMemoryRebound(to: UInt8.self, capacity: Int(count)) { text in
          Unmanaged<XMLHandler>.fromOpaque(context).takeUnretainedValue()
            .text(UnsafeBufferPointer(start: text, count: Int(count)))
        }
      })
  }

  private static func error(
    _ outcome: cxml_outcome, _ parser: OpaquePointer, _ part: String, _ source: String
  ) -> TableError {
    if outcome == CXML_NO_MEMORY { return MemoryAllowance.shortage(pieceLength, source: source) }
    let place = "\(MessageText.quoted(part)), at its byte \(CountText.grouped(Int(cxml_place(parser))))"
    let message =
      outcome == CXML_DECLARES
      ? "\(place): the document declares a type, as documents do that are made to fill memories; save the workbook anew."
      : "the workbook is damaged in \(place): \(MessageText.cleaned(String(cString: cxml_message(parser)))); "
        + "save or copy it anew."
    return TableError(.badData, source: source, message: message)
  }
}

#endif
