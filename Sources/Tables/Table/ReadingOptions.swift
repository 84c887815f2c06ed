package import Parallel

/// How a delimited text is to be read; arrays need nothing of it but the number of threads.
///
/// ```swift
/// var options = ReadingOptions(header: .yes, decimalComma: true)
/// options.missingValues = ["-99"]
/// options.skippedRows = 3
/// let table = try PointTable(contentsOf: "station.txt", options: options)
/// ```
public struct ReadingOptions: Sendable, Hashable {
  /// Whether the first row names the columns.
  ///
  /// ```swift
  /// let table = try PointTable(contentsOf: "points.csv", options: ReadingOptions(header: .no))
  /// print(table.columnNames)    // "1", "2" and so on
  /// ```
  public enum Header: Sendable, Hashable {
    /// It does if none of its cells is a number.
    case automatic
    /// It does.
    case yes
    /// It does not: columns are named by their numbers.
    case no
  }

  /// What separates the cells of a row.
  ///
  /// ```swift
  /// let semicolon = ReadingOptions(delimiter: .given(UInt8(ascii: ";")))
  /// let table = try PointTable(contentsOf: "points.txt", options: semicolon)
  /// ```
  public enum Delimiter: Sendable, Hashable {
    /// Comma, tab, semicolon, space or bar, whichever cuts the first rows evenly.
    case automatic
    /// This byte; runs of the space count as one.
    case given(UInt8)
  }

  /// How the letters of a text are written in bytes.
  ///
  /// ```swift
  /// var options = ReadingOptions()
  /// options.encoding = .windows1252
  /// let table = try PointTable(contentsOf: "städte.csv", options: options)
  /// ```
  public enum Encoding: Sendable, Hashable, CaseIterable {
    /// UTF-8, UTF-16 where a mark says so, or else Windows-1252, with a note.
    case automatic
    /// UTF-8, with or without a mark.
    case utf8
    /// UTF-16 in the order of the mark, or the little end first.
    case utf16
    /// UTF-16, the little end first.
    case utf16LittleEndian
    /// UTF-16, the big end first.
    case utf16BigEndian
    /// Windows-1252, of which Latin-1 is a part.
    case windows1252
  }

  /// Whether the first row names the columns.
  public var header: Header
  /// What separates the cells of a row.
  public var delimiter: Delimiter
  /// Whether fractions begin with a comma instead of a point; nil to find out where it is plain.
  public var decimalComma: Bool?
  /// What separates thousands; nil to find out where it is plain.
  public var thousands: Character?
  /// The cells that stand for a missing value besides empty ones and NA, as texts or numbers; nil for signs
  /// such as ? and - among numbers.
  public var missingValues: [String]?
  /// How many lines at the beginning are left out.
  public var skippedRows = 0
  /// How the letters are written in bytes.
  public var encoding = Encoding.automatic
  /// The names of columns that the reading program itself adds to tables: a row of numbers and these is a header.
  public var derivedNames = DerivedNames()
  /// How many threads work, at most; nil for one a processor. What is read does not depend on it.
  public var threadCount: Int?
  /// The most bytes of memory that reading may take; nil for what is there, and half of it for an input whose end is
  /// not known.
  public var memoryLimit: Int?
  /// Where what is decompressed stands if it is larger than memory; nil for where large temporary files are.
  package var scratchFolder: String?
  /// The bytes that were taken for other files that are read with this one.
  var heldBytes = 0
  /// The most columns that are taken; more are refused before memory is spent on them.
  package var mostColumns = Int.max
  /// The most rows that are taken; more are refused before memory is spent on them.
  package var mostRows = Int.max
  /// The bytes that one thread cuts into rows before it takes others.
  package var chunkSize = 1 << 19

  /// Chooses how to read.
  ///
  /// - Parameters:
  ///   - header: Whether the first row names the columns.
  ///   - delimiter: What separates the cells of a row.
  ///   - decimalComma: Whether fractions begin with a comma; nil to find out.
  ///   - threadCount: How many threads work, at most; nil for one a processor.
  public init(
    header: Header = .automatic, delimiter: Delimiter = .automatic, decimalComma: Bool? = nil,
    threadCount: Int? = nil
  ) {
    self.header = header
    self.delimiter = delimiter
    self.decimalComma = decimalComma
    self.threadCount = threadCount
  }

  /// The rows from which one thread reads numbers before it takes others.
  var rowsOfTask: Int { max(1, chunkSize / 64) }

  /// What is told how far reading has come.
  package var meter: WorkMeter?

  /// Whether files stay on the disk, however small they are.
  package var keepsFilesOnDisk = false

  /// Whether only a part of the rows is read: files stay on the disk then as well, and what is not needed of them is not
  /// looked at.
  package var readsParts = false

  var allowance: MemoryAllowance {
    MemoryAllowance(given: memoryLimit, held: heldBytes, keepsFilesOnDisk: keepsFilesOnDisk, readsParts: readsParts)
  }

  /// About how many bytes of files that are larger than memory stay in it.
  package var residentBytes: Int { MemoryAllowance.share(memoryLimit) }

  var workerCount: Int { threadCount ?? Processors.count }

  /// Refuses a table that is larger than is wanted.
  func require(columns: Int = 0, rows: Int = 0, source: String) throws(TableError) {
    guard columns <= mostColumns else {
      throw .tooLarge(source, "columns", found: columns, most: mostColumns)
    }
    guard rows <= mostRows else { throw .tooLarge(source, "rows", found: rows, most: mostRows) }
  }

  /// Refuses what cannot be, whatever the text holds.
  func validate(source: String) throws(TableError) {
    try validateThousands(source: source)
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
    guard !(decimalComma == true && byte == Byte.comma) else {
      throw TableError(
        .usage, source: source,
        message: "the comma cannot be both the delimiter and the decimal mark; leave out "
          + "--decimal-comma or choose another --delimiter (numbers in quotes with decimal commas are found "
          + "without it).")
    }
  }

  private func validateThousands(source: String) throws(TableError) {
    guard let thousands else { return }
    guard let mark = NumberMark(thousands) else {
      throw TableError(
        .usage, source: source,
        message:
          "\(MessageText.quoted(String(thousands))) cannot separate thousands; give a comma, point, space, "
          + "apostrophe or another sign that is neither a digit nor a letter.")
    }
    let clash = decimalComma.map { $0 ? NumberMark.comma : .point }
    guard mark != clash else {
      throw TableError(
        .usage, source: source,
        message:
          "the decimal mark cannot separate thousands as well; choose another --thousands, or leave out "
          + "\(mark == .comma ? "--decimal-comma" : "--no-decimal-comma").")
    }
  }
}

extension TableError {
  /// - Parameters:
  ///   - what: `rows` or `columns`.
  ///   - found: how many there are, where they have been counted.
  ///   - most: how many are taken.
  package static func tooLarge(
    _ source: String, _ what: String, found: Int? = nil, most: Int
  ) -> TableError {
    let found =
      found.map { "\($0) \(what), and at most \(most) are" } ?? "more than the \(most) \(what) that are"
    return TableError(.tooLarge, source: source, message: "the table has \(found) taken.")
  }
}
