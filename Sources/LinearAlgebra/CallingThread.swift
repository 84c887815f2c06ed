#if !canImport(Accelerate)
  internal import COpenBLAS
#endif

/// The thread that linear algebra works on: the one that calls.
package enum CallingThread {
  /// Sees that OpenBLAS works on the calling thread alone; the factorizations here see to it themselves.
  ///
  /// A program may do so when it starts: until then the threads of OpenBLAS, which it starts when it is loaded,
  /// keep processors busy waiting for work.
  package static func useAlone() {
    #if !canImport(Accelerate)
      _ = once
    #endif
  }

  #if !canImport(Accelerate)
    // OpenBLAS keeps its thread count for the whole process.
    private static let once: Void = shim_use_calling_thread_alone()
  #endif
}
