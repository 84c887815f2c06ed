#if Formats

/// A column of a batch that is being made, of doubles, whole numbers or texts.
///
/// A class, since what is held belongs to one file, however many values stand for its sink.
final class ArrowColumnBuilder {
  enum Kind: Sendable { case numbers, integers, texts }

  let kind: Kind
  private(set) var count = 0
  private var missing = 0
  private var mask: HeldBytes
  /// The bits that do not make up a byte yet.
  private var bits: UInt8 = 0
  private var ends: HeldBytes
  private var letterCount = 0
  private var values: HeldBytes

  init(_ kind: Kind, source: String, _ options: ReadingOptions) {
    self.kind = kind
    mask = HeldBytes(source: source, options)
    ends = HeldBytes(source: source, options)
    values = HeldBytes(source: source, options)
  }

  /// Appends cells, which are of the column's kind.
  func append(_ cells: ColumnarCells) throws(TableError) {
    switch cells {
    case .numbers(let numbers):
      try appendMask(numbers.lazy.map { !$0.isNaN })
      try append(wholes: numbers.map { Int64(bitPattern: $0.bitPattern) }, to: &values)
    case .integers(let numbers):
      try appendMask(numbers.lazy.map { $0 != nil })
      try append(wholes: numbers.map { Int64($0 ?? 0) }, to: &values)
    case .texts(let texts): try append(texts)
    }
  }

  private func append(_ texts: [String?]) throws(TableError) {
    if count == 0 { try append(wholes: [0], to: &ends) }
    try appendMask(texts.lazy.map { $0 != nil })
    var letters: [UInt8] = []
    var places: [Int64] = []
    for text in texts {
      if let text { letters.append(contentsOf: text.utf8) }
      places.append(Int64(letterCount + letters.count))
    }
    letterCount += letters.count
    try append(wholes: places, to: &ends)
    try values.append(letters)
  }

  private func append(wholes: [Int64], to bytes: inout HeldBytes) throws(TableError) {
    let stored = 1.littleEndian == 1 ? wholes : wholes.map(\.littleEndian)
    try stored.withUnsafeBufferPointer { stored throws(TableError) in
      try bytes.append(UnsafeRawBufferPointer(stored))
    }
  }

  private func appendMask(_ areThere: some Sequence<Bool>) throws(TableError) {
    var made: [UInt8] = []
    for isThere in areThere {
      if isThere { bits |= 1 << UInt8(count & 7) } else { missing += 1 }
      count += 1
      if count & 7 == 0 {
        made.append(bits)
        bits = 0
      }
    }
    try mask.append(made)
  }

  /// Hands over what a batch has of the column, and begins anew.
  func take() throws(TableError) -> (node: ArrowBatch.Node, buffers: [FileBytes]) {
    if count & 7 != 0 { try mask.append([bits]) }
    let node = ArrowBatch.Node(count: count, missing: missing)
    let there = try mask.take()
    var buffers = [missing == 0 ? FileBytes(copying: []) : there]
    if kind == .texts { buffers.append(try ends.take()) }
    buffers.append(try values.take())
    (count, missing, bits, letterCount) = (0, 0, 0, 0)
    return (node, buffers)
  }

  /// The field of a schema that describes such a column.
  func field(named name: String) -> FlatValue {
    let (number, type): (Int64, [FlatValue?]) =
      switch kind {
      case .numbers: (3, [.scalar(2, size: 2)])
      case .integers: (2, [.scalar(64, size: 4), .scalar(1, size: 1)])
      case .texts: (20, [])
      }
    return .table([
      .text(Array(name.utf8)), .scalar(1, size: 1), .scalar(number, size: 1), .table(type), nil, .tables([]),
    ])
  }
}

/// Bytes that are held until they are written: a few in an array, many as ``SpillingBytes`` has them.
private struct HeldBytes: ~Copyable {
  private let source: String
  private let options: ReadingOptions
  private var few: [UInt8] = []
  private var many: SpillingBytes

  private static let most = 1 << 24

  init(source: String, _ options: ReadingOptions) {
    self.source = source
    self.options = options
    many = SpillingBytes(source: source, options)
  }

  mutating func append(_ bytes: [UInt8]) throws(TableError) {
    try bytes.withUnsafeBufferPointer { bytes throws(TableError) in try append(UnsafeRawBufferPointer(bytes))
    }
  }

  mutating func append(_ bytes: UnsafeRawBufferPointer) throws(TableError) {
    if many.count == 0, few.count + bytes.count <= Self.most { return few.append(contentsOf: bytes) }
    try few.withUnsafeBufferPointer { few throws(TableError) in try many.append(UnsafeRawBufferPointer(few)) }
    few = []
    try many.append(bytes)
  }

  /// Hands the bytes over.
  mutating func take() throws(TableError) -> FileBytes {
    guard many.count > 0 else {
      defer { few = [] }
      return FileBytes(copying: few)
    }
    var taken = SpillingBytes(source: source, options)
    swap(&taken, &many)
    return try taken.take(threadCount: 1)
  }
}

#endif
