/// The header of a PLY file: elements, each a count and properties, in the order in which they follow it.
struct PLYHeader: Sendable {
  enum Body: String, Sendable {
    case ascii
    case littleEndian = "binary_little_endian"
    case bigEndian = "binary_big_endian"
  }

  struct Property: Sendable {
    let name: String
    let storage: NumberStorage
    /// How the length of a list is stored; nil for a single number.
    let listLength: NumberStorage?
    let line: HeaderLines.Line
  }

  struct Element: Sendable {
    let name: String
    let count: Int
    var properties: [Property] = []
    let line: HeaderLines.Line

    var hasLists: Bool { properties.contains { $0.listLength != nil } }
  }

  private(set) var body = Body.ascii
  private(set) var elements: [Element] = []
  private(set) var lineCount = 0
  /// Where the elements begin.
  private(set) var dataOffset = 0

  private let source: String

  static let magic = Array("ply".utf8)

  /// Reads a header.
  init(_ bytes: UnsafeBufferPointer<UInt8>, source: String) throws(TableError) {
    self.source = source
    var lines = HeaderLines(bytes)
    var format: Body?
    while true {
      guard let line = lines.next() else {
        throw damaged("the file ends before end_header", line: lineCount + 1)
      }
      lineCount = line.number
      switch line.words.first {
      case "end_header":
        guard let format else { throw damaged("there is no line with the format", line: line.number) }
        (body, dataOffset) = (format, lines.position)
        return
      case "format":
        guard line.words.count >= 2, let found = Body(rawValue: line.words[1]) else {
          throw damaged(
            "the format is none of ascii, binary_little_endian and binary_big_endian", line: line.number)
        }
        format = found
      case "element": try append(element: line)
      case "property": try append(property: line)
      case nil, "comment", "obj_info": break
      case "ply" where line.number == 1: break
      case let word?:
        throw damaged(
          "found \(MessageText.quoted(word)) where a line of the header begins", line: line.number)
      }
    }
  }

  private mutating func append(element line: HeaderLines.Line) throws(TableError) {
    guard line.words.count == 3, let count = Int(line.words[2]), count >= 0 else {
      throw damaged("an element has a name and a count", line: line.number)
    }
    elements.append(Element(name: line.words[1], count: count, line: line))
  }

  private mutating func append(property line: HeaderLines.Line) throws(TableError) {
    let words = line.words
    guard !elements.isEmpty else { throw damaged("a property comes before any element", line: line.number) }
    let isList = words.count > 1 && words[1] == "list"
    guard words.count == (isList ? 5 : 3) else {
      throw damaged("a property has a type and a name", line: line.number)
    }
    let types = isList ? words[2...3] : words[1...1]
    for type in types where Self.types[type] == nil {
      throw damaged("the type \(MessageText.quoted(type)) is not known", line: line.number)
    }
    guard let storage = types.last.flatMap({ Self.types[$0] }), let name = words.last else { return }
    let length = isList ? types.first.flatMap { Self.types[$0] } : nil
    guard length?.kind != .float else {
      throw damaged("the length of a list is no whole number", line: line.number)
    }
    elements[elements.count - 1].properties.append(
      Property(name: name, storage: storage, listLength: length, line: line))
  }

  /// The types by all the names that they have had, and some that programs have added.
  private static let types: [String: NumberStorage] = [
    "char": .signed(1), "int8": .signed(1), "uchar": .unsigned(1), "uint8": .unsigned(1),
    "short": .signed(2), "int16": .signed(2), "ushort": .unsigned(2), "uint16": .unsigned(2),
    "int": .signed(4), "int32": .signed(4), "uint": .unsigned(4), "uint32": .unsigned(4),
    "int64": .signed(8), "uint64": .unsigned(8),
    "float": .single, "float32": .single, "double": .double, "float64": .double,
  ]

  /// What a type is called in a new header.
  static func name(of storage: NumberStorage) -> String {
    switch (storage.kind, storage.size) {
    case (.float, 4): "float"
    case (.float, _): "double"
    case (.signed, 1): "char"
    case (.signed, 2): "short"
    case (.signed, _): "int"
    case (.unsigned, 1): "uchar"
    case (.unsigned, 2): "ushort"
    case (.unsigned, _): "uint"
    }
  }

  func damaged(_ reason: String, line: Int? = nil) -> TableError {
    TableError(
      .badData, source: source, line: line,
      message: "the header of the PLY file is damaged: \(reason); save the file anew.")
  }
}
