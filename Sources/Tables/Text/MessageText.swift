/// Text of a file, made fit for a one-line message: no longer than is read, and nothing that a terminal obeys.
package enum MessageText {
  /// The most characters of a cell that a message shows.
  package static let limit = 40

  /// The text in «», shortened, with control characters spelled out.
  package static func quoted(_ text: String) -> String { "«\(cleaned(text))»" }

  /// The bytes in «», shortened, with control characters spelled out.
  static func quoted(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    // A cell may be as large as the file; the slice keeps what is decoded small.
    quoted(String(decoding: bytes.prefix(8 * limit), as: UTF8.self))
  }

  /// The text as a word of a command line, to be read: in quotes where a shell would take signs in it for its own, and
  /// shortened as all texts of messages are. A command line to be run again has its words in full (`ReportOptions`).
  static func argument(_ text: String) -> String {
    let cleaned = cleaned(text)
    let isPlain = cleaned.allSatisfy { $0.isLetter || $0.isNumber || "_-+.,:/@%".contains($0) }
    return isPlain || cleaned.contains("'") ? cleaned : "'\(cleaned)'"
  }

  /// The text, shortened, with control characters spelled out (a terminal must not obey a data file).
  static func cleaned(_ text: String) -> String {
    let result = TerminalText.cleaned(String(text.unicodeScalars.prefix(limit)))
    return text.unicodeScalars.dropFirst(limit).isEmpty ? result : result + "…"
  }
}
