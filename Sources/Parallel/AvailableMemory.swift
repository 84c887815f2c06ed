#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

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

  /// What is there now.
  ///
  /// - Complexity: a few small files of the system's are read.
  package static func now() -> AvailableMemory {
    let limits: [(Int?, Limit)] = [
      (processLimit(), .process), (ControlGroup.available(), .controlGroup), (machineMemory(), .machine),
    ]
    return limits.reduce(AvailableMemory(bytes: .max, limit: .machine)) { least, next in
      guard let bytes = next.0, bytes < least.bytes else { return least }
      return AvailableMemory(bytes: max(0, bytes), limit: next.1)
    }
  }

  private static func processLimit() -> Int? {
    #if os(Linux)
      // In pages: the whole, and the sixth, data with stacks.
      let sizes = SystemText.read("/proc/self/statm")?.split(separator: " ").compactMap { Int($0) } ?? []
      let page = sysconf(Int32(_SC_PAGESIZE))
      let used = (whole: (sizes.first ?? 0) * page, data: sizes.count > 5 ? sizes[5] * page : 0)
      #if canImport(Glibc)
        let (whole, data) = (Int32(RLIMIT_AS.rawValue), Int32(RLIMIT_DATA.rawValue))
      #else
        let (whole, data) = (RLIMIT_AS, RLIMIT_DATA)
      #endif
      let rest = [(whole, used.whole), (data, used.data)].compactMap { kind, used -> Int? in
        var limit = rlimit()
        guard getrlimit(kind, &limit) == 0, let bytes = Int(exactly: limit.rlim_cur) else { return nil }
        return bytes - used
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
    let (pages, size) = (sysconf(Int32(_SC_PHYS_PAGES)), sysconf(Int32(_SC_PAGESIZE)))
    return pages > 0 && size > 0 ? pages * size : nil
  }
}

/// The limits that groups of processes have together, on Linux.
private enum ControlGroup {
  static func available() -> Int? {
    guard let groups = SystemText.read("/proc/self/cgroup") else { return nil }
    var least: Int?
    for line in groups.split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3 else { continue }
      let isUnified = parts[1].isEmpty
      guard isUnified || parts[1].split(separator: ",").contains("memory") else { continue }
      let root = isUnified ? "/sys/fs/cgroup" : "/sys/fs/cgroup/memory"
      for folder in folders(of: String(parts[2]), below: root) {
        guard let rest = isUnified ? unified(folder) : older(folder) else { continue }
        least = min(least ?? rest, rest)
      }
    }
    return least
  }

  /// The group's folder and those above it: each may have a limit. In a container the path may be another's, and only
  /// the root is there.
  private static func folders(of path: String, below root: String) -> [String] {
    var folders = [root]
    for part in path.split(separator: "/") { folders.append("\(folders[folders.count - 1])/\(part)") }
    return folders
  }

  private static func unified(_ folder: String) -> Int? {
    rest(of: folder, limit: "memory.max", use: "memory.current", cache: "file ")
  }

  private static func older(_ folder: String) -> Int? {
    rest(of: folder, limit: "memory.limit_in_bytes", use: "memory.usage_in_bytes", cache: "total_cache ")
  }

  /// The limit less what is in use, files that are kept in memory for later left out.
  private static func rest(of folder: String, limit: String, use: String, cache: String) -> Int? {
    guard let limit = SystemText.read("\(folder)/\(limit)").flatMap({ SystemText.number(after: "", in: $0) }),
      let used = SystemText.read("\(folder)/\(use)").flatMap({ SystemText.number(after: "", in: $0) })
    else { return nil }
    let kept = SystemText.read("\(folder)/memory.stat").flatMap { SystemText.number(after: cache, in: $0) } ?? 0
    return limit - max(0, used - kept)
  }
}

/// Small texts in which a system tells of itself.
private enum SystemText {
  static func read(_ path: String) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var text: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 13)
    while text.count < 1 << 20 {
      let count = buffer.withUnsafeMutableBytes { systemRead(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      text += buffer.prefix(count)
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The number that follows a word at the start of a line.
  static func number(after word: String, in text: String) -> Int? {
    for line in text.split(separator: "\n") where line.hasPrefix(word) {
      return Int(line.dropFirst(word.count).drop { $0 == " " }.prefix { $0.isNumber })
    }
    return nil
  }
}

/// The system's read, whose name the type above has taken.
private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(descriptor, buffer, count)
}
