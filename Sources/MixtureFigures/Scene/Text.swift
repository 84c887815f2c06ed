/// User text made fit to be shown.
enum Text {
  /// Control characters and line ends become spaces: no drawing library gives them a meaning we want.
  static func oneLine(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { scalar in
          switch scalar.properties.generalCategory {
          case .control, .lineSeparator, .paragraphSeparator: " "
          default: scalar
          }
        }))
  }

  /// Safe as the content of an HTML element and in a quoted attribute; plotly reads the same escapes in
  /// its labels, which it treats as markup.
  static func escapedForHTML(_ text: String) -> String {
    var result = ""
    for character in oneLine(text).unicodeScalars {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(character)
      }
    }
    return result
  }
}
