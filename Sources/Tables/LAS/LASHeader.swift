/// The header of a LAS file, and where its variable length records are; the same before compressed points.
struct LASHeader: Sendable {
  /// A variable length record, within the header or at the file's end.
  struct Record: Sendable {
    let user: String
    let number: Int
    /// Where it stands in the file, with its own header.
    let extent: Range<Int>
    /// Where what it holds stands.
    let contents: Range<Int>
    let isExtended: Bool

    /// Whether it describes bytes that are appended to each point.
    var describesExtraBytes: Bool { user == "LASF_Spec" && number == 4 }
  }

  let minorVersion: Int
  let headerSize: Int
  /// Where the points begin.
  let dataOffset: Int
  let pointFormat: Int
  /// Whether the points are compressed, as LAZ files have them.
  let isCompressed: Bool
  let recordLength: Int
  let rowCount: Int
  /// What stored coordinates are multiplied by, and what is added: of x, y and z.
  let scales: [Double]
  let offsets: [Double]
  private(set) var records: [Record] = []
  /// Where the last variable length record before the points ends.
  private(set) var recordsEnd = 0

  private let source: String

  static let magic = Array("LASF".utf8)
  /// Whether a file begins as one does with compressed points.
  static func isCompressed(_ beginning: UnsafeBufferPointer<UInt8>) -> Bool {
    beginning.starts(with: magic) && beginning.count > 104 && beginning[104] & 0xC0 != 0
  }
  /// Where a header says what stands behind the points: wave forms and extended records.
  static func placesBehindPoints(minorVersion: Int) -> [Int] {
    minorVersion < 3 ? [] : minorVersion < 4 ? [227] : [227, 235]
  }
  /// The bytes of a point of each format.
  static let lengths = [20, 28, 26, 34, 57, 63, 30, 36, 38, 59, 67]

  /// Reads a header, and checks that the records before the points are where it says.
  init(_ bytes: UnsafeBufferPointer<UInt8>, source: String) throws(TableError) {
    self.source = source
    let header = HeaderBytes(bytes)
    func integer(_ size: Int, at offset: Int) throws(TableError) -> Int {
      guard let number = header.integer(size, at: offset) else {
        throw Self.damaged("the file ends within it, or a count is beyond all bounds", source)
      }
      return number
    }
    minorVersion = try Self.minorVersion(major: try integer(1, at: 24), minor: try integer(1, at: 25), source)
    headerSize = try integer(2, at: 94)
    dataOffset = try integer(4, at: 96)
    let format = try integer(1, at: 104)
    isCompressed = format & 0xC0 != 0
    pointFormat = format & 0x3F
    recordLength = try integer(2, at: 105)
    guard Self.lengths.indices.contains(pointFormat) else {
      throw Self.damaged("the point format is \(pointFormat), and 0 to 10 are known", source)
    }
    guard recordLength >= Self.lengths[pointFormat],
      headerSize >= (minorVersion < 3 ? 227 : minorVersion < 4 ? 235 : 375),
      headerSize <= dataOffset, dataOffset <= bytes.count
    else { throw Self.damaged("sizes and offsets contradict each other or the file's size", source) }
    let legacy = try integer(4, at: 107)
    let count = minorVersion < 4 ? legacy : try integer(8, at: 247)
    rowCount = count == 0 ? legacy : count
    let numbers = (0..<6).compactMap { header.double(at: 131 + 8 * $0) }
    guard numbers.count == 6, numbers.allSatisfy(\.isFinite), !numbers.prefix(3).contains(0) else {
      throw Self.damaged("scales and offsets of the coordinates are no numbers, or 0", source)
    }
    (scales, offsets) = (Array(numbers.prefix(3)), Array(numbers.suffix(3)))
    try readRecords(header, count: try integer(4, at: 100))
  }

  private static func minorVersion(major: Int, minor: Int, _ source: String) throws(TableError) -> Int {
    guard major == 1, (0...5).contains(minor) else {
      throw TableError(
        .badData, source: source,
        message:
          "the LAS format has version \(major).\(minor), and 1.0 to 1.5 are known; save the file as 1.4.")
    }
    return minor
  }

  private mutating func readRecords(_ header: HeaderBytes, count: Int) throws(TableError) {
    var position = headerSize
    // Each takes 54 bytes at least, so that their end comes before a count that is wrong.
    for number in 0..<count {
      guard let length = header.integer(2, at: position + 20), let user = header.text(16, at: position + 2),
        let id = header.integer(2, at: position + 18), position + 54 + length <= dataOffset
      else {
        throw Self.damaged(
          "variable length record \(number + 1) of \(count) is not within the header", source)
      }
      let end = position + 54 + length
      records.append(
        Record(
          user: user, number: id, extent: position..<end, contents: position + 54..<end, isExtended: false))
      position = end
    }
    recordsEnd = position
    guard minorVersion >= 4, let first = header.integer(8, at: 235), let extended = header.integer(4, at: 243)
    else {
      return
    }
    try readExtendedRecords(header, from: first, count: extended)
  }

  private mutating func readExtendedRecords(
    _ header: HeaderBytes, from first: Int, count: Int
  ) throws(TableError) {
    var position = first
    for number in 0..<count {
      guard position <= header.bytes.count, let length = header.integer(8, at: position + 20),
        let user = header.text(16, at: position + 2), let id = header.integer(2, at: position + 18),
        length <= header.bytes.count - position - 60
      else {
        throw Self.damaged(
          "extended variable length record \(number + 1) of \(count) is not within the file, which may be cut short",
          source)
      }
      let end = position + 60 + length
      records.append(
        Record(
          user: user, number: id, extent: position..<end, contents: position + 60..<end, isExtended: true))
      position = end
    }
  }

  static func damaged(_ reason: String, _ source: String) -> TableError {
    TableError(
      .badData, source: source,
      message: "the header of the LAS file is damaged: \(reason); save or copy the file anew.")
  }

  func damaged(_ reason: String) -> TableError { Self.damaged(reason, source) }
}
