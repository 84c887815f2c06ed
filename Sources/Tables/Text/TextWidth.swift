/// How wide text is where letters have cells: on terminals, and roughly in figures.
package enum TextWidth {
  /// The number of cells, two for each letter of Chinese, Japanese and Korean.
  package static func cells(of text: String) -> Int {
    text.utf8.allSatisfy { $0 < 0x80 } ? text.utf8.count : text.reduce(0) { $0 + cells(of: $1) }
  }

  /// The beginning of a text that is no wider than so many cells, with a mark where something is left out.
  package static func shortened(_ text: String, to limit: Int) -> String {
    guard cells(of: text) > limit else { return text }
    var (result, width) = ("", 1)
    for character in text {
      width += cells(of: character)
      guard width <= limit else { break }
      result.append(character)
    }
    return result + "…"
  }

  private static func cells(of character: Character) -> Int {
    guard let first = character.unicodeScalars.first else { return 0 }
    if character.unicodeScalars.contains(where: \.properties.isEmojiPresentation) { return 2 }
    return wide.contains { $0.contains(first.value) } ? 2 : 1
  }

  /// The blocks of wide letters, by Unicode's report on East Asian width (UAX 11).
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF,
    0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD,
  ]
}
