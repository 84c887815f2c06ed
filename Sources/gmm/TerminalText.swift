/// Text of a file made fit for a terminal, which must not obey it.
enum TerminalText {
  /// The text with control and format characters spelled out.
  static func cleaned(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isObeyed) else { return text }
    return text.unicodeScalars.map { isObeyed($0) ? $0.escaped(asASCII: true) : String($0) }.joined()
  }

  /// Names with commas between them, at most twenty.
  static func list(_ names: [String]) -> String {
    let shown = names.prefix(20).map(cleaned).joined(separator: ", ")
    return names.count > 20 ? "\(shown), … (\(names.count) in all)" : shown
  }

  private static func isObeyed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }
}
