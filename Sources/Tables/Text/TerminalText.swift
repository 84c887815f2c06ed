/// Text made fit for a terminal, which must not obey what stands in a file, a path or an option.
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
  package static func list(_ names: [String]) -> String {
    let shown = names.prefix(20).map(cleaned).joined(separator: ", ")
    return names.count > 20 ? "\(shown), … (\(names.count) in all)" : shown
  }

  /// Whether a terminal or an editor acts on a character instead of showing it: control characters of both sets,
  /// those that turn the direction of text, and others that nobody sees.
  package static func isObeyed(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.value >= 0x7F else { return scalar.value < 0x20 }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: return true
    default: return false
    }
  }

  private static func spelled(_ text: String, _ isSpelled: (Unicode.Scalar) -> Bool) -> String {
    // Mostly there is nothing to do, which bytes tell at once: a line feed is no other's business.
    let isPlain = text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
    guard !isPlain, text.unicodeScalars.contains(where: isSpelled) else { return text }
    var result = ""
    result.reserveCapacity(text.utf8.count + 64)
    for scalar in text.unicodeScalars {
      if isSpelled(scalar) {
        result += scalar.escaped(asASCII: true)
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
