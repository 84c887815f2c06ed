#if Command

import Tables

/// Numbers for people at a terminal, in plain ASCII that can be copied into a command line.
///
/// Pages and figures have fewer digits and signs of their own (`FigureNumber`): there numbers are looked at, and here
/// two outputs are compared. Files get the shortest text that reads back to the same bits (`NumberText.shortest`).
enum NumberFormat {
  /// Six significant digits, and all of a whole number.
  static func short(_ value: Double) -> String {
    value.rounded() == value && value.magnitude < 1e15
      ? NumberText.fixed(value == 0 ? 0 : value, decimals: 0) : NumberText.significant(value, digits: 6)
  }

  /// Four decimals, as log-likelihoods and criteria are compared by their differences.
  static func nats(_ value: Double) -> String {
    abs(value) < 1e12 ? NumberText.fixed(value, decimals: 4) : NumberText.significant(value, digits: 16)
  }
}

#endif
