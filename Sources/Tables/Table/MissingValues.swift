/// What stands for a missing value besides empty cells, NA and the like.
struct MissingValues: Sendable, Hashable {
  /// Signs and words that say in a column of numbers that there is none; lower case.
  private static let placeholders: Set<[UInt8]> = Set(
    [
      "?", "??", "-", "--", "---", "\u{2013}", "\u{2014}", "*", "**", "***", "…", "...", "none", "nil",
      "missing",
      "n.a.", "na.", "n.d.", "nd", "n/d", "\\n", "(null)",
    ].map { Array($0.utf8) }
      // The dashes of Windows-1252.
      + [[0x96], [0x97]])

  /// The numbers declared.
  private(set) var codes: [Double] = []
  /// The texts declared; nil where none are, and the usual placeholders count.
  private var words: Set<[UInt8]>?

  /// Takes what `--missing-values` lists.
  init(_ declared: [String]? = nil) {
    guard let declared else { return }
    words = Set(declared.map { Array($0.utf8) })
    for text in declared {
      let number = NumberText.number(text) ?? NumberText.number(text, decimalComma: true)
      if let number, !codes.contains(number) { codes.append(number) }
    }
  }

  /// What the text of a cell is that is no number.
  func content(of cell: UnsafeBufferPointer<UInt8>) -> NumberText.Content {
    guard cell.count <= 64 else { return .text }
    if let words { return words.contains(Array(cell)) ? .invalid : .text }
    guard cell.count <= 7 else { return .text }
    let isPlaceholder = Self.placeholders.contains(
      cell.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 })
    return isPlaceholder ? .placeholder : .text
  }
}
