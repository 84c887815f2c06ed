#if Formats

/// What the values of a column of an Arrow file are, as far as they are read here.
enum ArrowType: Sendable, Hashable {
  case nothing
  case integer(size: Int, isSigned: Bool)
  case float(size: Int)
  case truth
  /// Letters or bytes, whose ends are numbers of so many bytes.
  case text(offset: Int)
  /// Letters or bytes, each with a view of sixteen bytes of where it is.
  case view
  case bytes(size: Int)
  case decimal(size: Int, scale: Int)
  /// Days, or thousandths of a second, since 1970.
  case date(size: Int)
  /// Parts of a second, of which a second has a one with so many zeros.
  case time(size: Int, digits: Int)
  case moment(digits: Int)
  case structure
  /// What is not read, with so many buffers of its own.
  case other(bufferCount: Int)

  /// How many buffers a column has, without those of its parts and those that views refer to.
  var bufferCount: Int {
    switch self {
    case .nothing: 0
    case .structure: 1
    case .text: 3
    case .other(let count): count
    default: 2
    }
  }

  var kind: PointTable.ColumnKind {
    switch self {
    case .integer, .float, .decimal: .numeric
    default: .text
    }
  }

  /// - Parameters:
  ///   - number: The number by which Arrow calls the type.
  ///   - table: What it says more of it.
  ///   - version: That of the metadata, from 0.
  init(number: Int64, _ table: FlatValue, version: Int64) throws(ArrowDamage) {
    let unknown = ArrowDamage(reason: "it has a column of a type that is not known (\(number))")
    func digits(_ place: Int, usually usual: Int64 = 0) throws(ArrowDamage) -> Int {
      let unit = table.integer(place, usually: usual)
      guard (0...3).contains(unit) else { throw unknown }
      return Int(3 * unit)
    }
    func size(_ place: Int, usually usual: Int64 = 0, among sizes: [Int64]) throws(ArrowDamage) -> Int {
      let bits = table.integer(place, usually: usual)
      guard sizes.contains(bits) else { throw unknown }
      return Int(bits / 8)
    }
    switch number {
    case 1: self = .nothing
    case 2: self = .integer(size: try size(0, among: [8, 16, 32, 64]), isSigned: table.integer(1) != 0)
    case 3:
      guard (0...2).contains(table.integer(0)) else { throw unknown }
      self = .float(size: 2 << Int(table.integer(0)))
    case 4, 5: self = .text(offset: 4)
    case 19, 20: self = .text(offset: 8)
    case 6: self = .truth
    case 7:
      let size = try size(2, usually: 128, among: [32, 64, 128, 256])
      guard (-100...100).contains(table.integer(1)) else { throw unknown }
      self = .decimal(size: size, scale: Int(table.integer(1)))
    case 8: self = .date(size: table.integer(0, usually: 1) == 0 ? 4 : 8)
    case 9:
      self = .time(size: try size(1, usually: 32, among: [32, 64]), digits: try digits(0, usually: 1))
    case 10: self = .moment(digits: try digits(0))
    case 18: self = .integer(size: 8, isSigned: true)
    case 13: self = .structure
    case 15:
      guard (0...1 << 30).contains(table.integer(0)) else { throw unknown }
      self = .bytes(size: Int(table.integer(0)))
    case 23, 24: self = .view
    default: self = try Self.other(number, table, version, unknown)
    }
  }

  /// Lists, maps, unions, intervals and runs.
  private static func other(
    _ number: Int64, _ table: FlatValue, _ version: Int64, _ unknown: ArrowDamage
  ) throws(ArrowDamage) -> ArrowType {
    switch number {
    case 11, 12, 17, 21: return .other(bufferCount: 2)
    case 16: return .other(bufferCount: 1)
    case 22: return .other(bufferCount: 0)
    case 25, 26: return .other(bufferCount: 3)
    // Before the fifth version unions could be missing as well.
    case 14: return .other(bufferCount: (table.integer(0) == 0 ? 1 : 2) + (version < 4 ? 1 : 0))
    default: throw unknown
    }
  }
}

/// A column of an Arrow file as its schema describes it, with its parts.
struct ArrowField: Sendable {
  let name: String
  let type: ArrowType
  /// The dictionary to which its values are indices, and the type of these.
  let dictionary: (id: Int64, index: ArrowType)?
  let parts: [ArrowField]
  /// The description itself, to be written again.
  let description: FlatValue

  init(_ field: FlatValue, version: Int64) throws(ArrowDamage) {
    description = field
    name = field.text(0) ?? ""
    type = try ArrowType(number: field.integer(2), field.table(3) ?? .table([]), version: version)
    var parts: [ArrowField] = []
    for part in field.tables(5) { parts.append(try ArrowField(part, version: version)) }
    self.parts = parts
    dictionary = try field.table(4).map { encoding throws(ArrowDamage) in
      // Without a word on it indices have 32 bits.
      let described = encoding.table(1) ?? .table([.scalar(32, size: 4), .scalar(1, size: 1)])
      return (encoding.integer(0), try ArrowType(number: 2, described, version: version))
    }
  }

  /// The type of what stands in the rows.
  var stored: ArrowType { dictionary?.index ?? type }

  /// How many nodes, buffers and lists of further buffers it takes in a batch.
  var extent: ArrowExtent {
    ArrowExtent(of: stored) + (dictionary == nil ? partsExtent : ArrowExtent())
  }

  /// What its values take in a batch of its dictionary.
  var valuesExtent: ArrowExtent { ArrowExtent(of: type) + partsExtent }

  private var partsExtent: ArrowExtent { parts.reduce(ArrowExtent()) { $0 + $1.extent } }

  /// It and all that it is made of.
  var all: [ArrowField] { [self] + parts.flatMap(\.all) }
}

/// How many nodes, buffers and lists of further buffers columns take in a batch, or how many come before one.
struct ArrowExtent: Sendable {
  var nodes = 0
  var buffers = 0
  var views = 0

  init() {}

  init(of type: ArrowType) {
    nodes = 1
    buffers = type.bufferCount
    views = type == .view ? 1 : 0
  }

  static func + (left: ArrowExtent, right: ArrowExtent) -> ArrowExtent {
    var sum = left
    sum.nodes += right.nodes
    sum.buffers += right.buffers
    sum.views += right.views
    return sum
  }
}

/// A column that is read: a field, or a part of one.
struct ArrowColumn: Sendable {
  let name: String
  let field: ArrowField
  /// What comes before it in a batch.
  let start: ArrowExtent
  /// What comes before the structures of which it is a part.
  let outer: [ArrowExtent]
  /// The place of the field among all of the schema.
  let top: Int

  var isNested: Bool { !outer.isEmpty }
  var kind: PointTable.ColumnKind { field.type.kind }

  /// The columns that are read of some fields, and the names of the others.
  static func all(of fields: [ArrowField]) -> (columns: [ArrowColumn], others: [String]) {
    var (columns, others): ([ArrowColumn], [String]) = ([], [])
    var start = ArrowExtent()
    for (top, field) in fields.enumerated() {
      add(field, named: field.name, at: start, [], top, to: &columns, &others)
      start = start + field.extent
    }
    return (columns, others)
  }

  private static func add(
    _ field: ArrowField, named name: String, at start: ArrowExtent, _ outer: [ArrowExtent], _ top: Int,
    to columns: inout [ArrowColumn], _ others: inout [String]
  ) {
    switch field.type {
    case .structure where field.dictionary == nil && !field.parts.isEmpty:
      var place = start + ArrowExtent(of: .structure)
      for part in field.parts {
        add(part, named: "\(name).\(part.name)", at: place, outer + [start], top, to: &columns, &others)
        place = place + part.extent
      }
    case .structure, .other: others.append(name)
    default:
      columns.append(ArrowColumn(name: name, field: field, start: start, outer: outer, top: top))
    }
  }
}

#endif
