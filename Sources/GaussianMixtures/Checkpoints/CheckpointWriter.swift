/// Puts values into bytes that hold them to the last bit.
///
/// Every number takes eight bytes, the lowest first. Lists of numbers that have been written already take a reference: the
/// parameters of a run are often those of its last plain step too, and a covariance that all components share is one.
struct CheckpointWriter {
  private(set) var bytes: [UInt8] = []
  /// The lists of numbers so far, with their places among these.
  private var places: [EqualBits: Int] = [:]

  mutating func write(_ bits: UInt64) {
    withUnsafeBytes(of: bits.littleEndian) { bytes.append(contentsOf: $0) }
  }

  /// Text as it is, for the head of the file.
  mutating func write(line: String) { bytes += Array(line.utf8) + [UInt8(ascii: "\n")] }

  mutating func write(utf8 text: String) {
    let text = Array(text.utf8)
    write(UInt64(text.count))
    bytes += text
  }

  mutating func write(_ part: some CheckpointPart) { part.write(to: &self) }

  mutating func write(numbers: [Double]) {
    let list = EqualBits(numbers: numbers)
    if let place = places[list] {
      write(UInt64(place + 1))
      return
    }
    places[list] = places.count
    write(0 as UInt64)
    write(words: numbers)
  }

  /// Values of eight bytes as they are, behind how many they are.
  mutating func write<Word: BitwiseCopyable>(words: [Word]) {
    precondition(MemoryLayout<Word>.stride == 8, "a word has eight bytes")
    write(UInt64(words.count))
    words.withUnsafeBytes { source in
      if 1.littleEndian == 1 { return bytes.append(contentsOf: source) }
      for start in stride(from: 0, to: source.count, by: 8) {
        bytes.append(contentsOf: source[start..<(start + 8)].reversed())
      }
    }
  }
}

/// Numbers that are the same where all their bits are: of two zeros one may be negative.
private struct EqualBits: Hashable {
  let numbers: [Double]

  static func == (one: Self, other: Self) -> Bool {
    one.numbers.elementsEqual(other.numbers) { $0.bitPattern == $1.bitPattern }
  }

  func hash(into hasher: inout Hasher) { numbers.withUnsafeBytes { hasher.combine(bytes: $0) } }
}
