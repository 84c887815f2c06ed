import PointFiles

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Where the command speaks: answers to standard output, everything else to standard error.
struct Console: Sendable {
  let isQuiet: Bool

  /// Something the user had better know.
  func note(_ text: String) {
    if !isQuiet { Self.write("gmm: note: \(text)\n") }
  }

  /// What the reader of a table took for granted.
  func note(of table: PointTable) {
    for text in table.notes { note("\(table.source): \(text)") }
  }

  /// The answer.
  func answer(_ text: String) throws(TableError) { try AtomicFile.write(text, to: "-") }

  /// Whether standard error is a terminal, so that a line may be written over.
  static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// Text to standard error as it is; a closed one is nobody's loss.
  static func write(_ text: String) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let written = bytes.withUnsafeBytes {
        #if canImport(Glibc)
          Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count)
        #elseif canImport(Musl)
          Musl.write(STDERR_FILENO, $0.baseAddress, $0.count)
        #else
          Darwin.write(STDERR_FILENO, $0.baseAddress, $0.count)
        #endif
      }
      guard written > 0 else { return }
      bytes = bytes.dropFirst(written)
    }
  }
}
