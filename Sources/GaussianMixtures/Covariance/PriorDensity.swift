internal import Elementary
internal import LinearAlgebra

/// A conjugate prior in the frame of a fit: as it is conjugate, it does to the estimates what more points
/// would do, and enters the maximization as statistics that are added.
///
/// With `a` points' worth of mass and a scatter `S` for each component, and `κ` points at the mean `μ₀` of
/// all, the logarithm of the density is `-½ Σ_k [a ln (|Σ_k| / |S|) + tr S Σ_k⁻¹ + κ (μ_k - μ₀)ᵀ Σ_k⁻¹ (μ_k -
/// μ₀)]` but for a constant; so it does not depend on units. What all components share has its prior once, a
/// K-th of it for each.
///
/// Source: Fraley and Raftery (2007).
struct PriorDensity: Sendable {
  /// κ.
  private let shrinkage: Double
  /// μ₀.
  private let mean: [Double]
  /// a.
  private let mass: Double
  /// S.
  private let scatter: SymmetricMatrix
  /// The Cholesky factor of S.
  private let factor: TriangularFactor

  /// - Parameters:
  ///   - options: the strengths.
  ///   - structure: one that has a conjugate prior.
  ///   - componentCount: K.
  ///   - points: whose mean and covariance it is about.
  ///   - floor: to which a scale is raised where the data are flat.
  /// - Throws: ``FitError`` where the degrees of freedom are too few for the dimension.
  init(
    _ options: ConjugatePrior, structure: CovarianceStructure, componentCount: Int, points: DataSummary,
    floor: CovarianceFloor
  ) throws(FitError) {
    let d = points.dimension
    let degrees = options.degreesOfFreedom ?? Double(d + 2)
    let isEllipsoidal = structure.orientation != .identity
    guard degrees > Double(d - 1) || !isEllipsoidal else {
      throw FitError(
        .configuration,
        "The prior has \(degrees) degrees of freedom; of full and tied covariances in \(d) dimensions it "
          + "must have more than \(d - 1).")
    }
    let scale = Self.scale(points, componentCount, isEllipsoidal, floor)
    // Spheres have one variance, whose prior is divided among the D columns that estimate it.
    let parts = structure.shape == .identity ? Double(d) : 1
    let share = structure.volume == .equal ? 1 / Double(componentCount) : 1
    let exponent = degrees + (isEllipsoidal ? Double(d + 1) : 2)
    shrinkage = options.shrinkage
    mean = points.mean
    mass = exponent * share / parts + (options.shrinkage > 0 ? 1 : 0)
    let scatter = scale.map { $0 * share / parts }
    self.scatter = scatter
    // What is on the floor may be known to too few digits for a factor; its variances always have one.
    factor = scatter.factor ?? TriangularFactor(diagonal: scatter.diagonal.map { $0.squareRoot() })
  }

  /// The data's covariance (divisor N - 1) with the volume of one of K components; where there are too few
  /// points for one, the columns' variances; for variances their mean.
  private static func scale(
    _ points: DataSummary, _ componentCount: Int, _ isEllipsoidal: Bool, _ floor: CovarianceFloor
  ) -> SymmetricMatrix {
    let d = points.dimension
    let count = points.mass
    let volume = exponential(-2 / Double(d) * naturalLogarithm(Double(componentCount)))
    let factor = volume * count / max(count - 1, 1)
    if isEllipsoidal, points.count > d {
      return floor.bound(points.covariance).covariance.map { $0 * factor }
    }
    let smallest = floor.spreads.indices.map(floor.lowerBound)
    var variances = points.covariance.diagonal
    if !isEllipsoidal {
      variances = [Double](repeating: variances.reduce(0, +) / Double(d), count: d)
    }
    return SymmetricMatrix(diagonal: zip(variances, smallest).map { max($0, $1) * factor })
  }

  /// Adds itself to the moments of a component: the mean moves towards that of all, and the scatter about it
  /// grows.
  ///
  /// - Complexity: O(D²), O(D) without correlations.
  func add(toMean mean: inout [Double], mass: inout Double, scatter: inout SymmetricMatrix) {
    let weight = shrinkage > 0 ? shrinkage / (mass + shrinkage) : 0
    let step = zip(self.mean, mean).map { $0 - $1 }
    scatter = scatter + self.scatter
    scatter.add(mass * weight, timesSquareOf: step)
    for place in step.indices { mean[place] += weight * step[place] }
    mass += self.mass
  }

  /// The logarithm of the density but for a constant.
  ///
  /// - Complexity: O(K D³), O(K D) without correlations.
  func logarithm(of parameters: MixtureParameters) -> Double {
    var sum = 0.0
    for k in parameters.means.indices {
      let whitening = parameters.whitenings[k]
      let step = zip(parameters.means[k], mean).map { $0 - $1 }
      let distance = whitening.applied(to: step).reduce(0) { $0 + $1 * $1 }
      let square = shrinkage * distance + whitening.squareOfProduct(with: factor)
      let logRatio = -2 * (whitening.logDeterminant + factor.logDeterminant)
      sum -= (mass * logRatio + square) / 2
    }
    return sum
  }
}

extension TriangularFactor {
  /// The sum of the squares of all entries of the product with another.
  fileprivate func squareOfProduct(with other: TriangularFactor) -> Double {
    if case .diagonal(let entries) = storage.content, case .diagonal(let others) = other.storage.content {
      return zip(entries, others).reduce(0) { $0 + ($1.0 * $1.1) * ($1.0 * $1.1) }
    }
    var square = 0.0
    for row in 0..<dimension {
      for column in 0...row {
        let entry = (column...row).reduce(0.0) { $0 + self[row, $1] * other[$1, column] }
        square += entry * entry
      }
    }
    return square
  }
}
