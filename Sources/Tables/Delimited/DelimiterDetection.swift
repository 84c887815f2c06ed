/// Finds the delimiter from rows at the beginning, in the middle and at the end: the one that cuts them into
/// the same number of cells, and into numbers.
struct DelimiterDetection {
  /// The most rows that are looked at, in each place.
  static let sampleSize = 100
  /// The most cells of a row that are looked at.
  private static let cellLimit = 100

  let bytes: UnsafeBufferPointer<UInt8>
  let start: Int
  let decimalComma: Bool
  let encoding: TextEncoding

  /// A way to cut rows.
  struct Cut {
    /// Nil where the rows have one cell each.
    let delimiter: UInt8?
    /// The number of cells that most rows have.
    var cellCount = 1
    /// The share of the rows that have it.
    var agreement = 0.0
    /// The share of the cells that are numbers, or stand for none.
    var numericShare = 0.0
    /// Whether a quoted cell has a comma between digits.
    var hasQuotedCommas = false

    var quality: Double { agreement + numericShare }
  }

  /// The candidates, first choice first.
  ///
  /// The comma comes after tab and semicolon because it may also be the decimal mark: `1,5;2,5` is
  /// consistent under both.
  private static let candidates = [Byte.tab, Byte.semicolon, Byte.comma, Byte.space, Byte.bar]

  /// The best way to cut the rows.
  ///
  /// Where no candidate is consistent, the one under which most rows agree is taken (so that the row that
  /// does not agree is reported), if these are more than half.
  func cut() -> Cut {
    var best: Cut?
    for candidate in Self.candidates {
      let cut = cut(candidate)
      guard cut.cellCount > 1, cut.agreement > 0.5 else { continue }
      if candidate == Byte.comma, decimalComma, !cut.hasQuotedCommas { continue }
      // `5 kg,7 kg`: spaces in the cells of an even cut make few numbers.
      if candidate == Byte.space, best?.agreement == 1, cut.numericShare < 0.5 { continue }
      // One that cuts all rows evenly gives way only to one that makes clearly more numbers of them.
      let margin = best?.agreement == 1 ? 0.2 : 0
      if cut.quality > (best?.quality ?? 0) + margin { best = cut }
    }
    return best ?? Cut(delimiter: nil)
  }

  /// How a given delimiter cuts the rows.
  func cut(_ delimiter: UInt8) -> Cut {
    let cut = cut(delimiter, comments: .marked)
    return cut.agreement > 0 ? cut : self.cut(delimiter, comments: .none)
  }

  private func cut(_ delimiter: UInt8, comments: Comments) -> Cut {
    let scanner = RowScanner(bytes: bytes, delimiter: delimiter, comments: comments, encoding: encoding)
    var rows: [(start: Int, cellCount: Int)] = []
    var sampled = 0
    for (first, limit) in places(scanner) {
      sample(from: first, limit: limit, scanner, &rows, &sampled)
    }
    var frequencies: [Int: Int] = [:]
    for row in rows { frequencies[row.cellCount, default: 0] += 1 }
    var cut = Cut(delimiter: delimiter)
    guard let most = frequencies.values.max(), sampled > 0 else { return cut }
    // Of counts that are equally frequent, that of the earliest row: the others are then found to be wrong.
    cut.cellCount = rows.first { frequencies[$0.cellCount] == most }?.cellCount ?? 1
    cut.agreement = Double(most) / Double(sampled)
    var (cells, numbers) = (0, 0)
    for row in rows where row.cellCount == cut.cellCount {
      count(row.start, scanner, &cut, &cells, &numbers)
    }
    cut.numericShare = cells == 0 ? 0 : Double(numbers) / Double(cells)
    return cut
  }

  /// Where to look: at the beginning, in the middle and at the end, unless the text is short.
  private func places(_ scanner: RowScanner) -> [(first: Int, limit: Int)] {
    let size = bytes.count - start
    guard size > 1 << 12 else { return [(start, bytes.count)] }
    let window = min(1 << 16, size / 4)
    let later = [(start + bytes.count) / 2, bytes.count - window].map { place in
      let lineEnd = scanner.firstOffset(of: Byte.lineFeed, from: place, to: bytes.count)
      return (min(lineEnd + 1, bytes.count), min(place + window, bytes.count))
    }
    return [(start, start + window)] + later
  }

  private func sample(
    from first: Int, limit: Int, _ scanner: RowScanner, _ rows: inout [(start: Int, cellCount: Int)],
    _ sampled: inout Int
  ) {
    var position = scanner.rowStart(from: first)
    let most = limit == bytes.count && first == start ? 3 * Self.sampleSize : Self.sampleSize
    var count = 0
    while count < most, position < limit {
      do {
        let row = try scanner.row(at: position)
        rows.append((position, row.cellCount))
        count += 1
        position = scanner.rowStart(from: row.next)
      } catch {
        // A quote that never closes says nothing about the delimiter; it is reported when rows are cut.
        if error.kind != .quoteNeverCloses { sampled += 1 }
        break
      }
    }
    sampled += count
  }

  private func count(
    _ start: Int, _ scanner: RowScanner, _ cut: inout Cut, _ cells: inout Int, _ numbers: inout Int
  ) {
    var position = start
    for _ in 0..<Self.cellLimit {
      let cell = scanner.cell(at: position)
      let text = scanner.text(of: cell)
      cells += 1
      let form = NumberForm(text)
      if form != nil {
        numbers += 1
        if cell.isQuoted, text.contains(Byte.comma) { cut.hasQuotedCommas = true }
      } else if case .invalid = NumberText.content(of: text, decimalMark: Byte.point) {
        numbers += 1
      }
      guard !cell.endsRow else { return }
      position = cell.next
    }
  }
}
