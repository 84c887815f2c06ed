/// Takes values out of the bytes that a ``CheckpointWriter`` has put them into.
///
/// No count is trusted before there are as many bytes.
struct CheckpointReader {
  private var rest: ArraySlice<UInt8>
  /// The lists of numbers so far.
  private var lists: [[Double]] = []

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  /// Whether all has been read.
  var isAtEnd: Bool { rest.isEmpty }

  mutating func bits() throws(FitError) -> UInt64 {
    guard rest.count >= 8 else { throw .damagedCheckpoint }
    defer { rest = rest.dropFirst(8) }
    return UInt64(littleEndian: rest.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) })
  }

  /// Values of eight bytes, as they were written.
  ///
  /// - Parameter zero: any of them.
  mutating func words<Word: BitwiseCopyable>(_ zero: Word) throws(FitError) -> [Word] {
    precondition(MemoryLayout<Word>.stride == 8, "a word has eight bytes")
    let count = try count(size: 8)
    defer { rest = rest.dropFirst(8 * count) }
    var words = [Word](repeating: zero, count: count)
    words.withUnsafeMutableBytes { target in
      rest.withUnsafeBytes { target.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0.prefix(8 * count))) }
      guard 1.littleEndian != 1 else { return }
      for start in stride(from: 0, to: target.count, by: 8) { target[start..<(start + 8)].reverse() }
    }
    return words
  }

  /// How many values follow, of at least so many bytes each.
  mutating func count(size: Int) throws(FitError) -> Int {
    let count = Int(truncatingIfNeeded: try bits())
    guard count >= 0, count <= rest.count / max(size, 1) else { throw .damagedCheckpoint }
    return count
  }

  mutating func utf8() throws(FitError) -> String {
    let count = try count(size: 1)
    defer { rest = rest.dropFirst(count) }
    return String(decoding: rest.prefix(count), as: UTF8.self)
  }

  mutating func read<Part: CheckpointPart>(_: Part.Type = Part.self) throws(FitError) -> Part {
    try Part(reading: &self)
  }

  mutating func numbers() throws(FitError) -> [Double] {
    let reference = try bits()
    guard reference == 0 else {
      guard reference <= lists.count else { throw .damagedCheckpoint }
      return lists[Int(reference) - 1]
    }
    let numbers = try words(0.0)
    lists.append(numbers)
    return numbers
  }
}

extension FitError {
  static let damagedCheckpoint = FitError(
    .checkpoint, "The checkpoint is damaged: its bytes are not those that were written. Take another copy, or begin anew.")
}
