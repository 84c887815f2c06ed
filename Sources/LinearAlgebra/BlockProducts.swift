#if canImport(Accelerate)
  internal import Accelerate
#else
  internal import COpenBLAS
#endif

/// Products of level 2 and 3 on a block of points, stored coordinate by coordinate: coordinate `d` of
/// point `i` is at `d * stride + i`.
///
/// BLAS runs on the calling thread alone: callers parallelize over blocks.
package enum BlockProducts {
  /// Replaces every point `z` of the block by `W z`.
  ///
  /// - Complexity: O(count D²).
  package static func transform(
    _ block: UnsafeMutablePointer<Double>, stride: Int, count: Int, by factor: UnsafePointer<Double>,
    dimension: Int
  ) {
    ensureOneThread()
    cblas_dtrmm(
      CblasColMajor, CblasRight, CblasUpper, CblasNoTrans, CblasNonUnit, blasSize(count),
      blasSize(dimension), 1, factor, blasSize(dimension), block, blasSize(stride))
  }

  /// Adds `Σ z zᵀ` over the block's points to the lower triangle of a row-major D x D matrix.
  ///
  /// - Complexity: O(count D²).
  package static func addScatter(
    of block: UnsafePointer<Double>, stride: Int, count: Int, to scatter: UnsafeMutablePointer<Double>,
    dimension: Int
  ) {
    ensureOneThread()
    cblas_dsyrk(
      CblasColMajor, CblasUpper, CblasTrans, blasSize(dimension), blasSize(count), 1, block,
      blasSize(stride), 1, scatter, blasSize(dimension))
  }

  /// Adds `Σ w_i z_i` over the block's points to a vector of length D.
  ///
  /// - Complexity: O(count D).
  package static func addWeightedSum(
    of block: UnsafePointer<Double>, stride: Int, count: Int, weights: UnsafePointer<Double>,
    to sum: UnsafeMutablePointer<Double>, dimension: Int
  ) {
    ensureOneThread()
    cblas_dgemv(
      CblasColMajor, CblasTrans, blasSize(count), blasSize(dimension), 1, block, blasSize(stride), weights,
      1, 1, sum, 1)
  }

  private static func blasSize(_ value: Int) -> Int32 { Int32(value) }

  /// Sees that BLAS works on the calling thread alone; the products see to it themselves.
  ///
  /// A program may do so when it starts: until then the threads of OpenBLAS, which it starts when it is
  /// loaded, keep processors busy waiting for work.
  package static func ensureOneThread() {
    #if !canImport(Accelerate)
      _ = oneThread
    #endif
  }

  #if !canImport(Accelerate)
    // OpenBLAS keeps its thread count for the whole process; set once, before the first product.
    private static let oneThread: Void = shim_use_calling_thread_alone()
  #endif
}
