extension DelimitedText {
  /// What each column holds, by its first cell that is not empty, NA or the like.
  ///
  /// - Complexity: O(bytes) where a column has no valid cell; usually the first row decides.
  func columnKinds() -> [PointTable.ColumnKind] {
    var kinds = [PointTable.ColumnKind?](repeating: nil, count: columnCount)
    var undecided = columnCount
    withScanner { scanner in
      for row in 0..<rows.count where undecided > 0 {
        var position = rows[row]
        for column in 0..<columnCount {
          let cell = scanner.cell(at: position)
          position = cell.next
          guard kinds[column] == nil else { continue }
          switch NumberText.content(of: scanner.text(of: cell), decimalMark: decimalMark) {
          case .number: kinds[column] = .numeric
          case .text: kinds[column] = .text
          case .invalid: continue
          }
          undecided -= 1
        }
      }
    }
    return kinds.map { $0 ?? .numeric }
  }
}
