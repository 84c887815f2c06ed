internal import Synchronization
internal import SystemCalls

/// Bytes as they arrive piece by piece, for a table that takes them over without a copy.
package final class ArrivingBytes: Sendable {
  private struct Storage: ~Copyable {
    var memory = ByteMemory()
    var count = 0
  }

  /// Blocks of this size go back to the system as soon as they are freed, smaller ones stay with the C library; and
  /// what nobody has written to takes no memory.
  private static let firstCapacity = 33 << 20

  // Memory has one owner at a time: this object, and then the table that has taken it.
  private let storage = Mutex(Storage())

  /// Begins without any.
  package init() {}

  /// The number of bytes so far.
  package var count: Int { storage.withLock { $0.count } }

  /// Appends a piece.
  ///
  /// - Returns: false where there is no memory for it.
  /// - Complexity: O(bytes of the piece), on average.
  package func append(_ piece: UnsafeRawBufferPointer) -> Bool {
    // Only read from, until this returns.
    nonisolated(unsafe) let piece = piece
    return storage.withLock { storage in
      guard let source = piece.baseAddress, !piece.isEmpty else { return true }
      let needed = storage.count + piece.count
      if needed > storage.memory.capacity {
        // Pages of large blocks are moved by the system, not copied.
        let capacity = max(needed, storage.memory.capacity / 2 * 3, Self.firstCapacity)
        guard storage.memory.grow(to: capacity) || storage.memory.grow(to: needed) else { return false }
      }
      storage.memory.base.map { $0 + storage.count }?.copyMemory(from: source, byteCount: piece.count)
      storage.count += piece.count
      return true
    }
  }

  /// Hands the memory over.
  func take() -> FileBytes {
    storage.withLock { storage in
      let count = storage.count
      var memory = ByteMemory()
      swap(&memory, &storage.memory)
      storage.count = 0
      // What is too much goes back; where it cannot, it stays.
      _ = memory.grow(to: count)
      return FileBytes(memory, count: count)
    }
  }
}

extension PointTable {
  /// Reads bytes that have arrived, which afterwards are gone from there.
  ///
  /// - Parameters:
  ///   - bytes: What would stand in a file.
  ///   - source: What messages are to call them.
  ///   - options: How a delimited text is to be read.
  /// - Throws: ``TableError`` where the bytes are no table.
  /// - Complexity: O(bytes).
  package init(
    taking bytes: ArrivingBytes, source: String, options: ReadingOptions = ReadingOptions()
  ) throws(TableError) {
    try self.init(bytes.take(), source: source, options: options)
  }

  /// The bytes of memory that the table holds: text, places of rows, names and kinds of columns.
  package var heldByteCount: Int {
    let perColumn = MemoryLayout<String>.stride + MemoryLayout<ColumnKind>.stride
    let names = columnNames.reduce(0) { $0 + perColumn + ($1.utf8.count > 15 ? $1.utf8.count + 32 : 0) }
    return byteCount + names
  }
}
