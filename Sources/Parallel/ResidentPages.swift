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

  /// How often that is looked at where there is little room left: meanwhile some ten megabytes come.
  private static let leastMilliseconds = 2
  private static let mostMilliseconds = 500
  /// How much can come in a millisecond at the most, from the system itself where it has it at hand, to several threads.
  private static let bytesPerMillisecond = 16 << 20

  package init(_ mapping: FileMapping, limit: Int) {
    self.mapping = mapping
    self.limit = limit
    watch(after: Self.leastMilliseconds)
  }

  private func watch(after milliseconds: Int) {
    #if canImport(Dispatch) && os(Linux)
    // Apart from the threads that work, which may be as many as there are processors.
    DispatchQueue.global(qos: .userInteractive).asyncAfter(deadline: .now() + .milliseconds(milliseconds)) {
      [weak self] in
      guard let self else { return }
      let left = limit - Self.residentFileBytes
      if left < 0 { mapping.leaveMemory() }
      // Not before the room that is left can be full: a look takes a twentieth of two milliseconds.
      watch(after: min(max(left / Self.bytesPerMillisecond, Self.leastMilliseconds), Self.mostMilliseconds))
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
