internal import SystemCalls

/// Small texts in which a system tells of itself.
enum SystemText {
  /// The text of a file; nil where there is none, and on systems that tell nothing in this way.
  static func read(_ path: String) -> String? {
    #if os(Linux) || os(Android)
    guard let descriptor = try? Descriptor.openForReading(path) else { return nil }
    defer { Descriptor.close(descriptor) }
    var text: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 13)
    while text.count < 1 << 20 {
      let count = buffer.withUnsafeMutableBytes {
        try? Descriptor.readSome(descriptor, $0.baseAddress, $0.count)
      }
      guard let count, count > 0 else { break }
      text += buffer.prefix(count)
    }
    return String(decoding: text, as: UTF8.self)
    #else
    return nil
    #endif
  }

  /// The number that a file begins with.
  static func number(in path: String) -> Int? { read(path).flatMap { number(after: "", in: $0) } }

  /// The number that follows a word at the start of a line.
  static func number(after word: String, in text: String) -> Int? {
    for line in text.split(separator: "\n") where line.hasPrefix(word) {
      return Int(line.dropFirst(word.count).drop { $0 == " " }.prefix { $0.isNumber || $0 == "-" })
    }
    return nil
  }
}
