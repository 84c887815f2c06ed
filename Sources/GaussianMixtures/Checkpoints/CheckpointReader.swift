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
    return rest.prefix(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
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
    let count = try count(size: 8)
    var numbers: [Double] = []
    numbers.reserveCapacity(count)
    for _ in 0..<count { numbers.append(Double(bitPattern: try bits())) }
    lists.append(numbers)
    return numbers
  }
}

extension FitError {
  static let damagedCheckpoint = FitError(
    .checkpoint, "The checkpoint is damaged: its bytes are not those that were written. Take another copy, or begin anew.")
}
