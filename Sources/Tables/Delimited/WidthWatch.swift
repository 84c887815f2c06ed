/// Tells while a text is still arriving that it has more columns than are taken.
///
/// Only what is certain is told: a line near the beginning that one delimiter cuts into too many cells, in which
/// no other delimiter stands. All else is found out when the text is read.
package struct WidthWatch: Sendable {
  private enum Sign: Int, CaseIterable {
    case comma, semicolon, tab, bar, space
  }

  private let most: Int
  /// The cells of the line so far, by the sign that ends them.
  private var counts = [Int](repeating: 0, count: Sign.allCases.count)
  private var isQuoted = false
  private var isComment = false
  private var atLineStart = true
  private var afterSpace = true
  private var lineCount = 0
  private var isOver = false

  /// The most lines that are looked at: as many as may stand before a table.
  private static let lineLimit = 200

  /// - Parameter mostColumns: the most columns that are taken.
  package init(mostColumns: Int) { most = mostColumns }

  /// Looks at the next bytes.
  ///
  /// - Returns: false once there are too many columns.
  /// - Complexity: O(bytes) at the beginning of a text, and then nothing.
  package mutating func accepts(_ bytes: UnsafeRawBufferPointer) -> Bool {
    for byte in bytes {
      guard !isOver else { return true }
      if !accepts(byte) { return false }
    }
    return true
  }

  private mutating func accepts(_ byte: UInt8) -> Bool {
    if lineCount == 0, atLineStart, byte == NPYHeader.magic[0] { isOver = true }
    if atLineStart { isComment = byte == Byte.hash }
    atLineStart = false
    switch byte {
    case Byte.quote: isQuoted.toggle()
    case Byte.lineFeed where !isQuoted: endLine()
    case _ where isQuoted || isComment: break
    case Byte.comma: return add(.comma)
    case Byte.semicolon: return add(.semicolon)
    case Byte.tab: return add(.tab)
    case Byte.bar: return add(.bar)
    // A run of spaces is one delimiter.
    case Byte.space: return afterSpace || add(.space)
    default: afterSpace = false
    }
    return true
  }

  private mutating func add(_ sign: Sign) -> Bool {
    afterSpace = sign == .space
    counts[sign.rawValue] += 1
    // One more than the columns: a delimiter may end the row without a cell after it.
    guard counts[sign.rawValue] > most else { return true }
    return Sign.allCases.contains { $0 != sign && $0 != .space && counts[$0.rawValue] > 0 }
  }

  private mutating func endLine() {
    for place in counts.indices { counts[place] = 0 }
    (atLineStart, afterSpace) = (true, true)
    lineCount += 1
    isOver = lineCount == Self.lineLimit
  }
}
