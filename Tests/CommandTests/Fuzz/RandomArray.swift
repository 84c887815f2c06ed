import GaussianMixtures

/// A NumPy array of any type that the reader knows, and of some that it does not, sound or damaged.
struct RandomArray {
  let bytes: [UInt8]

  private static let types = [
    "<f8", "<f8", "<f8", "<f4", ">f8", ">f4", "|i1", "|u1", "<i2", ">u2", "<i4", "<u4", "<i8", ">i8", "<u8",
    "=f8",
    "<f2", "<c16", "|b1", "|O", "<U5", "", "<f9", "f",
  ]

  init(_ random: inout RandomStream) {
    let (rows, columns) = (random.integer(1...40), random.integer(1...4))
    let type = random.pick(Self.types)
    let size = type.last.flatMap { Int(String($0)) } ?? 8
    let shapes = [
      "(\(rows), \(columns))", "(\(rows), \(columns))", "(\(rows), \(columns),)", "(\(rows * columns),)",
      "()", "(0, 3)",
      "(3, 0)", "(-1, 2)", "(9223372036854775807, 2)", "(4611686018427387904, 4)", "(2, 3, 4)", "(1e3, 2)",
      "2",
      "(\(rows + 1), \(columns))", "(\(rows)L, \(columns)L)",
    ]
    let shape = random.chance(0.75) ? shapes[0] : random.pick(shapes)
    let order = random.chance(0.3) ? "True" : "False"
    var header = "{'descr': '\(type)', 'fortran_order': \(order), 'shape': \(shape), }"
    if random.chance(0.05) {
      header = random.pick(["", "{", "{}", header.replacing("'", with: "\""), header + header])
    }
    let version = random.chance(0.9) ? 1 : UInt8(random.integer(0...4))
    let lengthSize = version == 1 ? 2 : 4
    while (8 + lengthSize + header.utf8.count + 1) % 64 != 0 { header += " " }
    header += "\n"
    let length = random.chance(0.96) ? header.utf8.count : random.pick([0, 1, 65535, 100])
    let lengthBytes = (0..<lengthSize).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) }
    var bytes = [0x93] + Array("NUMPY".utf8) + [version, 0] + lengthBytes + Array(header.utf8)
    let isExtreme = random.chance(0.2)
    for _ in 0..<(rows * columns) {
      let bits = Self.bits(size: size, isFloat: type.contains("f"), isExtreme: isExtreme, &random)
      let element = (0..<max(1, size)).map { UInt8(truncatingIfNeeded: bits >> UInt64(8 * min($0, 7))) }
      bytes += type.hasPrefix(">") ? element.reversed() : element
    }
    if random.chance(0.06) { bytes.removeLast(min(bytes.count, random.integer(1...bytes.count))) }
    self.bytes = bytes
  }

  private static func bits(
    size: Int, isFloat: Bool, isExtreme: Bool, _ random: inout RandomStream
  ) -> UInt64 {
    guard isFloat else { return isExtreme ? random.next() : UInt64(random.integer(0...20)) }
    let value = isExtreme ? Double(random.pick(Trouble.numbers)) ?? .nan : random.normal()
    return size == 4 ? UInt64(Float(value).bitPattern) : value.bitPattern
  }
}
