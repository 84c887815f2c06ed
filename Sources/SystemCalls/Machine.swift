import SystemLibrary

/// The machine, as the system tells.
///
/// The library asks for nothing else, so that it can be built for every system; files, limits and signals are for those
/// that are like Unix.
package enum Machine {
  #if os(Windows)
  /// The processors that run, as far as one process uses them by itself.
  package static var processorCount: Int { Int(facts.dwNumberOfProcessors) }

  /// The bytes of a page of memory.
  package static var pageSize: Int { Int(facts.dwPageSize) }

  /// The bytes of memory; nil where the system does not tell.
  package static var memory: Int? {
    var status = MEMORYSTATUSEX()
    status.dwLength = DWORD(MemoryLayout<MEMORYSTATUSEX>.size)
    return GlobalMemoryStatusEx(&status) ? Int(clamping: status.ullTotalPhys) : nil
  }

  private static var facts: SYSTEM_INFO {
    var facts = SYSTEM_INFO()
    GetSystemInfo(&facts)
    return facts
  }
  #elseif os(WASI)
  package static var processorCount: Int { 1 }

  /// The bytes of a page of WebAssembly's memory.
  package static var pageSize: Int { 1 << 16 }

  /// Nobody tells.
  package static var memory: Int? { nil }
  #else
  /// The processors that run.
  package static var processorCount: Int { Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  /// The bytes of a page of memory; not positive where the system does not tell.
  package static var pageSize: Int { Int(sysconf(Int32(_SC_PAGESIZE))) }

  /// The bytes of memory; nil where the system does not tell.
  package static var memory: Int? {
    let pages = Int(sysconf(Int32(_SC_PHYS_PAGES)))
    guard pages > 0, pageSize > 0 else { return nil }
    let (bytes, isBeyond) = pages.multipliedReportingOverflow(by: pageSize)
    return isBeyond ? .max : bytes
  }
  #endif
}
