internal import Synchronization
internal import SystemCalls

/// The processors that this process may use.
package enum Processors {
  /// How many, at least 1: those of its affinity, and no more than its control group has time on.
  ///
  /// Counted once: the system is asked through files, which takes longer than to label a point.
  package static var count: Int {
    let sharers = sharers.load(ordering: .relaxed)
    return sharers == 1 ? ownCount : max(1, min(ownCount, Machine.processorCount / sharers))
  }

  private static let sharers = Atomic(1)

  /// Leaves to this process what falls to it where others of the machine do the same work.
  ///
  /// - Parameter count: How many they are, with this one.
  package static func share(among count: Int) { sharers.store(max(1, count), ordering: .relaxed) }

  private static let ownCount: Int = {
    let group = ControlGroup.processors().map { Int($0.rounded(.up)) } ?? .max
    return max(1, min(allowed() ?? Machine.processorCount, group))
  }()

  /// Those that the process is bound to (`taskset`, a container's set), one bit each in hexadecimal digits; nil where the
  /// system does not tell.
  private static func allowed() -> Int? {
    let lines = SystemText.read("/proc/self/status")?.split(separator: "\n") ?? []
    guard let mask = lines.first(where: { $0.hasPrefix("Cpus_allowed:") }) else { return nil }
    let count = mask.drop { $0 != ":" }.reduce(0) { $0 + ($1.hexDigitValue ?? 0).nonzeroBitCount }
    return count > 0 ? count : nil
  }
}
