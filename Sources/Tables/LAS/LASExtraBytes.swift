/// What describes one dimension of the bytes that are appended to each point: 192 bytes of the record LASF_Spec 4.
struct LASExtraBytes: Sendable {
  static let length = 192

  let name: String
  /// How each of its numbers is stored; nil for bytes of which nothing is known.
  let storage: NumberStorage?
  /// How many numbers there are, or bytes.
  let count: Int
  let scales: [RecordColumn.Scale]
  let missing: [Double?]

  var size: Int { (storage?.size ?? 1) * count }

  /// The types from 1 on.
  private static let types: [NumberStorage] = [
    .unsigned(1), .signed(1), .unsigned(2), .signed(2), .unsigned(4), .signed(4), .unsigned(8), .signed(8),
    .single,
    .double,
  ]

  /// Reads a description; nil where the type is not known, or the bytes end within it.
  init?(_ header: HeaderBytes, at start: Int) {
    guard let type = header.integer(1, at: start + 2), let options = header.integer(1, at: start + 3),
      let name = header.text(32, at: start + 4), type <= 30
    else { return nil }
    self.name = name
    guard type > 0 else {
      (storage, count, scales, missing) = (nil, options, [], [])
      return
    }
    let storage = Self.types[(type - 1) % 10]
    let count = (type - 1) / 10 + 1
    self.storage = storage
    self.count = count
    // A missing number stands in eight bytes of its kind.
    let wide = NumberStorage(kind: storage.kind, size: 8)
    missing = (0..<count).map { options & 1 == 0 ? nil : header.number(wide, at: start + 40 + 8 * $0) }
    scales = (0..<count).map { place in
      let factor = options & 8 == 0 ? 1 : header.double(at: start + 112 + 8 * place) ?? 1
      let offset = options & 16 == 0 ? 0 : header.double(at: start + 136 + 8 * place) ?? 0
      return factor == 1 && offset == 0 ? .none : .linear(factor: factor, offset: offset)
    }
  }

  /// The columns of the dimension.
  func columns(at offset: Int, stride: Int, field: Int) -> [RecordColumn] {
    guard let storage else { return [] }
    return (0..<count).map { part in
      RecordColumn(
        name: count == 1 ? name : "\(name)_\(part + 1)", storage: storage,
        offset: offset + part * storage.size,
        stride: stride, field: field, scale: scales[part], missing: missing[part])
    }
  }

  // MARK: Writing

  /// What describes a new dimension.
  static func description(of field: NewField) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: length)
    bytes[2] = UInt8((types.firstIndex(of: field.storage) ?? 9) + 1)
    bytes.set(field.name, 32, at: 4)
    return bytes
  }

  /// What describes bytes that nothing has described so far, of which there may be more than one description holds.
  static func descriptions(ofUnknownBytes count: Int) -> [UInt8] {
    stride(from: 0, to: count, by: 255).flatMap { start in
      var bytes = [UInt8](repeating: 0, count: length)
      bytes[3] = UInt8(min(255, count - start))
      bytes.set("extra_bytes", 32, at: 4)
      return bytes
    }
  }

  /// The head of a variable length record.
  static func recordHead(contents: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 54)
    bytes.set("LASF_Spec", 16, at: 2)
    bytes.set(4, 2, at: 18)
    bytes.set(contents, 2, at: 20)
    bytes.set("Extra Bytes Record", 32, at: 22)
    return bytes
  }
}
