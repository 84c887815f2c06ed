#if Formats

/// What the metadata of an Arrow file are made of: FlatBuffers, taken apart into values and put together again.
///
/// A table's fields that are not known here are lost; ``ArrowShape`` knows all that Arrow's schemas have.
indirect enum FlatValue: Sendable {
  /// A whole number of so many bytes, its lowest first.
  case scalar(Int64, size: Int)
  case text([UInt8])
  /// The fields by their places; nil for those that have their usual value.
  case table([FlatValue?])
  case tables([FlatValue])
  /// Numbers or structures of so many bytes each.
  case packed([UInt8], size: Int)

  // MARK: What is in a table

  private func field(_ place: Int) -> FlatValue? {
    guard case .table(let fields) = self, fields.indices.contains(place) else { return nil }
    return fields[place]
  }

  func integer(_ place: Int, usually usual: Int64 = 0) -> Int64 {
    if case .scalar(let number, _)? = field(place) { number } else { usual }
  }

  func text(_ place: Int) -> String? {
    if case .text(let letters)? = field(place) { String(decoding: letters, as: UTF8.self) } else { nil }
  }

  func table(_ place: Int) -> FlatValue? {
    if case .table? = field(place) { field(place) } else { nil }
  }

  func tables(_ place: Int) -> [FlatValue] {
    if case .tables(let tables)? = field(place) { tables } else { [] }
  }

  /// The numbers of eight bytes that stand in structures one after the other.
  func wholes(_ place: Int) -> [Int64] {
    guard case .packed(let bytes, _)? = field(place) else { return [] }
    return bytes.withUnsafeBytes { bytes in
      (0..<bytes.count / 8).map {
        Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8 * $0, as: Int64.self))
      }
    }
  }

  /// The table with another value in the place of a field.
  func setting(_ place: Int, to value: FlatValue?) -> FlatValue {
    guard case .table(var fields) = self else { return self }
    while fields.count <= place { fields.append(nil) }
    fields[place] = value
    return .table(fields)
  }

  /// Numbers of eight bytes, so many of which make up a structure.
  static func wholes(_ numbers: [Int], of structure: Int = 1) -> FlatValue {
    var bytes = [UInt8](repeating: 0, count: 8 * numbers.count)
    for (place, number) in numbers.enumerated() { bytes.set(number, 8, at: 8 * place) }
    return .packed(bytes, size: 8 * structure)
  }
}

/// Why the metadata of an Arrow file are not understood.
struct ArrowDamage: Error {
  let reason: String
}

/// Takes FlatBuffers apart. Every place is looked for before it is read, and what comes out is no more than some times as
/// long as what went in, however often its parts are referred to.
struct FlatReader {
  private let bytes: [UInt8]
  private var budget: Int

  private static let deepest = 64

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    budget = 16 * bytes.count + 4096
  }

  /// The value of a whole buffer.
  mutating func root(_ shape: ArrowShape) throws(ArrowDamage) -> FlatValue {
    try table(at: try target(of: 0), shape, depth: 0)
  }

  private mutating func table(at start: Int, _ shape: ArrowShape, depth: Int) throws(ArrowDamage) -> FlatValue
  {
    guard depth < Self.deepest else { throw ArrowDamage(reason: "its metadata are nested too deeply") }
    let directory = start - Int(try integer(4, at: start))
    let length = Int(try integer(2, at: directory)) & 0xFFFF
    var fields: [FlatValue?] = []
    for slot in shape.slots {
      let entry = 4 + 2 * fields.count
      let offset = entry + 2 <= length ? Int(try integer(2, at: directory + entry)) & 0xFFFF : 0
      try spend(8)
      fields.append(offset == 0 ? nil : try value(at: start + offset, slot, among: fields, depth: depth))
    }
    return .table(fields)
  }

  private mutating func value(
    at place: Int, _ slot: ArrowShape.Slot, among fields: [FlatValue?], depth: Int
  ) throws(ArrowDamage) -> FlatValue? {
    switch slot {
    case .scalar(let size): return .scalar(try integer(size, at: place), size: size)
    case .text: return .text(try vector(at: try target(of: place), size: 1))
    case .packed(let size): return .packed(try vector(at: try target(of: place), size: size), size: size)
    case .table(let shape): return try table(at: try target(of: place), shape, depth: depth + 1)
    case .union(let shape):
      // Which one it is stands in the field before.
      guard case .scalar(let kind, _)?? = fields.last, let shape = shape(Int(kind)) else { return nil }
      return try table(at: try target(of: place), shape, depth: depth + 1)
    case .tables(let shape):
      let start = try target(of: place)
      let count = Int(try integer(4, at: start)) & 0xFFFF_FFFF
      try spend(4 * count)
      var tables: [FlatValue] = []
      for item in 0..<count {
        tables.append(try table(at: try target(of: start + 4 + 4 * item), shape, depth: depth + 1))
      }
      return .tables(tables)
    }
  }

  private mutating func vector(at start: Int, size: Int) throws(ArrowDamage) -> [UInt8] {
    let count = Int(try integer(4, at: start)) & 0xFFFF_FFFF
    let (first, length) = (start + 4, count * size)
    guard length <= bytes.count - first else { throw Self.incomplete }
    try spend(length)
    return Array(bytes[first..<first + length])
  }

  private func target(of place: Int) throws(ArrowDamage) -> Int {
    place + (Int(try integer(4, at: place)) & 0xFFFF_FFFF)
  }

  /// A number with its sign.
  private func integer(_ size: Int, at place: Int) throws(ArrowDamage) -> Int64 {
    guard place >= 0, place <= bytes.count - size else { throw Self.incomplete }
    let bits = (0..<size).reduce(UInt64(0)) { $0 | UInt64(bytes[place + $1]) << UInt64(8 * $1) }
    let unused = UInt64(64 - 8 * size)
    return Int64(bitPattern: bits << unused) >> Int64(unused)
  }

  private mutating func spend(_ amount: Int) throws(ArrowDamage) {
    budget -= amount
    guard budget >= 0 else { throw Self.incomplete }
  }

  private static let incomplete = ArrowDamage(reason: "its metadata lead beyond their end")
}

/// Puts FlatBuffers together, from the root on: what is referred to comes after who refers to it.
struct FlatWriter {
  private var bytes: [UInt8] = [0, 0, 0, 0]

  /// The buffer of a table.
  static func bytes(of root: FlatValue) -> [UInt8] {
    var writer = FlatWriter()
    writer.refer(from: 0, to: root)
    return writer.bytes
  }

  private mutating func refer(from place: Int, to value: FlatValue) {
    let start = append(value)
    bytes.set(start - place, 4, at: place)
  }

  /// Appends a value, and answers where it is.
  private mutating func append(_ value: FlatValue) -> Int {
    switch value {
    case .table(let fields): return append(fields)
    case .tables(let tables):
      let start = align(to: 4, before: 0)
      appendNumber(tables.count, 4)
      let first = bytes.count
      bytes.append(contentsOf: repeatElement(0, count: 4 * tables.count))
      for (item, table) in tables.enumerated() { refer(from: first + 4 * item, to: table) }
      return start
    case .text(let letters):
      let start = align(to: 4, before: 0)
      appendNumber(letters.count, 4)
      bytes.append(contentsOf: letters)
      bytes.append(0)
      return start
    case .packed(let items, let size):
      let start = align(to: size.isMultiple(of: 8) ? 8 : 4, before: 4)
      appendNumber(items.count / size, 4)
      bytes.append(contentsOf: items)
      return start
    case .scalar:
      preconditionFailure("a number stands in its table")
    }
  }

  private mutating func append(_ fields: [FlatValue?]) -> Int {
    var (offsets, end) = ([Int](), 4)
    for field in fields {
      guard let field else {
        offsets.append(0)
        continue
      }
      let size = if case .scalar(_, let size) = field { size } else { 4 }
      end = (end + size - 1) / size * size
      offsets.append(end)
      end += size
    }
    let directory = align(to: 2, before: 0)
    for number in [4 + 2 * fields.count, end] + offsets { appendNumber(number, 2) }
    let start = align(to: 8, before: 0)
    bytes.append(contentsOf: repeatElement(0, count: end))
    bytes.set(start - directory, 4, at: start)
    for case (let field?, let offset) in zip(fields, offsets) {
      if case .scalar(let number, let size) = field {
        bytes.set(Int(number), size, at: start + offset)
      } else {
        refer(from: start + offset, to: field)
      }
    }
    return start
  }

  /// Makes what comes after so many bytes begin at a multiple of a length, and answers where these bytes begin.
  private mutating func align(to length: Int, before count: Int) -> Int {
    while !(bytes.count + count).isMultiple(of: length) { bytes.append(0) }
    return bytes.count
  }

  private mutating func appendNumber(_ number: Int, _ size: Int) {
    for place in 0..<size { bytes.append(UInt8(truncatingIfNeeded: number >> (8 * place))) }
  }
}

#endif
