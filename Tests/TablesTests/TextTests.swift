import Tables
import Testing

/// Texts made fit for where they are shown.
@Suite struct TextTests {
  @Test func whatATerminalObeysIsSpelledOut() {
    let text = "a\u{1B}[31m\r\nb\u{202E}é\u{85}\u{2028}c\u{7F}"
    let cleaned = TerminalText.cleaned(text)
    #expect(!cleaned.unicodeScalars.contains(where: TerminalText.isObeyed))
    #expect(cleaned.hasPrefix("a\\u{1B}[31m\\r\\nb\\u{202E}é"), "\(cleaned)")
    #expect(TerminalText.cleanedLines("a\tb\nc") == "a\\tb\nc")
    #expect(TerminalText.cleaned("plain") == "plain")
  }

  /// A mark that turns text is no control character: pages keep it, and terminals do not get it.
  @Test func controlCharactersAreTheFewer() {
    for scalar in ["\u{0}", "\n", "\u{7F}", "\u{85}", "\u{2028}", "\u{2029}"] as [Unicode.Scalar] {
      #expect(TerminalText.isControl(scalar) && TerminalText.isObeyed(scalar))
    }
    for scalar in ["\u{200D}", "\u{202E}", "\u{FEFF}"] as [Unicode.Scalar] {
      #expect(!TerminalText.isControl(scalar) && TerminalText.isObeyed(scalar))
    }
    for scalar in ["a", " ", "é", "\u{A0}", "温"] as [Unicode.Scalar] {
      #expect(!TerminalText.isObeyed(scalar))
    }
  }

  @Test func charactersAreReplacedOneByOne() {
    #expect("a\r\nb".replacingScalars { $0 == "\n" ? "|" : nil } == "a\r|b")
    #expect("e\u{301}".replacingScalars { $0 == "\u{301}" ? "'" : nil } == "e'")
    #expect("".replacingScalars { _ in "x" }.isEmpty)
  }

  @Test func numbersInHexadecimal() {
    #expect(
      HexText.padded(UInt32(0xAB), to: 6) == "0000ab"
        && HexText.padded(0x1F600, to: 4, uppercase: true) == "1F600")
    #expect(
      HexText.jsonEscape(of: "\u{2028}") == "\\u2028" && HexText.jsonEscape(of: "😀") == "\\ud83d\\ude00")
  }

  @Test func longListsSayHowManyThereAre() {
    #expect(TerminalText.list((1...20).map { "\($0)" }).hasSuffix("19, 20"))
    #expect(TerminalText.list((1...21).map { "\($0)" }).hasSuffix("19, 20, … (21 in all)"))
    #expect(WordList.beginning(of: [1, 2, 3], most: 2) { "<\($0)>" } == "<1>, <2>, … (3 in all)")
    #expect(WordList.beginning(of: [Int](), most: 2) { "\($0)" }.isEmpty)
  }
}
