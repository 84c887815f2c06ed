#if Command

#if canImport(Darwin)
import Darwin
#endif

/// The file of the program that runs.
enum OwnExecutable {
  static var path: String {
    #if os(Linux)
    "/proc/self/exe"
    #else
    ownPath ?? CommandLine.arguments[0]
    #endif
  }

  #if canImport(Darwin)
  private static var ownPath: String? {
    var size: UInt32 = 0
    _NSGetExecutablePath(nil, &size)
    var bytes = [CChar](repeating: 0, count: Int(size))
    guard _NSGetExecutablePath(&bytes, &size) == 0 else { return nil }
    return String(cString: bytes)
  }
  #endif
}

#endif
