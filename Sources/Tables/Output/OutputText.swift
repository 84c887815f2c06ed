/// Bytes of a table on their way out, gathered from small pieces; the memory serves again and again.
struct OutputText: ~Copyable {
  private var base: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private(set) var count = 0

  init(capacity: Int = 1 << 16) {
    self.capacity = capacity
    base = .allocate(capacity: capacity)
  }

  deinit { base.deallocate() }

  var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: base, count: count) }

  var last: UInt8? { count > 0 ? base[count - 1] : nil }

  mutating func removeAll() { count = 0 }

  @inline(__always)
  mutating func append(_ byte: UInt8) {
    makeRoom(1)
    base[count] = byte
    count += 1
  }

  @inline(__always)
  mutating func append(_ piece: UnsafeBufferPointer<UInt8>) {
    guard let start = piece.baseAddress, !piece.isEmpty else { return }
    makeRoom(piece.count)
    (base + count).update(from: start, count: piece.count)
    count += piece.count
  }

  mutating func append(_ piece: [UInt8]) { piece.withUnsafeBufferPointer { append($0) } }

  @inline(__always)
  mutating func append(_ value: Double, decimalMark: UInt8) {
    makeRoom(NumberText.capacity)
    count += NumberText.write(value, decimalMark: decimalMark, to: base + count)
  }

  /// A number, in quotes where they are needed.
  @inline(__always)
  mutating func append(_ value: Double, decimalMark: UInt8, isQuoted: Bool) {
    if isQuoted { append(Byte.quote) }
    append(value, decimalMark: decimalMark)
    if isQuoted { append(Byte.quote) }
  }

  @inline(__always)
  mutating func append(_ value: Int) {
    makeRoom(NumberText.capacity)
    count += NumberText.write(value, to: base + count)
  }

  /// Makes room for so many bytes, which the body writes.
  mutating func extend(by size: Int, _ write: (UnsafeMutableRawPointer) -> Void) {
    makeRoom(size)
    write(UnsafeMutableRawPointer(base + count))
    count += size
  }

  @inline(__always)
  private mutating func makeRoom(_ size: Int) {
    if count + size > capacity { grow(by: size) }
  }

  private mutating func grow(by size: Int) {
    let larger = max(2 * capacity, count + size)
    let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
    moved.update(from: base, count: count)
    base.deallocate()
    (base, capacity) = (moved, larger)
  }
}
