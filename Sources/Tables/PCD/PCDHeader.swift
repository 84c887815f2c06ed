/// The header of a PCD file: a line for each thing that is known of all points.
struct PCDHeader: Sendable {
  enum Body: String, Sendable {
    case ascii, binary
    case compressed = "binary_compressed"
  }

  private(set) var body = Body.ascii
  private(set) var layout = RecordLayout()
  private(set) var rowCount = 0
  /// All lines, with what each is about.
  private(set) var lines: [HeaderLines.Line] = []
  /// Where the points begin.
  private(set) var dataOffset = 0

  private let source: String

  static let magic = Array("# .PCD".utf8)

  /// Reads a header.
  init(_ bytes: UnsafeBufferPointer<UInt8>, source: String) throws(TableError) {
    self.source = source
    var reader = HeaderLines(bytes)
    var found: [String: HeaderLines.Line] = [:]
    while found["DATA"] == nil {
      guard let line = reader.next() else { throw damaged("the file ends before the line DATA") }
      lines.append(line)
      guard let key = line.words.first, !key.hasPrefix("#") else { continue }
      guard Self.keys.contains(key) else {
        throw damaged("found \(MessageText.quoted(key)) where a line of the header begins", line: line.number)
      }
      found[key == "COLUMNS" ? "FIELDS" : key] = line
    }
    dataOffset = reader.position
    guard let data = found["DATA"], data.words.count == 2, let body = Body(rawValue: data.words[1]) else {
      throw damaged("DATA is none of ascii, binary and binary_compressed", line: found["DATA"]?.number)
    }
    self.body = body
    try readLayout(found)
    rowCount = try readCount(found)
  }

  private static let keys: Set<String> = [
    "VERSION", "FIELDS", "COLUMNS", "SIZE", "TYPE", "COUNT", "WIDTH", "HEIGHT", "VIEWPOINT", "POINTS", "DATA",
  ]

  private mutating func readLayout(_ found: [String: HeaderLines.Line]) throws(TableError) {
    guard let fields = found["FIELDS"], let sizes = found["SIZE"], let types = found["TYPE"] else {
      throw damaged("it lacks FIELDS, SIZE or TYPE")
    }
    let count = fields.words.count
    let counts = found["COUNT"]?.words ?? Array(repeating: "1", count: count)
    guard count > 1, sizes.words.count == count, types.words.count == count, counts.count == count else {
      throw damaged("FIELDS, SIZE, TYPE and COUNT do not have as many words", line: fields.number)
    }
    for place in 1..<count {
      guard let size = Int(sizes.words[place]), let storage = Self.storage(types.words[place], size) else {
        throw damaged(
          "the type \(MessageText.quoted("\(types.words[place]) \(sizes.words[place])")) is not known")
      }
      let name = fields.words[place]
      // A point of some hundred thousand numbers is a slip, and each would be a column.
      guard let count = Int(counts[place]), (1...1 << 16).contains(count),
        layout.append(name, storage, count: count, isHidden: name == "_" && body != .ascii)
      else { throw damaged("the count \(MessageText.quoted(counts[place])) cannot be") }
    }
    guard layout.columnCount > 0 else { throw damaged("all fields only fill up", line: fields.number) }
  }

  private func readCount(_ found: [String: HeaderLines.Line]) throws(TableError) -> Int {
    func number(_ key: String) throws(TableError) -> Int? {
      guard let line = found[key] else { return nil }
      guard line.words.count == 2, let number = Int(line.words[1]), number >= 0 else {
        throw damaged("\(key) is no whole number", line: line.number)
      }
      return number
    }
    let points = try number("POINTS")
    let (area, isTooLarge) = (try number("WIDTH") ?? points ?? 0).multipliedReportingOverflow(
      by: try number("HEIGHT") ?? 1)
    guard !isTooLarge, points ?? area == area else {
      throw damaged("POINTS is not WIDTH times HEIGHT", line: (found["POINTS"] ?? found["WIDTH"])?.number)
    }
    guard area > 0 else {
      throw TableError(
        .badData, source: source, line: (found["POINTS"] ?? found["WIDTH"])?.number,
        message: "the file has no points; give at least one.")
    }
    return area
  }

  private static func storage(_ type: String, _ size: Int) -> NumberStorage? {
    switch (type, size) {
    case ("F", 4), ("F", 8): NumberStorage(kind: .float, size: size)
    case ("I", 1), ("I", 2), ("I", 4), ("I", 8): .signed(size)
    case ("U", 1), ("U", 2), ("U", 4), ("U", 8): .unsigned(size)
    default: nil
    }
  }

  func damaged(_ reason: String, line: Int? = nil) -> TableError {
    TableError(
      .badData, source: source, line: line,
      message: "the header of the PCD file is damaged: \(reason); save the file anew.")
  }
}
