/// Text made fit for a terminal, which must not obey what stands in a file, a path or an option.
///
/// What it would obey is spelled out, so that it is seen. In messages texts are shortened too (``MessageText``); pages and
/// figures, which obey nothing and have little room, show a blank instead (`Text` of the figures).
package enum TerminalText {
  /// The text with control and format characters, line ends among them, spelled out.
  package static func cleaned(_ text: String) -> String { spelled(text) { isObeyed($0) } }

  /// The text with all of these but line feeds spelled out.
  package static func cleanedLines(_ text: String) -> String {
    spelled(text) { isObeyed($0) && $0 != "\n" }
  }

  /// The rows of a table, whose line ends and tabs stay.
  static func cleanedTable(_ text: String) -> String {
    spelled(text.replacing("\r\n", with: "\n")) { isObeyed($0) && $0 != "\n" && $0 != "\t" }
  }

  /// Names with commas between them, at most twenty.
  package static func list(_ names: [String]) -> String { WordList.beginning(of: names, most: 20, cleaned) }

  /// Whether a terminal or an editor acts on a character instead of showing it: control characters of both sets,
  /// those that turn the direction of text, and others that nobody sees.
  package static func isObeyed(_ scalar: Unicode.Scalar) -> Bool {
    isControl(scalar) || (scalar.value >= 0x7F && scalar.properties.generalCategory == .format)
  }

  /// Whether a character is a control character, of either set, or ends a line.
  package static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.value >= 0x7F else { return scalar.value < 0x20 }
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: return true
    default: return false
    }
  }

  private static func spelled(_ text: String, _ isSpelled: (Unicode.Scalar) -> Bool) -> String {
    // Mostly there is nothing to do, which bytes tell at once: a line feed is no other's business.
    let isPlain = text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
    guard !isPlain, text.unicodeScalars.contains(where: isSpelled) else { return text }
    return text.replacingScalars { isSpelled($0) ? $0.escaped(asASCII: true) : nil }
  }
}
