/// What becomes of a line that begins with # or //.
enum Comments: Sendable, Hashable {
  /// It is a comment.
  case marked
  /// It is one unless it has the cells of a row, of which there are so many.
  case unlessRows(cellCount: Int)
  /// It is a row like any other.
  case none
}

/// Comment lines that were passed over.
struct CommentLines: Sendable {
  private(set) var count = 0
  /// Where the first starts.
  private(set) var first: Int?
  /// Rows that are nothing but the number of those that follow, where a file comes in several blocks.
  private(set) var counts: [TableOpening.RowCount] = []

  mutating func add(_ start: Int) {
    count += 1
    if first == nil { first = start }
  }

  mutating func add(_ count: TableOpening.RowCount) { counts.append(count) }

  mutating func append(_ later: CommentLines) {
    counts += later.counts
    count += later.count
    if first == nil { first = later.first }
  }

  /// Takes back one that turned out to hold names.
  mutating func remove(_ start: Int) {
    count -= 1
    if first == start { first = nil }
  }
}

extension RowScanner {
  /// The whole number that is all there is in the line whose first sign stands at an offset.
  func loneCount(at position: Int) -> Int? {
    var value = 0
    var end = position
    while end < bytes.count, end - position < 18, Byte.isDigit(bytes[end]) {
      value = 10 * value + Int(bytes[end] - UInt8(ascii: "0"))
      end += 1
    }
    guard end > position else { return nil }
    while end < bytes.count, isBlank(bytes[end]) || bytes[end] == Byte.carriageReturn { end += 1 }
    return end == bytes.count || bytes[end] == Byte.lineFeed ? value : nil
  }

  /// Whether the line whose first sign stands at an offset is a comment.
  func isComment(at position: Int) -> Bool {
    let length = commentMarkLength(at: position)
    guard length > 0 else { return false }
    switch comments {
    case .marked: return true
    case .none: return false
    case .unlessRows(let cellCount): return !isRow(at: position, after: length, of: cellCount)
    }
  }

  /// The length of the mark with which a comment begins; 0 where there is none.
  func commentMarkLength(at position: Int) -> Int {
    guard position < bytes.count else { return 0 }
    if bytes[position] == Byte.hash { return 1 }
    let isDouble =
      bytes[position] == Byte.slash && position + 1 < bytes.count && bytes[position + 1] == Byte.slash
    return isDouble ? 2 : 0
  }

  /// Whether a line has the cells of a row though it begins with a mark, as `#N/A,1,2` does.
  ///
  /// A sentence may by chance have as many commas as a row. So a blank after the mark makes it a comment unless
  /// there are numbers; and where blanks separate cells, every word counts as one, and all the others must be
  /// numbers.
  private func isRow(at position: Int, after markLength: Int, of cellCount: Int) -> Bool {
    let first = cell(at: position)
    guard let row = try? row(at: position), row.cellCount == cellCount else { return false }
    if case .invalid = NumberText.content(of: text(of: first), decimalMark: Byte.point) { return true }
    guard cellCount > 1 else { return false }
    let following = position + markLength
    let isTight = following < bytes.count && !Byte.isBlank(bytes[following])
    if isTight, !mergesBlanks { return true }
    var numberCount = 0
    var textCount = 0
    var cell = first
    while !cell.endsRow {
      cell = self.cell(at: cell.next)
      let text = text(of: cell)
      if NumberForm(text) != nil {
        numberCount += 1
      } else if case .text = NumberText.content(of: text, decimalMark: Byte.point) {
        textCount += 1
      }
    }
    return mergesBlanks ? isTight && textCount == 0 : numberCount > 0
  }
}
