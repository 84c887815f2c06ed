#if !os(Windows) && !os(WASI)

import SystemLibrary

/// This process, as the system knows it.
package enum ThisProcess {
  package static var number: Int32 { getpid() }

  /// The number of the user whose rights it has.
  package static var user: UInt32 { geteuid() }

  /// The code that says that whoever started a process does not keep to what was agreed.
  package static var protocolError: Int32 { EX_PROTOCOL }

  /// The code that says that a program cannot do what it is for.
  package static var unavailable: Int32 { EX_UNAVAILABLE }

  /// A variable of the environment; nil where it is not set.
  package static func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

  /// The folder that the user has named for temporary files; nil where none is named.
  package static var temporaryFolder: String? { environment("TMPDIR").flatMap { $0.isEmpty ? nil : $0 } }

  /// Ends in order: what is to be done at the end is done.
  package static func end(_ code: Int32) -> Never { exit(code) }

  /// Ends at once: nothing more is done. Signals may do that.
  package static func endAtOnce(_ code: Int32) -> Never { _exit(code) }

  /// The paths of the programs that have started this process, of the nearest first; none where the system does not tell.
  ///
  /// - Parameter most: how many are looked at.
  package static func starters(atMost most: Int) -> [String] {
    var paths: [String] = []
    var process = getppid()
    for _ in 0..<most where process > 1 {
      paths += FileName.target(ofLink: "/proc/\(process)/exe").map { [$0] } ?? []
      process = parent(of: process) ?? 0
    }
    return paths
  }

  /// The number of who has started a process: the second word behind its name, which is in brackets.
  private static func parent(of process: Int32) -> Int32? {
    guard let descriptor = try? Descriptor.openForReading("/proc/\(process)/stat") else { return nil }
    defer { Descriptor.close(descriptor) }
    var text = [UInt8](repeating: 0, count: 512)
    let count = text.withUnsafeMutableBytes { try? Descriptor.readSome(descriptor, $0.baseAddress, $0.count) }
    let words = String(decoding: text.prefix(count ?? 0), as: UTF8.self).split(separator: ")").last?
      .split(separator: " ")
    return words.flatMap { $0.count > 1 ? Int32($0[1]) : nil }
  }

  /// Whether another process of this number is there.
  package static func exists(_ number: Int32) -> Bool { kill(number, 0) == 0 || errno != ESRCH }
}

/// A limit that the system sets for this process.
package enum ProcessLimit: Sendable {
  /// The bytes of all addresses.
  case addressSpace
  /// The bytes of data and of memory that is asked for.
  case data
  /// How many files and connections are open.
  case openFiles

  #if canImport(Glibc)
  private var kind: __rlimit_resource_t {
    switch self {
    case .addressSpace: __rlimit_resource_t(RLIMIT_AS.rawValue)
    case .data: __rlimit_resource_t(RLIMIT_DATA.rawValue)
    case .openFiles: __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    }
  }
  #else
  private var kind: Int32 {
    switch self {
    case .addressSpace: RLIMIT_AS
    case .data: RLIMIT_DATA
    case .openFiles: RLIMIT_NOFILE
    }
  }
  #endif

  /// What it is now; nil where the system does not tell.
  package var current: UInt64? {
    var limit = rlimit()
    return getrlimit(kind, &limit) == 0 ? UInt64(limit.rlim_cur) : nil
  }

  /// Sets it, for good.
  package func set(_ value: Int) {
    var limit = rlimit(rlim_cur: rlim_t(value), rlim_max: rlim_t(value))
    _ = setrlimit(kind, &limit)
  }
}

/// A signal that this process may get.
///
/// Nothing here takes a lock or memory, so that a handler may do it too.
package enum Signal: Sendable {
  /// Ctrl-C.
  case interrupt
  case termination
  /// Nobody reads what is written.
  case brokenPipe
  /// A file would be larger than is allowed.
  case fileSize

  private var number: Int32 {
    switch self {
    case .interrupt: SIGINT
    case .termination: SIGTERM
    case .brokenPipe: SIGPIPE
    case .fileSize: SIGXFSZ
    }
  }

  package func ignore() { signal(number, SIG_IGN) }

  /// Does what the system does unless told otherwise.
  package func reset() { signal(number, SIG_DFL) }

  package func handle(by handler: @escaping @convention(c) (Int32) -> Void) { signal(number, handler) }
}

#endif
