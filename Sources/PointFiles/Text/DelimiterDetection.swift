/// Finds the delimiter from the first rows: the one that cuts them all into the same number of cells.
struct DelimiterDetection {
  /// The most rows that are looked at.
  static let sampleSize = 100

  let bytes: UnsafeBufferPointer<UInt8>
  let start: Int
  let decimalComma: Bool

  /// The candidates, first choice first.
  ///
  /// The comma comes after tab and semicolon because it may also be the decimal mark: `1,5;2,5` is
  /// consistent under both.
  private var candidates: [UInt8] {
    [Byte.tab, Byte.semicolon] + (decimalComma ? [] : [Byte.comma]) + [Byte.space]
  }

  /// The delimiter, or nil where the rows have one cell each.
  ///
  /// Where no candidate is consistent, the one under which most rows agree is taken (so that the row that
  /// does not agree is reported), if these are more than half.
  func delimiter() -> UInt8? {
    var best: (delimiter: UInt8, share: Double)?
    for candidate in candidates {
      let share = shareOfAgreeingRows(RowScanner(bytes: bytes, delimiter: candidate))
      if share == 1 { return candidate }
      if share > max(0.5, best?.share ?? 0) { best = (candidate, share) }
    }
    return best?.delimiter
  }

  /// The share of the sampled rows that have the most frequent number of cells, if that is above one.
  private func shareOfAgreeingRows(_ scanner: RowScanner) -> Double {
    var frequencies: [Int: Int] = [:]
    var sampled = 0
    var position = scanner.rowStart(from: start)
    while sampled < Self.sampleSize, position < bytes.count {
      do {
        let row = try scanner.row(at: position)
        sampled += 1
        frequencies[row.cellCount, default: 0] += 1
        position = scanner.rowStart(from: row.next)
      } catch {
        // A quote that never closes says nothing about the delimiter; it is reported when rows are cut.
        if error.kind != .quoteNeverCloses { sampled += 1 }
        break
      }
    }
    let agreeing = frequencies.filter { $0.key > 1 }.values.max() ?? 0
    return sampled == 0 ? 0 : Double(agreeing) / Double(sampled)
  }
}
