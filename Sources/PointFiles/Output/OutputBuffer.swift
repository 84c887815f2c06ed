/// Gathers small pieces of a table before they are written.
struct OutputBuffer: ~Copyable {
  private static let capacity = 1 << 18

  private var file: AtomicFile
  private var bytes = [UInt8](repeating: 0, count: capacity)
  private var count = 0

  init(_ file: consuming AtomicFile) { self.file = file }

  @inline(__always)
  mutating func append(_ byte: UInt8) throws(TableError) {
    try makeRoom(1)
    bytes[count] = byte
    count += 1
  }

  mutating func append(_ piece: UnsafeBufferPointer<UInt8>) throws(TableError) {
    guard piece.count <= Self.capacity else {
      try flush()
      return try file.write(UnsafeRawBufferPointer(piece))
    }
    try makeRoom(piece.count)
    let start = count
    bytes.withUnsafeMutableBytes { buffer in
      let room = UnsafeMutableRawBufferPointer(rebasing: buffer[start...])
      room.copyMemory(from: UnsafeRawBufferPointer(piece))
    }
    count += piece.count
  }

  mutating func append(_ piece: [UInt8]) throws(TableError) {
    try piece.withUnsafeBufferPointer { bytes throws(TableError) in try append(bytes) }
  }

  mutating func append(_ value: Double, decimalMark: UInt8) throws(TableError) {
    try makeRoom(NumberText.capacity)
    let start = count
    count += bytes.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return 0 }
      return NumberText.write(value, decimalMark: decimalMark, to: base + start)
    }
  }

  mutating func append(_ value: Int) throws(TableError) {
    try makeRoom(NumberText.capacity)
    let start = count
    count += bytes.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return 0 }
      return NumberText.write(value, to: base + start)
    }
  }

  consuming func commit() throws(TableError) {
    try flush()
    try file.commit()
  }

  @inline(__always)
  private mutating func makeRoom(_ size: Int) throws(TableError) {
    if count + size > Self.capacity { try flush() }
  }

  private mutating func flush() throws(TableError) {
    let end = count
    count = 0
    try bytes.withUnsafeBufferPointer { buffer throws(TableError) in
      try file.write(UnsafeRawBufferPointer(buffer.extracting(0..<end)))
    }
  }
}
