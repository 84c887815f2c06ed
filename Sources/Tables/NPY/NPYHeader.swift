/// The header of a NumPy array file (NEP 1): `{'descr': '<f8', 'fortran_order': False, 'shape': (3, 2), }`.
struct NPYHeader {
  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  /// NumPy's name of the elements' type, such as `<f8`.
  let typeName: String
  let isFortranOrder: Bool
  let shape: [Int]
  /// Where the numbers start.
  let dataOffset: Int

  /// Reads the header of a file that begins with the magic bytes.
  init(_ bytes: UnsafeBufferPointer<UInt8>, source: String) throws(TableError) {
    guard bytes.count >= 10 else { throw Self.damaged(source, "the file ends within it") }
    let major = bytes[6]
    guard (1...3).contains(major) else {
      throw TableError(
        .badData, source: source,
        message: "the NumPy format has version \(major).\(bytes[7]), and 1 to 3 are known; save the array "
          + "anew.")
    }
    let lengthSize = major == 1 ? 2 : 4
    guard bytes.count >= 8 + lengthSize else { throw Self.damaged(source, "the file ends within it") }
    let length = (0..<lengthSize).reduce(0) { $0 | Int(bytes[8 + $1]) << (8 * $1) }
    let start = 8 + lengthSize
    guard length <= bytes.count - start else {
      throw Self.damaged(
        source, "it should have \(CountText.of(length, "byte")) and \(bytes.count - start) are there")
    }
    dataOffset = start + length
    let text = String(decoding: bytes.extracting(start..<dataOffset), as: UTF8.self)
    guard let description = Self.value(of: "descr", in: text),
      let order = Self.value(of: "fortran_order", in: text),
      let shapeText = Self.value(of: "shape", in: text)
    else { throw Self.damaged(source, "it lacks descr, fortran_order or shape") }
    typeName = String(description.filter { $0 != "'" && $0 != "\"" && $0 != " " })
    guard order.hasPrefix("True") || order.hasPrefix("False"), let shape = Self.shape(shapeText) else {
      throw Self.damaged(source, "fortran_order or shape cannot be read")
    }
    isFortranOrder = order.hasPrefix("True")
    self.shape = shape
  }

  /// How the numbers are stored.
  ///
  /// - Throws: ``TableError`` where the elements are none.
  func elementType(source: String) throws(TableError) -> NumberStorage {
    guard let type = NumberStorage(array: typeName) else {
      throw TableError(
        .badData, source: source,
        message: "the array has elements of type \(MessageText.quoted(typeName)); save it as "
          + "float64, float32 or an integer type.")
    }
    return type
  }

  /// The header of an array that is written row by row; what follows it begins at a multiple of 64 bytes.
  ///
  /// - Parameters:
  ///   - type: NumPy's name of the elements' type.
  ///   - shape: The sizes of the axes.
  static func bytes(type: String, shape: [Int]) -> [UInt8] {
    let list = shape.count == 1 ? "\(shape[0])," : shape.map(String.init).joined(separator: ", ")
    let text = "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(list)), }"
    let used = magic.count + 4 + text.utf8.count + 1
    let header = text + String(repeating: " ", count: (64 - used % 64) % 64) + "\n"
    return magic + [1, 0, UInt8(header.utf8.count & 0xFF), UInt8(header.utf8.count >> 8)] + Array(header.utf8)
  }

  static func damaged(_ source: String, _ reason: String) -> TableError {
    TableError(
      .badData, source: source,
      message: "the header of the NumPy array is damaged: \(reason); save the array anew.")
  }

  /// What follows a key, up to the end of the value: a parenthesis or bracket in full, else to the comma.
  private static func value(of key: String, in text: String) -> Substring? {
    for quote in ["'", "\""] {
      let quoted = Array((quote + key + quote).utf8)
      let bytes = Array(text.utf8)
      guard bytes.count > quoted.count,
        let found = (0..<bytes.count - quoted.count).first(where: {
          bytes[$0..<$0 + quoted.count].elementsEqual(quoted)
        })
      else { continue }
      let rest = String(decoding: bytes[(found + quoted.count)...], as: UTF8.self)
        .drop { $0 == " " || $0 == ":" }
      if rest.hasPrefix("(") || rest.hasPrefix("[") {
        guard let end = rest.firstIndex(where: { $0 == ")" || $0 == "]" }) else { return nil }
        return rest[...end]
      }
      return rest.prefix { $0 != "," && $0 != "}" }
    }
    return nil
  }

  private static func shape(_ text: Substring) -> [Int]? {
    guard text.hasPrefix("("), text.hasSuffix(")") else { return nil }
    var sizes: [Int] = []
    for part in text.dropFirst().dropLast().split(separator: ",") {
      let digits = part.filter { $0 != " " && $0 != "L" }
      if digits.isEmpty { continue }
      guard let size = Int(digits), size >= 0 else { return nil }
      sizes.append(size)
    }
    return sizes
  }
}

extension NumberStorage {
  /// Reads NumPy's name of a type, such as `<f8` or `|u1`.
  init?(array description: String) {
    let bytes = Array(description.utf8).filter { $0 != Byte.space }
    guard bytes.count == 3 else { return nil }
    switch bytes[0] {
    case UInt8(ascii: "<"), UInt8(ascii: "|"): isBigEndian = false
    case UInt8(ascii: ">"): isBigEndian = true
    case UInt8(ascii: "="): isBigEndian = 1.bigEndian == 1
    default: return nil
    }
    switch bytes[1] {
    case UInt8(ascii: "f"): kind = .float
    case UInt8(ascii: "i"): kind = .signed
    case UInt8(ascii: "u"): kind = .unsigned
    default: return nil
    }
    size = Int(bytes[2]) - Int(UInt8(ascii: "0"))
    guard kind == .float ? [4, 8].contains(size) : [1, 2, 4, 8].contains(size) else { return nil }
  }
}
