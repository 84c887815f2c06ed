/// Decides whether the first row names the columns, and names them.
struct HeaderDetection {
  let hasHeader: Bool
  let columnNames: [String]

  init(scanner: RowScanner, start: Int, options: ReadingOptions) {
    let decimalMark = options.decimalComma ? Byte.comma : Byte.point
    var names: [String] = []
    var hasNumber = false
    var hasText = false
    var position = start
    while true {
      let cell = scanner.cell(at: position)
      switch NumberText.content(of: scanner.text(of: cell), decimalMark: decimalMark) {
      case .number: hasNumber = true
      case .text: hasText = true
      case .invalid: break
      }
      names.append(scanner.string(of: cell))
      guard !cell.endsRow else { break }
      position = cell.next
    }
    hasHeader =
      switch options.header {
      case .yes: true
      case .no: false
      // A row of nothing but empty cells and words like NA is a point whose values are missing.
      case .automatic: hasNumber ? Self.isNumberedHeader(names) : hasText
      }
    let isNamed = hasHeader
    columnNames = names.enumerated().map { isNamed && !$1.isEmpty ? $1 : String($0 + 1) }
  }

  /// Whether a row is `1,2,…,label,…`: the header that ``TableWriter`` gives to a table without one.
  private static func isNumberedHeader(_ names: [String]) -> Bool {
    let written = names.drop { ReservedColumn.isReserved($0) == false }
    guard written.count < names.count, !written.isEmpty else { return false }
    return written.allSatisfy(ReservedColumn.isReserved)
      && names.prefix(names.count - written.count).enumerated().allSatisfy { String($0 + 1) == $1 }
  }
}

/// The names of the columns that gmm writes itself, which are no coordinates.
public enum ReservedColumn {
  private static let names: Set<String> = [
    "truth", "label", "probability", "uncertainty", "log_density", "density",
  ]

  /// Whether a column of this name is left out where columns are not chosen.
  ///
  /// - Parameter name: The column's name, in the letter case in which it is written.
  public static func isReserved(_ name: String) -> Bool {
    if names.contains(name) { return true }
    let prefix = "responsibility_"
    guard name.hasPrefix(prefix) else { return false }
    let number = name.utf8.dropFirst(prefix.utf8.count)
    return !number.isEmpty && number.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }
}
