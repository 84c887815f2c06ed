internal import Tables

/// User text made fit to be shown in figures and pages.
///
/// Other than at a terminal (`TerminalText` of the tables), characters that turn or join text stay: names in some scripts
/// are written with them.
enum Text {
  /// Control characters and line ends become spaces: no drawing library gives them a meaning we want.
  static func oneLine(_ text: String) -> String {
    text.replacingScalars { TerminalText.isControl($0) ? " " : nil }
  }

  /// One line with some characters written as another language wants them.
  static func oneLine(_ text: String, escaping escapes: [Unicode.Scalar: String]) -> String {
    text.replacingScalars { TerminalText.isControl($0) ? " " : escapes[$0] }
  }

  /// Safe as the content of an HTML element and in a quoted attribute.
  static func escapedForHTML(_ text: String) -> String {
    oneLine(text, escaping: ["&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;", "'": "&#39;"])
  }
}
