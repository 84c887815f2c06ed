package import SystemCalls

#if canImport(Dispatch)
internal import Dispatch
#endif

#if !os(Windows) && !os(WASI)

/// A mapped file of which no more than about so many bytes stay in memory: passes over it go at the speed of reading.
///
/// The system would keep what was touched as long as nobody else asks for memory, and count it as this process's own.
package final class ResidentPages: Sendable {
  package let mapping: FileMapping
  /// How many bytes of files this process may have in memory before these leave.
  private let limit: Int

  /// How often that is looked at: meanwhile some ten megabytes come, from the system itself where it has them at hand.
  private static let milliseconds = 2

  package init(_ mapping: FileMapping, limit: Int) {
    self.mapping = mapping
    self.limit = limit
    watch()
  }

  private func watch() {
    #if canImport(Dispatch) && os(Linux)
    // Apart from the threads that work, which may be as many as there are processors.
    DispatchQueue.global(qos: .userInteractive).asyncAfter(deadline: .now() + .milliseconds(Self.milliseconds)) {
      [weak self] in
      guard let self else { return }
      if Self.residentFileBytes > limit { mapping.leaveMemory() }
      watch()
    }
    #endif
  }

  /// What this process has of files in its memory: the third number, in pages.
  private static var residentFileBytes: Int {
    let sizes = SystemText.read("/proc/self/statm")?.split(separator: " ").prefix(3).compactMap { Int($0) } ?? []
    return sizes.count == 3 ? sizes[2] * Machine.pageSize : 0
  }
}

#endif
