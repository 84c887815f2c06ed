#if Command

internal import SystemCalls

/// The number of files and connections that the system lets this process have open.
enum DescriptorLimit {
  static var current: Int { ProcessLimit.openFiles.current.map { Int(clamping: $0) } ?? 256 }
}

#endif
