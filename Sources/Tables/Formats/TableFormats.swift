/// The formats of tables, in the order in which people are told of them.
///
/// What the command, the viewer and error messages say of formats is taken from here.
package enum TableFormats {
  static let all: [any TableFormat] =
    [
      DelimitedFormat.commas, DelimitedFormat.tabs, NPYFormat(), NPZFormat(), PLYFormat(), PCDFormat(),
      LASFormat(), FCSFormat(), FITSFormat(),
    ] + columnar

  /// Those that take the libraries of the trait `Formats`.
  private static var columnar: [any TableFormat] {
    #if Formats
    [LAZFormat(), ParquetFormat(), ArrowFormat(), XLSXFormat(), PictureFormat()]
    #else
    []
    #endif
  }

  /// What a file is where nothing tells its format: text has no sign of its own.
  private static var remaining: any TableFormat { DelimitedFormat.commas }

  /// The most bytes that a format is recognized by.
  static let beginning = 4096

  // MARK: Choice

  /// The format of a file that is read, by its first bytes and its name.
  ///
  /// - Throws: ``TableError`` where it is known to be none of these.
  static func format(of input: TableInput) throws(TableError) -> any TableFormat {
    try input.bytes.withBytes { bytes throws(TableError) in
      guard !bytes.isEmpty else {
        throw TableError(
          .badData, source: input.source, message: "the file is empty; give a file with a row for each point."
        )
      }
      let beginning = bytes.extracting(0..<min(bytes.count, beginning))
      let ending = FileEnding.of(MemberPath.parted(input.source).file)
      if let format = all.first(where: { $0.recognizes(beginning, ending: ending) }) { return format }
      if let refusal = ForeignFormat.refusal(beginning) {
        throw TableError(.badData, source: input.source, message: refusal)
      }
      return remaining
    }
  }

  /// The format of a file that is written, by its name.
  static func format(writtenTo path: String) -> any TableFormat {
    let ending = FileEnding.of(path)
    return promised(by: ending) ?? all.first { $0.passingEndings.contains(ending) } ?? remaining
  }

  /// Whether a name promises what only a table of the same format becomes.
  static func passesAlone(_ ending: String) -> Bool {
    all.contains { $0.passingEndings.contains(ending) }
  }

  /// Whether the end of a name promises a format that is written.
  package static func isWritten(_ path: String) -> Bool { promised(by: FileEnding.of(path)) != nil }

  /// Such as `csv, tsv or npy`.
  package static var writtenEndings: String { WordList.text(all.flatMap(\.endings)) }

  /// The format that the end of a name promises.
  static func promised(by ending: String) -> (any TableFormat)? {
    all.first { $0.endings.contains(ending) }
  }

  /// Whether files with such an end of their name are read, be it that the end promises nothing.
  static func mayBeTable(_ ending: String) -> Bool {
    all.contains { $0.endings.contains(ending) || $0.looseEndings.contains(ending) }
  }

  /// Refuses a name that promises a format without text.
  package static func requireTextColumns(in path: String) throws(TableError) {
    guard !format(writtenTo: path).holdsText else { return }
    throw TableError(
      .usage, source: path,
      message:
        "columns of text are written, which \(format(writtenTo: path).names.several) do not hold; name it "
        + "\(endings(forText: true)).")
  }

  /// Whether a name promises a picture, which is written of the pixels of one.
  package static func isPicture(_ path: String) -> Bool { passesAlone(FileEnding.of(path)) }

  // MARK: Words

  /// Such as `CSV, TSV or a NumPy array`.
  package static var oneOf: String { WordList.text(all.map(\.names.one)) }

  /// Such as `CSV, TSV or NumPy arrays`.
  package static var several: String { WordList.text(all.map(\.names.several)) }

  /// How a file is to be named, such as `.csv, .tsv or .npy`.
  ///
  /// - Parameter text: Whether its columns hold text.
  static func endings(forText text: Bool = false) -> String {
    WordList.text(all.filter { $0.holdsText || !text }.compactMap(\.endings.first).map { "." + $0 })
  }

  // MARK: The viewer

  /// The ends of names that a browser offers, such as `.csv,.tsv`.
  package static var accepted: String {
    let compressed = Compression.isBuilt ? Compression.allCases.map(\.ending) : []
    return (all.flatMap { $0.endings + $0.looseEndings } + compressed).map { "." + $0 }.joined(separator: ",")
  }

  /// The content types under which files are taken.
  package static var contentTypes: [String] { all.flatMap(\.contentTypes) }

  /// The content type under which a file of a name is sent.
  package static func contentType(of path: String) -> String {
    format(writtenTo: path).contentTypes.first ?? "application/octet-stream"
  }
}
