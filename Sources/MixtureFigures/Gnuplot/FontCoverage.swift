#if Command

internal import Subprocess
internal import Tables

/// Which signs the fonts of this machine have, as fontconfig tells.
///
/// Gnuplot's terminals draw a sign that no font has as a shape that may cover the whole figure.
enum FontCoverage {
  /// A sign that is never drawn by itself, or that every font has, is not looked for.
  private static func isDrawn(_ sign: Unicode.Scalar) -> Bool {
    !sign.isASCII && !sign.properties.isDefaultIgnorableCodePoint && !sign.properties.isWhitespace
      && sign.properties.generalCategory != .control
  }

  /// The signs of a text that no installed font has, each once; none where there is no fontconfig to ask.
  static func missingSigns(in text: String) async -> Set<Unicode.Scalar> {
    let signs = Set(text.unicodeScalars.lazy.filter(isDrawn))
    guard !signs.isEmpty, let listing = await listing() else { return [] }
    return missingSigns(of: signs, in: listing)
  }

  /// The signs that no line of a listing has.
  ///
  /// - Parameter listing: for each font a line of numbers and ranges in hexadecimal, such as `20-7e a0`.
  static func missingSigns(of signs: Set<Unicode.Scalar>, in listing: String) -> Set<Unicode.Scalar> {
    var missing = signs
    for item in listing.utf8.split(whereSeparator: { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }) {
      let ends = item.split(separator: UInt8(ascii: "-")).compactMap { UInt32(Substring($0), radix: 16) }
      guard let first = ends.first, let last = ends.last, first <= last else { continue }
      for sign in missing where (first...last).contains(sign.value) { missing.remove(sign) }
      if missing.isEmpty { break }
    }
    return missing
  }

  private static func listing() async -> String? {
    let result = try? await Subprocess.run(
      .name("fc-list"), arguments: ["-f", "%{charset}\n"], output: .string(limit: 16 << 20), error: .discarded
    )
    guard let result, result.terminationStatus.isSuccess else { return nil }
    return result.standardOutput
  }
}

/// Text of which some signs cannot be drawn.
struct SpelledSigns {
  /// More codes in a row than this leave no room for the figure.
  private static let mostInARow = 3

  let missing: Set<Unicode.Scalar>

  /// What a figure says under the drawing.
  static let note = "No font of this machine has the signs whose codes stand in brackets."

  /// What is said to who has it drawn.
  var message: String {
    let ordered = missing.sorted()
    let shown = WordList.beginning(of: ordered, most: 12) { "\($0) (\(Self.code($0)))" }
    return "no font of this machine has \(shown): the figure shows codes instead; install a font that has "
      + "them (Chinese, Japanese and Korean on Debian and Ubuntu: apt-get install fonts-wqy-microhei, or \"make "
      + "setup\"), or write the figure as .svg and open it where there is one"
  }

  /// The text with codes in brackets where signs are missing.
  func spelled(_ text: String) -> String {
    guard !missing.isEmpty else { return text }
    var (result, run) = (String.UnicodeScalarView(), [Unicode.Scalar]())
    func endRun() {
      guard !run.isEmpty else { return }
      let codes = run.prefix(Self.mostInARow).map(Self.code) + (run.count > Self.mostInARow ? ["…"] : [])
      result.append(contentsOf: "[\(codes.joined(separator: " "))]".unicodeScalars)
      run = []
    }
    for scalar in text.unicodeScalars {
      if missing.contains(scalar) {
        run.append(scalar)
      } else {
        endRun()
        result.append(scalar)
      }
    }
    endRun()
    return String(result)
  }

  private static func code(_ sign: Unicode.Scalar) -> String {
    "U+" + HexText.padded(sign.value, to: 4, uppercase: true)
  }
}

#endif
