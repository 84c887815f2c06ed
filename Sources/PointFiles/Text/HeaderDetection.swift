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
    let written = names.drop { !ReservedColumn.isWritten($0) }
    guard written.count < names.count, !written.isEmpty else { return false }
    return written.allSatisfy(ReservedColumn.isWritten)
      && names.prefix(names.count - written.count).enumerated().allSatisfy { String($0 + 1) == $1 }
  }
}
