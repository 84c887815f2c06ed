#if Command

import ArgumentParser
import MixtureFiles
import Tables

/// How the text of a table is taken apart.
struct TextOptions: ParsableArguments {
  @Option(
    help:
      "Whether the first row names the columns; auto: if none of its cells is a number, or if they plainly are names."
  )
  var header: Header = .auto

  @Option(
    help: "What separates cells: comma, tab, semicolon, space, another character, or auto.", as: "delimiter")
  var delimiter: Delimiter = .auto

  @Flag(
    inversion: .prefixedNo,
    help:
      "Numbers have a decimal comma, or a decimal point (default: a point, unless many numbers say otherwise)."
  )
  var decimalComma: Bool?

  @Option(
    help:
      "What separates thousands: comma, point, space, apostrophe or another character (default: what plainly does).",
    as: "character")
  var thousands: Thousands?

  @Option(
    unconditional:
      "The cells that stand for a missing value besides empty ones, NA and the like: texts or numbers with commas "
      + "between them, such as '?,-,-9999' (default: ?, - and other such signs among numbers).", as: "values")
  var missingValues: String?

  @Option(
    help: "Leave out so many lines at the beginning.", as: "lines")
  var skipRows = 0

  @Option(
    help:
      "How letters are written: utf-8, utf-16, utf-16le, utf-16be, windows-1252 or latin1 (default: UTF-8, or UTF-16 "
      + "with a mark, or else Windows-1252).", as: "encoding")
  var encoding: Encoding?

  @Option(
    unconditional:
      "The memory to get along with, such as 500M or 4G (default: what is there). A file that is larger than a quarter of "
      + "it stays on the disk and is read again and again, and so are the points that a fit makes of it; with less than "
      + "500M it is refused.", as: "size")
  var memory: MemorySize?

  @Option(
    unconditional:
      "Where the points of files larger than memory are kept until the end, eight bytes a number once or twice (default: "
      + "TMPDIR, else /var/tmp).", as: "folder")
  var scratch: String?

  mutating func validate() throws {
    guard skipRows >= 0 else {
      throw ValidationError("--skip-rows must be 0 or more; \(skipRows) was given.")
    }
  }

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

  /// A number of bytes, with k, M, G or T for powers of 1000.
  struct MemorySize: ExpressibleByArgument {
    let bytes: Int

    init?(argument: String) {
      let units: [Character: Double] = ["K": 1e3, "M": 1e6, "G": 1e9, "T": 1e12]
      var digits = Substring(argument.uppercased())
      if digits.hasSuffix("B") { digits = digits.dropLast() }
      let unit = digits.last.flatMap { units[$0] }
      if unit != nil { digits = digits.dropLast() }
      guard let number = Double(digits), number > 0, number.isFinite else { return nil }
      let size = number * (unit ?? 1)
      guard size >= 1, size < 0x1p62 else { return nil }
      bytes = Int(size)
    }
  }

  struct Thousands: ExpressibleByArgument {
    let character: Character

    init?(argument: String) {
      let names: [String: Character] = [
        "comma": ",", "point": ".", "dot": ".", "space": " ", "apostrophe": "'",
      ]
      guard let character = names[argument] ?? (argument.count == 1 ? argument.first : nil) else {
        return nil
      }
      self.character = character
    }
  }

  struct Encoding: ExpressibleByArgument {
    let encoding: ReadingOptions.Encoding

    init?(argument: String) {
      switch argument.lowercased().filter({ $0 != "-" && $0 != "_" }) {
      case "utf8": encoding = .utf8
      case "utf16": encoding = .utf16
      case "utf16le": encoding = .utf16LittleEndian
      case "utf16be": encoding = .utf16BigEndian
      case "windows1252", "cp1252", "latin1", "iso88591": encoding = .windows1252
      default: return nil
      }
    }
  }

  /// The same for the reader.
  var options: ReadingOptions {
    var options = ReadingOptions(
      header: header == .yes ? .yes : header == .no ? .no : .automatic,
      delimiter: { if case .byte(let byte) = delimiter { .given(byte) } else { .automatic } }(),
      decimalComma: decimalComma)
    options.thousands = thousands?.character
    options.missingValues = missingValues.map { list in
      list.split(separator: ",", omittingEmptySubsequences: true).map { part in
        String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
      }
    }
    options.skippedRows = skipRows
    options.memoryLimit = memory?.bytes
    options.scratchFolder = scratch
    options.encoding = encoding?.encoding ?? .automatic
    options.derivedNames = .results
    return options
  }
}

#endif
