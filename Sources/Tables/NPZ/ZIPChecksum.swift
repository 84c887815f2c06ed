internal import Synchronization

/// The checksum of ZIP archives: CRC-32 with the polynomial 0xEDB88320 (ISO 3309), eight bytes at a time.
///
/// Source: M. E. Kounavis and F. L. Berry, A systematic approach to building high performance software-based CRC
/// generators, ISCC 2005 (slicing by eight).
struct ZIPChecksum: Sendable {
  private var state: UInt32 = 0xFFFF_FFFF

  /// Of no bytes yet.
  init() {}

  /// Of some bytes.
  ///
  /// - Complexity: O(bytes).
  init(of bytes: UnsafeRawBufferPointer) { add(bytes) }

  /// The checksum of all bytes so far.
  var value: UInt32 { ~state }

  /// Takes the next bytes.
  mutating func add(_ bytes: UnsafeRawBufferPointer) {
    var sum = state
    Self.table.withUnsafeBufferPointer { table in
      var place = 0
      while place + 8 <= bytes.count {
        let low = sum ^ UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self))
        let high = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: place + 4, as: UInt32.self))
        sum = table[0x700 | Int(low & 0xFF)] ^ table[0x600 | Int(low >> 8 & 0xFF)]
        sum ^= table[0x500 | Int(low >> 16 & 0xFF)] ^ table[0x400 | Int(low >> 24)]
        sum ^= table[0x300 | Int(high & 0xFF)] ^ table[0x200 | Int(high >> 8 & 0xFF)]
        sum ^= table[0x100 | Int(high >> 16 & 0xFF)] ^ table[Int(high >> 24)]
        place += 8
      }
      while place < bytes.count {
        sum = sum >> 8 ^ table[Int((sum ^ UInt32(bytes[place])) & 0xFF)]
        place += 1
      }
    }
    state = sum
  }

  /// What a byte does to the sum, and what it does after one to seven bytes more.
  private static let table: [UInt32] = {
    var table = (0..<256).map { byte in
      (0..<8).reduce(UInt32(byte)) { sum, _ in sum >> 1 ^ (sum & 1 == 1 ? 0xEDB8_8320 : 0) }
    }
    for place in 256..<2048 { table.append(table[place - 256] >> 8 ^ table[Int(table[place - 256] & 0xFF)]) }
    return table
  }()
}

/// The checksum of bytes on their way into a file; a class, since several values stand for one file.
final class RunningChecksum: Sendable {
  private let sum = Mutex(ZIPChecksum())

  var value: UInt32 { sum.withLock { $0.value } }

  func add(_ bytes: UnsafeRawBufferPointer) { sum.withLock { $0.add(bytes) } }
}
