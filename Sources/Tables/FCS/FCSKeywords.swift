/// The keywords of a flow cytometry file, in their order, with their values as they are written.
struct FCSKeywords: Sendable {
  private(set) var keys: [String] = []
  private var values: [String: [UInt8]] = [:]
  /// What separates keys and values.
  let delimiter: UInt8
  /// Whether a delimiter within a value is doubled: not where values are empty.
  private(set) var doublesDelimiters = true

  init(delimiter: UInt8) { self.delimiter = delimiter }

  /// Reads a segment of text: a delimiter, then keys and values in turn, each with one after it.
  ///
  /// The standard has no empty values, so that two delimiters are one that belongs to the text; where nothing sound comes
  /// out in this way, they are taken for an empty value.
  init?(_ segment: UnsafeBufferPointer<UInt8>) {
    guard let delimiter = segment.first, segment.count > 2 else { return nil }
    for doubled in [true, false] {
      self.init(delimiter: delimiter)
      doublesDelimiters = doubled
      let words = Self.words(segment.dropFirst(), delimiter, doubled)
      for place in stride(from: 0, to: words.count - 1, by: 2) {
        put(words[place + 1], Self.text(words[place]))
      }
      if words.count.isMultiple(of: 2), self["$PAR"] != nil, self["$DATATYPE"] != nil { return }
    }
    return nil
  }

  private static func words(
    _ bytes: Slice<UnsafeBufferPointer<UInt8>>, _ delimiter: UInt8, _ doubled: Bool
  ) -> [[UInt8]] {
    var words: [[UInt8]] = []
    var word: [UInt8] = []
    var position = bytes.startIndex
    while position < bytes.endIndex {
      let byte = bytes[position]
      position += 1
      guard byte == delimiter else {
        word.append(byte)
        continue
      }
      if doubled, position < bytes.endIndex, bytes[position] == delimiter {
        word.append(byte)
        position += 1
      } else {
        words.append(word)
        word = []
      }
    }
    // Blanks may follow the last delimiter; some programs leave that out.
    if word.contains(where: { !Byte.isBlank($0) && $0 != 0 && $0 != Byte.lineFeed }) { words.append(word) }
    return words
  }

  /// The text of bytes that should be UTF-8, and are often of another age.
  static func text(_ bytes: [UInt8]) -> String {
    String(validating: bytes, as: UTF8.self) ?? TextEncoding.windows1252.string(bytes)
  }

  /// The value of a keyword, whatever the case of its letters, without blanks around it.
  subscript(key: String) -> String? {
    guard let value = values[key.uppercased()] else { return nil }
    let trimmed = value.drop(while: Byte.isBlank).reversed().drop(while: Byte.isBlank).reversed()
    return Self.text(Array(trimmed))
  }

  /// The whole number of a keyword.
  func integer(_ key: String) -> Int? { self[key].flatMap { Int($0) } }

  private mutating func put(_ value: [UInt8], _ key: String) {
    let known = key.uppercased()
    if values.updateValue(value, forKey: known) == nil { keys.append(key) }
  }

  mutating func set(_ value: some CustomStringConvertible, _ key: String) {
    put(Array("\(value)".utf8), key)
  }

  mutating func append(_ other: FCSKeywords) {
    for key in other.keys where values[key.uppercased()] == nil {
      put(other.values[key.uppercased()] ?? [], key)
    }
  }

  /// All keywords with their values.
  var all: [String: String] {
    Dictionary(keys.map { ($0.uppercased(), self[$0] ?? "") }, uniquingKeysWith: { first, _ in first })
  }

  /// The segment of text that holds them.
  var segment: [UInt8] {
    var bytes = [delimiter]
    for key in keys {
      for word in [Array(key.utf8), values[key.uppercased()] ?? []] {
        // Where delimiters are doubled, nothing is empty.
        let word = word.isEmpty && doublesDelimiters ? [Byte.space] : word
        for byte in word { bytes += byte == delimiter && doublesDelimiters ? [byte, byte] : [byte] }
        bytes.append(delimiter)
      }
    }
    return bytes
  }
}
