#if !os(Windows) && !os(WASI)

internal import CMPI
internal import GaussianMixtures
internal import SystemCalls

/// The library of the MPI that has started this process.
enum MPILibrary {
  private static let variable = "GMM_MPI_LIBRARY"
  /// So many programs that have started one another are looked at: a launcher, and what somebody has put between.
  private static let starterCount = 4

  /// Begins with it.
  ///
  /// - Parameter library: its path; nil to find it.
  /// - Throws: ``CommunicationError`` where there is none, or it refuses.
  static func begin(_ library: String?) throws(CommunicationError) {
    let given = library ?? ThisProcess.environment(variable).flatMap { $0.isEmpty ? nil : $0 }
    var reason: String?
    for path in given.map({ [$0] }) ?? paths {
      switch cmpi_begin(path) {
      case CMPI_DONE: return
      case CMPI_ABSENT:
        // Of many places most have no such file: what matters is why one that is there cannot be loaded.
        if given != nil || isThere(path) { reason = reason ?? String(cString: cmpi_reason()) }
      default: throw unusable("\(path) is no MPI that is known here")
      }
    }
    throw reason.map(unusable)
      ?? CommunicationError(
        .refused,
        "No library of MPI is found: neither the system nor a folder lib beside the programs that have started this one, or "
          + "beside those of PATH, has \(names.joined(separator: " or ")). Name its path in \(variable).")
  }

  private static func unusable(_ reason: String) -> CommunicationError {
    CommunicationError(
      .refused, "The library of MPI cannot be used (\(reason)); name the path of another in \(variable).")
  }

  private static func isThere(_ path: String) -> Bool {
    guard path.contains("/"), let descriptor = try? Descriptor.openForReading(path) else { return false }
    Descriptor.close(descriptor)
    return true
  }

  /// What it may be called, by who has started this process.
  private static var names: [String] {
    let open = ["libmpi.so.40", "libmpi.so"]
    let mpich = ["libmpi.so.12", "libmpich.so.12", "libmpi_abi.so.1", "libmpi_abi.so.0"]
    // Slurm starts either by PMIx.
    let isOpen = ThisProcess.environment("OMPI_COMM_WORLD_SIZE") != nil
    return isOpen ? open : ThisProcess.environment("PMI_SIZE") == nil ? open + mpich : mpich
  }

  /// Where it may be: where somebody says, beside the programs that have started this one, where the system finds it by
  /// name, and beside other programs.
  private static var paths: [String] {
    let prefixes = ["OPAL_PREFIX", "MPI_HOME", "MPI_ROOT", "I_MPI_ROOT"].compactMap(ThisProcess.environment)
    // The system's own libraries it finds itself, and among its programs are shells that started a launcher.
    let starters = ThisProcess.starters(atMost: starterCount).compactMap(folder)
      .filter { !["/usr/bin", "/bin", "/usr/sbin", "/sbin"].contains($0) }
    let programs = (ThisProcess.environment("PATH") ?? "").split(separator: ":").map(String.init)
    let folders =
      prefixes.map { "\($0)/lib/" } + starters.map { "\($0)/../lib/" } + [""]
      + programs.map { "\($0)/../lib/" }
    return folders.flatMap { folder in names.map { folder + $0 } }
  }

  private static func folder(_ path: String) -> String? {
    path.lastIndex(of: "/").map { String(path[..<$0]) }
  }
}

#endif
