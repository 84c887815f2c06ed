/// The limits that groups of processes have together, on Linux.
enum ControlGroup {
  /// The bytes that the tightest group may still take.
  static func availableMemory() -> Int? {
    folders(of: "memory").compactMap { folder, isUnified in isUnified ? unified(folder) : older(folder) }
      .min()
  }

  /// How many processors' time the tightest group may have.
  static func processors() -> Double? {
    folders(of: "cpu").compactMap { folder, isUnified -> Double? in
      guard isUnified else {
        guard let quota = SystemText.number(in: "\(folder)/cpu.cfs_quota_us"),
          let period = SystemText.number(in: "\(folder)/cpu.cfs_period_us")
        else { return nil }
        return share(quota, of: period)
      }
      let numbers = SystemText.read("\(folder)/cpu.max")?.split(whereSeparator: \.isWhitespace).map {
        Int($0)
      }
      guard let numbers, numbers.count == 2, let quota = numbers[0], let period = numbers[1] else {
        return nil
      }
      return share(quota, of: period)
    }.min()
  }

  private static func share(_ quota: Int, of period: Int) -> Double? {
    quota > 0 && period > 0 ? Double(quota) / Double(period) : nil
  }

  /// Where this process' groups tell of a controller, and whether by the unified hierarchy.
  private static func folders(of controller: String) -> [(folder: String, isUnified: Bool)] {
    guard let groups = SystemText.read("/proc/self/cgroup") else { return [] }
    var found: [(String, Bool)] = []
    for line in groups.split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3 else { continue }
      let isUnified = parts[1].isEmpty
      guard isUnified || parts[1].split(separator: ",").contains(where: { $0 == controller }) else {
        continue
      }
      let root = isUnified ? "/sys/fs/cgroup" : "/sys/fs/cgroup/\(controller)"
      found += folders(of: String(parts[2]), below: root).map { ($0, isUnified) }
    }
    return found
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
    guard let limit = SystemText.number(in: "\(folder)/\(limit)"),
      let used = SystemText.number(in: "\(folder)/\(use)")
    else { return nil }
    let kept =
      SystemText.read("\(folder)/memory.stat").flatMap { SystemText.number(after: cache, in: $0) } ?? 0
    return limit - max(0, used - kept)
  }
}
