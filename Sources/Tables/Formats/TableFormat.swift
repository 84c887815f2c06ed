internal import Parallel

/// A kind of file that holds a table: how it is known, opened and written.
///
/// A format is a folder of this module and an entry of ``TableFormats``.
protocol TableFormat: Sendable {
  /// What one such file is called, such as `a NumPy array`, and what several are.
  var names: (one: String, several: String) { get }

  /// The ends of file names that promise the format, in small letters; a new file is given the first.
  var endings: [String] { get }

  /// The ends of file names under which a table of this format alone is written, and no other.
  var passingEndings: [String] { get }

  /// Ends of names under which such files are found as well, though they promise nothing.
  var looseEndings: [String] { get }

  /// The content types under which such files travel; they are sent under the first.
  var contentTypes: [String] { get }

  /// Whether a column may hold text.
  var holdsText: Bool { get }

  /// Whether a file is of this format.
  ///
  /// - Parameters:
  ///   - beginning: The first bytes of the file, at least one and at most ``TableFormats/beginning``.
  ///   - ending: The end of its name, in small letters; empty where there is none.
  func recognizes(_ beginning: UnsafeBufferPointer<UInt8>, ending: String) -> Bool

  /// Opens a file of this format.
  ///
  /// - Throws: ``TableError`` where it is damaged, with the place and the cure. A count in a header is checked against
  ///   the size of the file before memory is reserved for it.
  func open(_ input: TableInput) throws(TableError) -> any TableSource

  /// Begins a file of this format.
  ///
  /// - Throws: ``TableError`` where the format cannot hold the table.
  func makeSink(_ outline: TableOutline) throws(TableError) -> any TableSink
}

extension TableFormat {
  var passingEndings: [String] { [] }
}

/// What a format opens: bytes, what messages call them, and how they are to be read.
struct TableInput: Sendable {
  let bytes: FileBytes
  /// The file as it was given, or what stands for it.
  let source: String
  let options: ReadingOptions

  /// The same without the compression, where the first bytes tell of one that is read.
  func decompressed() throws(TableError) -> TableInput {
    #if Formats
    guard let compression = bytes.withBytes({ Compression(beginning: $0) }) else { return self }
    let made = try Decompression(source: source, options: options).bytes(of: bytes, compression)
    return TableInput(bytes: made, source: source, options: options)
    #else
    return self
    #endif
  }
}

/// What is known of a table before its rows are written.
struct TableOutline: Sendable {
  /// The table whose rows pass through; nil for a new one.
  let table: PointTable?
  /// The names of the columns that are appended, or of all columns of a new table.
  let columnNames: [String]
  /// The number of rows of all runs.
  let rowCount: Int
  /// What messages call the file.
  let path: String
  /// How many threads make rows, at most.
  let threadCount: Int
  /// The rows that a thread makes before it takes others.
  let rowsOfChunk: Int
  /// What is told of the rows that have been written.
  var meter: WorkMeter?
  /// The colours of the numbers that a picture is written of.
  var palette = PicturePalette.greys
}
