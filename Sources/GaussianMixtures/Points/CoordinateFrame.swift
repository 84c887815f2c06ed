internal import Elementary

/// The coordinates in which EM runs: columns shifted by an origin and scaled by a power of two, both
/// exactly, so that neither extreme units nor a far offset cost a digit.
package struct CoordinateFrame: Sendable, Hashable {
  /// What is subtracted from each column.
  let origins: [Double]
  /// Column j is divided by `2^exponents[j]`.
  let exponents: [Int]

  var dimension: Int { origins.count }

  /// `Σ_j exponents[j] ln 2`: what is subtracted from a log density here to have it in the caller's units.
  package var logDensityShift: Double { Double(exponents.reduce(0, +)) * Logarithm.two }

  /// The frame of a model: the widest component has a spread near 1.
  package init(of model: GaussianMixture) {
    origins = (0..<model.dimension).map { j in
      let means = model.components.map { $0.mean[j] }
      return Self.origin(means.min() ?? 0, means.max() ?? 0)
    }
    exponents = (0..<model.dimension).map { j in
      let variance = model.components.map { $0.covariance[j, j] }.max() ?? 1
      return Int(variance.exponent) / 2
    }
  }

  init(origins: [Double], exponents: [Int]) {
    self.origins = origins
    self.exponents = exponents
  }

  /// A value in the middle of the two where subtracting it costs nothing, else 0.
  ///
  /// By Sterbenz' lemma `x - origin` is exact where the two are within a factor of 2 of each other, as all
  /// values between the two then are. Values beyond are rounded by a few units of their distance from those
  /// between.
  static func origin(_ smallest: Double, _ largest: Double) -> Double {
    let near = min(abs(smallest), abs(largest))
    let far = max(abs(smallest), abs(largest))
    guard smallest.sign == largest.sign, far / 2 <= near else { return 0 }
    let middle = near + (far - near) / 2
    return smallest.sign == .minus ? -middle : middle
  }

  /// Writes coordinates of one column from the caller's units into this frame.
  ///
  /// - Returns: whether all are nearer than the farthest.
  @discardableResult
  func enter(
    _ values: UnsafePointer<Double>, count: Int, column: Int, kernels: MixtureKernels,
    to output: UnsafeMutablePointer<Double>
  ) -> Bool {
    kernels.enter(
      values, count: count, origin: origins[column], exponent: exponents[column], to: output)
  }

  func enter(mean: [Double]) -> [Double] {
    (0..<dimension).map { scaled(mean[$0] - origins[$0], byPowerOfTwo: -exponents[$0]) }
  }

  func leave(mean: [Double]) -> [Double] {
    (0..<dimension).map { leave(mean[$0], column: $0) }
  }

  func leave(_ coordinate: Double, column: Int) -> Double {
    scaled(coordinate, byPowerOfTwo: exponents[column]) + origins[column]
  }

  func enter(covariance: SymmetricMatrix) -> SymmetricMatrix { scale(covariance, sign: -1) }

  func leave(covariance: SymmetricMatrix) -> SymmetricMatrix { scale(covariance, sign: 1) }

  private func scale(_ covariance: SymmetricMatrix, sign: Int) -> SymmetricMatrix {
    covariance.mapEntries { scaled($0, byPowerOfTwo: sign * (exponents[$1] + exponents[$2])) }
  }
}
