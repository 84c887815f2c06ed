internal import Tables

/// What JSON allows within texts and a terminal or an editor acts upon.
enum JSONEscapes {
  /// The same JSON with such characters written by number (RFC 8259, section 7): readers find the same texts.
  ///
  /// - Complexity: O(bytes).
  static func applied(to json: String) -> String {
    // What is ASCII has been escaped by whoever wrote the JSON, but for the last control character.
    guard json.utf8.contains(where: { $0 >= 0x7F }),
      json.unicodeScalars.contains(where: { $0.value >= 0x7F && TerminalText.isObeyed($0) })
    else { return json }
    return json.replacingScalars { scalar in
      scalar.value >= 0x7F && TerminalText.isObeyed(scalar) ? HexText.jsonEscape(of: scalar) : nil
    }
  }
}
