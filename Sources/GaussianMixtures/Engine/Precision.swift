extension Engine {
  /// The precision that passes over points compute in.
  ///
  /// ```swift
  /// let engine = Engine(precision: .single)
  /// let result = try MixtureEstimator(componentCount: 3, engine: engine).fit(points)
  /// ```
  public enum Precision: String, Sendable, Hashable, Codable, CaseIterable {
    /// 64 bits.
    case double
    /// 32 bits as long as a fit is on its way, and 64 for its last iterations: half the memory for points, and an iteration in
    /// little more than half the time.
    ///
    /// - Points are kept as 32 bits in coordinates in which a column's origin and scale are taken away exactly. Numbers
    ///   that were read as 32 bits lose nothing by it, at any distance from zero; others at most 6e-8 of their distance from
    ///   the middle of the column's range, and from zero where that is not far outside of the range.
    /// - Densities and responsibilities are computed in 32 bits, and so are the statistics of up to 256 points about the
    ///   components' means; these are added in 64 bits. A log-likelihood is within 1e-5 nats a point of that of the
    ///   same model and points in 64 bits, as long as components are no narrower along any axis than a thousandth of what
    ///   they are along others, and of their distance from the origin; where it is a hundred-thousandth, within 1e-3.
    /// - When an iteration gains less than 1e-7 nats a point, or the stopping rule is met, iterations go on in 64 bits, and so
    ///   does the last one that is allowed. Until then a history may fall by as little as that. The model, its log-likelihood
    ///   and all that is found out from these are those of the points as they are kept, to 64 bits.
    ///
    /// A search for a start is in 64 bits, since it tells maxima apart by small differences, and so is what goes on from a search
    /// that all points took part in. A fit is in 64 bits altogether where columns are scaled alike, and one's spread is 1e12 times
    /// that of another.
    case single
  }
}

/// The numbers that the loops over points are compiled for.
protocol KernelNumber: BinaryFloatingPoint, BitwiseCopyable, Sendable {
  static var precision: Engine.Precision { get }
  /// What log densities are taken for where they are lower, or no numbers.
  static var lowestDensity: Self { get }

  /// Takes doubles that are written, in this precision.
  static func take(
    _ count: Int, to target: UnsafeMutablePointer<Self>, kernels: MixtureKernels,
    _ write: (UnsafeMutablePointer<Double>) -> Void)
}

extension Double: KernelNumber {
  static var precision: Engine.Precision { .double }
  static var lowestDensity: Double { -0x1p1000 }

  static func take(
    _ count: Int, to target: UnsafeMutablePointer<Double>, kernels: MixtureKernels,
    _ write: (UnsafeMutablePointer<Double>) -> Void
  ) {
    write(target)
  }
}

extension Float: KernelNumber {
  static var precision: Engine.Precision { .single }
  static var lowestDensity: Float { -0x1p100 }

  static func take(
    _ count: Int, to target: UnsafeMutablePointer<Float>, kernels: MixtureKernels,
    _ write: (UnsafeMutablePointer<Double>) -> Void
  ) {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: count) { doubles in
      guard let base = doubles.baseAddress else { return }
      write(base)
      kernels.narrow(base, count: count, to: target)
    }
  }
}
