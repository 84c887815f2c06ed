#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// The processors of this machine.
package enum Processors {
  /// How many are online, at least 1.
  package static var count: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

  /// The bytes of their memory; as many as there can be where the system does not say.
  package static var memorySize: Int {
    let pages = Int(sysconf(Int32(_SC_PHYS_PAGES)))
    let (size, isTooLarge) = pages.multipliedReportingOverflow(by: Int(sysconf(Int32(_SC_PAGESIZE))))
    return size > 0 && !isTooLarge ? size : .max
  }
}
