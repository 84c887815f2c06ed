/// Reads values that R has written; whatever computes something is an error.
struct RReader {
  private let bytes: [UInt8]
  private var position = 0

  private static let greatestDepth = 64

  struct Fault: Error {
    let line: Int
    let problem: String
  }

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The first value of a script: as it stands, or given to a name.
  mutating func script() throws(Fault) -> RExpression {
    let value = try expression(depth: 0)
    skipBlanks()
    guard case .word = value, takes("<-") || takes("=") else { return value }
    return try expression(depth: 0)
  }

  private mutating func expression(depth: Int) throws(Fault) -> RExpression {
    guard depth < Self.greatestDepth else { throw fault("calls are nested too deeply") }
    skipBlanks()
    guard let byte = peek else { throw fault("the file breaks off") }
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): return .text(try string(byte))
    case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "0")...UInt8(ascii: "9"):
      return try range(from: try number())
    default:
      let word = try name()
      skipBlanks()
      guard takes("(") else { return word == "Inf" ? .number(.infinity) : .word(word) }
      return .call(word, try arguments(depth: depth + 1))
    }
  }

  private mutating func arguments(depth: Int) throws(Fault) -> [RExpression.RArgument] {
    var arguments: [RExpression.RArgument] = []
    skipBlanks()
    if takes(")") { return [] }
    while true {
      let value = try expression(depth: depth)
      skipBlanks()
      let isNamed = peek == UInt8(ascii: "=")
      switch value {
      case .word(let name) where isNamed, .text(let name) where isNamed:
        position += 1
        arguments.append(.init(name: name, value: try expression(depth: depth)))
      default: arguments.append(.init(name: nil, value: value))
      }
      skipBlanks()
      if takes(")") { return arguments }
      guard takes(",") else { throw fault("a comma or a parenthesis should stand") }
    }
  }

  /// A number alone, or the numbers from it to another: `1:3`.
  private mutating func range(from first: Double) throws(Fault) -> RExpression {
    guard takes(":") else { return .number(first) }
    let last = try number()
    guard let start = Int(exactly: first), let end = Int(exactly: last), abs(first - last) < 0x1p20 else {
      throw fault("a range is too long, or none of whole numbers")
    }
    // R writes 4:3 for four rows of three.
    let numbers = stride(from: start, through: end, by: start <= end ? 1 : -1)
    return .call("c", numbers.map { .init(name: nil, value: .number(Double($0))) })
  }

  private mutating func number() throws(Fault) -> Double {
    let start = position
    if peek == UInt8(ascii: "-") { position += 1 }
    if bytes[position...].starts(with: "Inf".utf8) {
      position += 3
      return -.infinity
    }
    let isHexadecimal = bytes[position...].starts(with: "0x".utf8)
    while let byte = peek, isPart(byte, isHexadecimal) { position += 1 }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if peek == UInt8(ascii: "L") { position += 1 }
    guard let number = Double(text) else { throw fault("no number can be read") }
    return number
  }

  private func isPart(_ byte: UInt8, _ isHexadecimal: Bool) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."): return true
    case UInt8(ascii: "+"), UInt8(ascii: "-"):
      let before = bytes[position - 1] | 0x20
      return before == UInt8(ascii: isHexadecimal ? "p" : "e")
    case let byte:
      let letter = byte | 0x20
      return isHexadecimal ? "xabcdefp".utf8.contains(letter) : letter == UInt8(ascii: "e")
    }
  }

  private mutating func name() throws(Fault) -> String {
    if takes("`") {
      let start = position
      while let byte = peek, byte != UInt8(ascii: "`") { position += 1 }
      guard peek != nil else { throw fault("a name is not closed") }
      position += 1
      return String(decoding: bytes[start..<position - 1], as: UTF8.self)
    }
    let start = position
    while let byte = peek,
      "._".utf8.contains(byte) || byte >= 0x80 || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    { position += 1 }
    guard position > start else { throw fault("a value should stand, as dput writes it") }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func string(_ quote: UInt8) throws(Fault) -> String {
    position += 1
    var text: [UInt8] = []
    while let byte = peek, byte != quote {
      position += 1
      guard byte == UInt8(ascii: "\\") else {
        text.append(byte)
        continue
      }
      text += try escaped()
    }
    guard peek == quote else { throw fault("a text is not closed") }
    position += 1
    return String(decoding: text, as: UTF8.self)
  }

  /// What stands for the signs after a backslash.
  private mutating func escaped() throws(Fault) -> [UInt8] {
    guard let byte = peek else { throw fault("a text is not closed") }
    position += 1
    switch byte {
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "x"), UInt8(ascii: "u"), UInt8(ascii: "U"):
      let isBraced = takes("{")
      let start = position
      let most = byte == UInt8(ascii: "x") ? 2 : byte == UInt8(ascii: "u") ? 4 : 8
      while position - start < most, let digit = peek,
        UInt8(ascii: "0")...UInt8(ascii: "9") ~= digit
          || UInt8(ascii: "a")...UInt8(ascii: "f") ~= digit | 0x20
      { position += 1 }
      let digits = String(decoding: bytes[start..<position], as: UTF8.self)
      guard let scalar = UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init), !isBraced || takes("}")
      else {
        throw fault("a sign in a text is given by a number that is none")
      }
      return Array(String(Character(scalar)).utf8)
    default: return [byte]
    }
  }

  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func takes(_ sign: String) -> Bool {
    guard bytes[position...].starts(with: sign.utf8) else { return false }
    position += sign.utf8.count
    return true
  }

  private mutating func skipBlanks() {
    while let byte = peek {
      if byte == UInt8(ascii: "#") {
        while let sign = peek, sign != 0x0A { position += 1 }
      } else if !" \t\r\n".utf8.contains(byte) {
        return
      } else {
        position += 1
      }
    }
  }

  private func fault(_ problem: String) -> Fault {
    Fault(line: bytes.prefix(position).count { $0 == UInt8(ascii: "\n") } + 1, problem: problem)
  }
}
