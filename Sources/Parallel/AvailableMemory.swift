internal import Elementary
internal import Synchronization
internal import SystemCalls

/// How much memory this process may still take, and what sets the limit.
///
/// A request beyond an address space's limit ends a Swift program with a trap, and one beyond what the machine has ends
/// it, or another program, by a signal: needs of many bytes are compared with this before they are taken.
package struct AvailableMemory: Sendable, Hashable {
  /// What sets a limit; new ones may be added.
  package enum Limit: Sendable, Hashable {
    /// The largest address space or data segment of a process (`ulimit -v`, `ulimit -d`).
    case process
    /// A control group, such as a container's.
    case controlGroup
    /// What of the machine's memory is free.
    case machine
  }

  /// The bytes that may still be taken; never less than 0.
  package let bytes: Int
  /// The limit that is reached first.
  package let limit: Limit

  /// Whose the memory is, as messages say it: `the process may still take (ulimit -v)`.
  package var explanation: String {
    switch limit {
    case .process: "the process may still take (ulimit -v or -d)"
    case .controlGroup: "the control group has left"
    case .machine: "the machine has left"
    }
  }

  private static let sharers = Atomic(1)

  /// Leaves to this process what falls to it where others of the machine do the same work.
  ///
  /// - Parameter count: how many they are, with this one.
  package static func share(among count: Int) { sharers.store(max(1, count), ordering: .relaxed) }

  /// How many they are.
  package static var sharerCount: Int { sharers.load(ordering: .relaxed) }

  /// A number by which processes know whether their machine is the same; 0 where the system has none.
  package static let machine: UInt32 = {
    let text = SystemText.read("/proc/sys/kernel/random/boot_id") ?? ""
    return text.isEmpty ? 0 : FNV1a.hash32(text.utf8)
  }()

  /// What is there now.
  ///
  /// - Complexity: a few small files of the system's are read.
  package static func now() -> AvailableMemory {
    let limits: [(Int?, Limit)] = [
      (processLimit(), .process), (shared(ControlGroup.availableMemory()), .controlGroup),
      (shared(machineMemory()), .machine),
    ]
    return limits.reduce(AvailableMemory(bytes: .max, limit: .machine)) { least, next in
      guard let bytes = next.0, bytes < least.bytes else { return least }
      return AvailableMemory(bytes: max(0, bytes), limit: next.1)
    }
  }

  private static func shared(_ bytes: Int?) -> Int? { bytes.map { $0 / sharers.load(ordering: .relaxed) } }

  private static func processLimit() -> Int? {
    #if os(Linux)
    // In pages: the whole, and the sixth, data with stacks.
    let sizes = SystemText.read("/proc/self/statm")?.split(separator: " ").compactMap { Int($0) } ?? []
    let used = (whole: sizes.first ?? 0, data: sizes.count > 5 ? sizes[5] : 0)
    let rest = [(ProcessLimit.addressSpace, used.whole), (.data, used.data)].compactMap { limit, pages in
      limit.current.flatMap { Int(exactly: $0) }.map { $0 - pages * Machine.pageSize }
    }
    return rest.min()
    #else
    return nil
    #endif
  }

  /// What is free, or could be made so, and what can be swapped out.
  private static func machineMemory() -> Int? {
    if let text = SystemText.read("/proc/meminfo") {
      let available = SystemText.number(after: "MemAvailable:", in: text)
      if let available { return (available + (SystemText.number(after: "SwapFree:", in: text) ?? 0)) << 10 }
    }
    return Machine.memory
  }
}
