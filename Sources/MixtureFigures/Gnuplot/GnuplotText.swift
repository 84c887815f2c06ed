/// Text and numbers for a script of gnuplot.
enum GnuplotText {
  /// A quoted string of literal text.
  ///
  /// What ends a string, starts a command or a macro in it, or escapes, is written as an octal number. The
  /// scripts switch off enhanced text, so braces, carets and underscores stay what they are. Single quotes
  /// would need fewer escapes, but gnuplot 5.4 cannot read a lone quote between them.
  static func quoted(_ text: String) -> String {
    let escapes: [Unicode.Scalar: String] = ["\"": "\\042", "\\": "\\134", "`": "\\140", "@": "\\100"]
    return "\"" + Text.oneLine(text, escaping: escapes) + "\""
  }

  /// A number with the seven digits an image can show; NaN, a gap to gnuplot, where it is not finite.
  static func number(_ value: Double) -> String {
    let single = Float(value)
    if single.isFinite, single != 0 || value == 0 { return single.description }
    return value.isFinite ? value.description : "NaN"
  }

  /// A range in brackets, in full digits: its ends are compared with numbers, and not drawn.
  static func range(_ range: ClosedRange<Double>) -> String {
    "[\(range.lowerBound):\(range.upperBound)]"
  }

  /// A named block of data; a nil row is a blank line, which lifts the pen.
  static func block(_ name: String, rows: [[String]?]) -> String {
    var text = "$\(name) << END_OF_DATA\n"
    for row in rows { text += (row.map { $0.joined(separator: " ") } ?? "") + "\n" }
    return text + "END_OF_DATA\n"
  }
}
