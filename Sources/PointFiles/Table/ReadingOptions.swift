internal import GaussianMixtures

/// How a delimited text is to be read; arrays need nothing of it but the number of threads.
public struct ReadingOptions: Sendable, Hashable {
  /// Whether the first row names the columns.
  public enum Header: Sendable, Hashable {
    /// It does if none of its cells is a number.
    case automatic
    /// It does.
    case yes
    /// It does not: columns are named by their numbers.
    case no
  }

  /// What separates the cells of a row.
  public enum Delimiter: Sendable, Hashable {
    /// Comma, tab, semicolon or space, whichever cuts the first rows evenly.
    case automatic
    /// This byte; runs of the space count as one.
    case given(UInt8)
  }

  /// Whether the first row names the columns.
  public var header: Header
  /// What separates the cells of a row.
  public var delimiter: Delimiter
  /// Whether fractions begin with a comma instead of a point.
  public var decimalComma: Bool
  /// How many threads work, at most; nil for one a processor. What is read does not depend on it.
  public var threadCount: Int?
  /// The bytes that one thread cuts into rows before it takes others.
  package var chunkSize = 1 << 19

  /// Chooses how to read.
  ///
  /// - Parameters:
  ///   - header: Whether the first row names the columns.
  ///   - delimiter: What separates the cells of a row.
  ///   - decimalComma: Whether fractions begin with a comma.
  ///   - threadCount: How many threads work, at most; nil for one a processor.
  public init(
    header: Header = .automatic, delimiter: Delimiter = .automatic, decimalComma: Bool = false,
    threadCount: Int? = nil
  ) {
    self.header = header
    self.delimiter = delimiter
    self.decimalComma = decimalComma
    self.threadCount = threadCount
  }

  /// The rows from which one thread reads numbers before it takes others.
  var rowsOfTask: Int { max(1, chunkSize / 64) }

  var workerCount: Int { threadCount ?? Processors.count }

  /// Refuses a delimiter that could not be told from the cells' own text.
  func validate(source: String) throws(TableError) {
    guard case .given(let byte) = delimiter else { return }
    let isAllowed =
      switch byte {
      case Byte.tab: true
      case 0..<0x20, 0x7F...: false
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "a")...UInt8(ascii: "z"):
        false
      case Byte.quote, Byte.hash, Byte.point, UInt8(ascii: "+"), UInt8(ascii: "-"): false
      default: true
      }
    let found = MessageText.quoted(String(UnicodeScalar(byte)))
    guard isAllowed else {
      throw TableError(
        .usage, source: source,
        message: "\(found) cannot be the delimiter, for it occurs in numbers or has a meaning of its own; "
          + "use a comma, semicolon, tab, space or another sign.")
    }
    guard !(decimalComma && byte == Byte.comma) else {
      throw TableError(
        .usage, source: source,
        message: "the comma cannot be both the delimiter and the decimal mark; leave out "
          + "--decimal-comma or choose another --delimiter.")
    }
  }
}
