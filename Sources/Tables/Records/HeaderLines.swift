/// The lines of a header of text that stands before a file's records.
struct HeaderLines {
  /// A line of words.
  struct Line: Sendable {
    /// The line, from 1.
    let number: Int
    /// Where it stands in the file, its end with it.
    let extent: Range<Int>
    let words: [String]
  }

  private let bytes: UnsafeBufferPointer<UInt8>
  private var number = 0
  /// Where the next line begins.
  private(set) var position = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// The longest line that a header may have.
  private static let longest = 1 << 16

  /// The next line; nil where the file ends within it, or it goes on and on.
  mutating func next() -> Line? {
    let rest = bytes[position...].prefix(Self.longest)
    guard let end = rest.firstIndex(of: Byte.lineFeed) else { return nil }
    let words = bytes[position..<end].split(whereSeparator: Byte.isBlank).map {
      String(decoding: $0, as: UTF8.self)
    }
    number += 1
    defer { position = end + 1 }
    return Line(number: number, extent: position..<end + 1, words: words)
  }
}
