internal import SystemCalls
internal import Synchronization

/// Room for numbers in a file without a name: what is larger than memory stands there, and passes read it again and again.
package final class ScratchSpace: Sendable {
  /// Why there is none.
  package struct Failure: Error, Sendable, Hashable {
    /// What went wrong, and what would cure it.
    package let cause: String
    package let cure: String
  }

  #if !os(Windows) && !os(WASI)
  private let pages: ResidentPages
  private let taken = Mutex(0)

  /// - Parameters:
  ///   - folder: where the file is; nil for where the system has its large temporary files.
  ///   - byteCount: how many bytes there is to be room for, at least 1.
  ///   - residentLimit: about how many bytes of files stay in memory.
  package init(in folder: String?, byteCount: Int, residentLimit: Int) throws(Failure) {
    let folder = folder ?? Self.usualFolder
    do throws(SystemError) {
      pages = ResidentPages(
        try FileMapping(scratchIn: folder, byteCount: byteCount), limit: residentLimit)
    } catch {
      throw Failure(
        cause: "\(ByteText.size(byteCount)) are needed in \(folder), and \(error.cause)",
        cure: error.cure)
    }
  }

  /// Where large temporary files are, where nobody says anything else.
  package static var usualFolder: String {
    // What is in /tmp is often in memory.
    ThisProcess.temporaryFolder ?? "/var/tmp"
  }

  /// Places on a page's boundary, all zero; nil where there is no room left.
  package func take(byteCount: Int) -> UnsafeMutableRawPointer? {
    let size = Self.roundedUp(byteCount)
    return taken.withLock { taken in
      guard taken + byteCount <= pages.mapping.byteCount else { return nil }
      defer { taken += size }
      return pages.mapping.base + taken
    }
  }

  /// Lets all pages go from memory; they come again where they are asked for.
  package func leaveMemory() { pages.mapping.leaveMemory() }

  /// Lets the pages between two places go from memory; they come again where they are asked for.
  func leaveMemory(from start: UnsafeRawPointer, byteCount: Int) {
    pages.mapping.leaveMemory(from: start, byteCount: byteCount)
  }
  #else
  package init(in folder: String?, byteCount: Int, residentLimit: Int) throws(Failure) {
    throw Failure(cause: "this system has no mapped files", cure: "keep the points in memory")
  }

  package func take(byteCount: Int) -> UnsafeMutableRawPointer? { nil }

  package func leaveMemory() {}

  func leaveMemory(from start: UnsafeRawPointer, byteCount: Int) {}
  #endif

  /// The bytes that so many take up.
  package static func roundedUp(_ byteCount: Int) -> Int { (byteCount + 4095) / 4096 * 4096 }
}
