/// Where the segments of a flow cytometry file are, and what its keywords say.
struct FCSHeader: Sendable {
  let version: String
  private(set) var keywords: FCSKeywords
  let textStart: Int
  private(set) var dataOffset = 0
  /// Where the segment of data ends, by what the header says.
  private(set) var dataEnd = 0
  private(set) var analysis: Range<Int>?
  /// Where the next data set begins.
  private(set) var nextData: Int?

  private let source: String

  static let magic = Array("FCS".utf8)

  /// Reads the header and the text.
  init(_ bytes: UnsafeBufferPointer<UInt8>, source: String) throws(TableError) {
    self.source = source
    let header = HeaderBytes(bytes)
    func offset(_ place: Int) -> Int? {
      header.text(8, at: 10 + 8 * place).flatMap { Int($0.filter { $0 != " " }) }
    }
    guard let version = header.text(6, at: 0), ["FCS2.0", "FCS3.0", "FCS3.1", "FCS3.2"].contains(version)
    else {
      throw TableError(
        .badData, source: source,
        message: "the version of the FCS file is none of 2.0, 3.0, 3.1 and 3.2; export it as FCS 3.1.")
    }
    guard let start = offset(0), let end = offset(1), start >= 58, end > start, end < bytes.count else {
      throw Self.damaged("its text is not where the header says, or the file is cut short", source)
    }
    guard let keywords = FCSKeywords(bytes.extracting(start..<end + 1)) else {
      throw Self.damaged("its text is no list of keywords with $PAR and $DATATYPE", source)
    }
    self.version = version
    self.keywords = keywords
    textStart = start
    if let extra = Self.segment(keywords, "STEXT", in: bytes),
      let more = FCSKeywords(supplement: bytes.extracting(extra))
    {
      self.keywords.append(more)
    }
    let data = (offset(2) ?? 0, offset(3) ?? 0)
    dataOffset = data.0 > 0 ? data.0 : self.keywords.integer("$BEGINDATA") ?? 0
    dataEnd = data.0 > 0 ? data.1 : self.keywords.integer("$ENDDATA") ?? 0
    guard dataOffset >= 58, dataOffset < bytes.count else {
      throw Self.damaged("its data are not where it says, or the file is cut short", source)
    }
    if let start = offset(4), let end = offset(5), start > 0, end > start, end < bytes.count {
      analysis = start..<end + 1
    } else {
      analysis = Self.segment(self.keywords, "ANALYSIS", in: bytes)
    }
    if let next = self.keywords.integer("$NEXTDATA"), next > 0, next < bytes.count { nextData = next }
  }

  /// A segment that keywords tell the place of.
  private static func segment(
    _ keywords: FCSKeywords, _ name: String, in bytes: UnsafeBufferPointer<UInt8>
  ) -> Range<Int>? {
    guard let start = keywords.integer("$BEGIN\(name)"), let end = keywords.integer("$END\(name)"),
      start >= 58,
      end > start, end < bytes.count
    else { return nil }
    return start..<end + 1
  }

  static func damaged(_ reason: String, _ source: String) -> TableError {
    TableError(
      .badData, source: source, message: "the FCS file is damaged: \(reason); export or copy it anew.")
  }

  func damaged(_ reason: String) -> TableError { Self.damaged(reason, source) }

  func unsupported(_ what: String) -> TableError {
    TableError(
      .badData, source: source,
      message: "the FCS file has \(what), which is not read; export it as FCS 3.1 with numbers of 32 bits.")
  }
}

extension FCSKeywords {
  /// The keywords of a supplement, of which none has to be there.
  fileprivate init?(supplement segment: UnsafeBufferPointer<UInt8>) {
    // What the first text must have is put before, and taken from there where both have it.
    guard let delimiter = segment.first else { return nil }
    let needed = ["$PAR", "0", "$DATATYPE", "F"].flatMap { [delimiter] + Array($0.utf8) }
    let whole = needed + Array(segment)
    guard let found = whole.withUnsafeBufferPointer({ FCSKeywords($0) }) else { return nil }
    self = found
  }
}
