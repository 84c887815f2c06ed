/// How the bytes of a file are compressed, whatever table they hold.
enum Compression: Sendable, CaseIterable {
  case gzip, zstd

  /// Whether compressed files are read and written: it takes libraries, which the trait `Formats` brings.
  static var isBuilt: Bool {
    #if Formats
    true
    #else
    false
    #endif
  }

  /// What is said where they are not.
  static let buildCure = "read it by a build with the trait Formats, such as that of the command gmm"

  var name: String {
    switch self {
    case .gzip: "gzip"
    case .zstd: "zstd"
    }
  }

  /// The end of the name of a file that is so compressed, in small letters.
  var ending: String {
    switch self {
    case .gzip: "gz"
    case .zstd: "zst"
    }
  }

  /// What the end of a name promises; nil where it is no compression that is built.
  init?(ending: String) {
    guard Self.isBuilt, let found = Self.allCases.first(where: { $0.ending == ending }) else { return nil }
    self = found
  }

  /// What the first bytes of a file tell; nil where they tell no compression that is built.
  init?(beginning: UnsafeBufferPointer<UInt8>) {
    guard Self.isBuilt else { return nil }
    if beginning.starts(with: [0x1F, 0x8B, 0x08]) {
      self = .gzip
    } else if beginning.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) {
      self = .zstd
    } else if beginning.count >= 4, (0x50...0x5F).contains(beginning[0]),
      beginning[1..<4].elementsEqual([0x2A, 0x4D, 0x18])
    {
      // A frame to be skipped, by which some programs begin.
      self = .zstd
    } else {
      return nil
    }
  }
}
