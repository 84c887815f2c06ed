/// Tells apart what the first bytes of a file promise.
enum InputFormat {
  /// First bytes of files that are often handed over by mistake, and what they are.
  private static let foreign: [(prefix: [UInt8], name: String, cure: String)] = [
    ([0x1F, 0x8B], "compressed with gzip", "decompress it first, for example with gunzip"),
    ([0x28, 0xB5, 0x2F, 0xFD], "compressed with zstd", "decompress it first, for example with unzstd"),
    ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "compressed with xz", "decompress it first, for example with unxz"),
    (
      [0x50, 0x4B, 0x03, 0x04], "a ZIP archive (as .npz and .xlsx files are)",
      "unpack it, or save the table as CSV or NPY"
    ),
  ]

  /// Whether the bytes are a NumPy array; if not, they may be a delimited text.
  ///
  /// - Throws: ``TableError`` where they can be neither.
  static func isArray(_ file: FileBytes, source: String) throws(TableError) -> Bool {
    try file.withBytes { bytes throws(TableError) -> Bool in try Self.isArray(bytes, source: source) }
  }

  private static func isArray(
    _ bytes: UnsafeBufferPointer<UInt8>, source: String
  ) throws(TableError) -> Bool {
    guard !bytes.isEmpty else {
      throw TableError(
        .badData, source: source, message: "the file is empty; give a file with a row for each point.")
    }
    if bytes.starts(with: NPYHeader.magic) { return true }
    // Three letters alone could be the start of a name; the fourth byte is the level of compression.
    if bytes.starts(with: Array("BZh".utf8)), bytes.dropFirst(4).starts(with: Array("1AY&SY".utf8)) {
      throw TableError(
        .badData, source: source,
        message: "the file is compressed with bzip2; decompress it first, for example with bunzip2.")
    }
    if let format = foreign.first(where: { bytes.starts(with: $0.prefix) }) {
      throw TableError(.badData, source: source, message: "the file is \(format.name); \(format.cure).")
    }
    return false
  }

  /// Refuses a text whose lines would be taken as one.
  static func requireLineFeeds(
    _ bytes: UnsafeBufferPointer<UInt8>, source: String
  ) throws(TableError) {
    let scanner = RowScanner(bytes: bytes, delimiter: nil)
    let lineFeed = scanner.firstOffset(of: Byte.lineFeed, from: 0, to: bytes.count)
    if lineFeed == bytes.count {
      let carriageReturn = scanner.firstOffset(of: Byte.carriageReturn, from: 0, to: bytes.count)
      if carriageReturn < bytes.count - 1 {
        throw TableError(
          .badData, source: source,
          message: "lines end with a carriage return alone; save the file with line feeds.")
      }
    }
  }
}
