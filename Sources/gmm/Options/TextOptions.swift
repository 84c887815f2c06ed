import ArgumentParser
import PointFiles

/// How the text of a table is taken apart.
struct TextOptions: ParsableArguments {
  @Option(help: "Whether the first row names the columns; auto: if none of its cells is a number.")
  var header: Header = .auto

  @Option(
    help: ArgumentHelp(
      "What separates cells: comma, tab, semicolon, space, another character, or auto.",
      valueName: "delimiter"))
  var delimiter: Delimiter = .auto

  @Flag(help: "Numbers have a decimal comma.")
  var decimalComma = false

  enum Header: String, ExpressibleByArgument, CaseIterable {
    case auto, yes, no
  }

  enum Delimiter: ExpressibleByArgument, CustomStringConvertible {
    case auto
    case byte(UInt8)

    init?(argument: String) {
      let names: [String: UInt8] = [
        "comma": UInt8(ascii: ","), "tab": 9, "\\t": 9, "semicolon": UInt8(ascii: ";"),
        "space": UInt8(ascii: " "),
      ]
      if argument == "auto" {
        self = .auto
      } else if let byte = names[argument] {
        self = .byte(byte)
      } else if let byte = argument.utf8.first, argument.utf8.count == 1 {
        self = .byte(byte)
      } else {
        return nil
      }
    }

    var description: String {
      switch self {
      case .auto: "auto"
      case .byte(let byte): String(UnicodeScalar(byte))
      }
    }
  }

  /// The same for the reader.
  var options: ReadingOptions {
    ReadingOptions(
      header: header == .yes ? .yes : header == .no ? .no : .automatic,
      delimiter: { if case .byte(let byte) = delimiter { .given(byte) } else { .automatic } }(),
      decimalComma: decimalComma)
  }
}
