internal import LinearAlgebra

/// What a covariance may be.
enum CovarianceForm: Sendable {
  case full, diagonal, spherical
}

/// The maximization of EM: the parameters that make the expected log-likelihood largest, given the
/// statistics of a pass, for a covariance structure and under the covariance floor.
///
/// The one place that knows covariance structures. Source: Celeux and Govaert (1995), section 3.
struct Maximization: Sendable {
  let structure: CovarianceStructure
  let floor: CovarianceFloor

  let form: CovarianceForm
  /// Whether all components have one covariance.
  let isShared: Bool

  /// The moments that the estimate is made from.
  var moments: MomentKind { form == .full ? .scatters : .variances }

  /// The structures with an estimate here.
  static let structures: [CovarianceStructure] = CovarianceStructure.allCases.filter { form(of: $0) != nil }

  /// - Throws: ``FitError`` where the structure has no estimate here.
  init(_ structure: CovarianceStructure, floor: CovarianceFloor) throws(FitError) {
    guard let (form, isShared) = Self.form(of: structure) else {
      let codes = Self.structures.map(\.code).joined(separator: ", ")
      throw FitError(.configuration, "The structure \(structure.code) is not estimated; \(codes) are.")
    }
    self.structure = structure
    self.floor = floor
    self.form = form
    self.isShared = isShared
  }

  private static func form(of structure: CovarianceStructure) -> (CovarianceForm, isShared: Bool)? {
    switch (structure.volume, structure.shape, structure.orientation) {
    case (let volume, .identity, .identity): (.spherical, volume == .equal)
    case (.variable, .variable, .identity): (.diagonal, false)
    case (.equal, .equal, .identity): (.diagonal, true)
    case (.variable, .variable, .variable): (.full, false)
    case (.equal, .equal, .equal): (.full, true)
    default: nil
    }
  }

  /// Parameters, and where the floor held a covariance up.
  struct Outcome: Sendable {
    var parameters: MixtureParameters
    var masses: [Double]
    /// For each component, the axes along which the floor binds.
    var floorAxes: [[[Double]]]
    /// Whether it binds along a direction in which the data as a whole are not flat.
    var isAccident: [Bool]

    /// Parameters as they are, the floor binding nowhere.
    static func untouched(_ parameters: MixtureParameters) -> Outcome {
      Outcome(
        parameters: parameters, masses: parameters.weights, floorAxes: parameters.weights.map { _ in [] },
        isAccident: parameters.weights.map { _ in false })
    }
  }

  /// The maximizing parameters.
  ///
  /// A component without mass keeps its mean and, unless all share one, its covariance, with weight 0.
  ///
  /// - Parameters:
  ///   - statistics: of a pass under `previous`.
  ///   - previous: the parameters about whose means the moments were taken.
  /// - Returns: the parameters, and what the floor did.
  /// - Complexity: O(K D³).
  func callAsFunction(_ statistics: SufficientStatistics, from previous: MixtureParameters) -> Outcome {
    let moments = previous.means.indices.map { statistics.moments(of: $0, about: previous.means[$0]) }
    let total = moments.reduce(0) { $0 + $1.mass }
    var outcome = Outcome.untouched(previous)
    outcome.masses = moments.map(\.mass)
    outcome.parameters.omitsNormalizers = false
    outcome.parameters.means = moments.map(\.mean)
    outcome.parameters.weights = moments.map { $0.mass / total }
    if isShared {
      var pooled = [Double](repeating: 0, count: previous.dimension * previous.dimension)
      for moment in moments { for entry in pooled.indices { pooled[entry] += moment.scatter[entry] } }
      let bounded = floor.bound(pooled.map { $0 / total }, form: form)
      for k in moments.indices { outcome.set(bounded, of: k) }
    } else {
      for (k, moment) in moments.enumerated() where moment.mass > 0 {
        outcome.set(floor.bound(moment.scatter.map { $0 / moment.mass }, form: form), of: k)
      }
    }
    return outcome
  }

  /// Given parameters with every covariance raised to the floor.
  func raised(_ start: MixtureParameters) -> Outcome {
    var outcome = Outcome.untouched(start)
    for k in start.weights.indices {
      let bounded = floor.bound(start.covariances[k], form: .full)
      if !bounded.axes.isEmpty { outcome.set(bounded, of: k) }
    }
    return outcome
  }
}

extension Maximization.Outcome {
  fileprivate mutating func set(_ bounded: CovarianceFloor.Bounded, of k: Int) {
    parameters.covariances[k] = bounded.covariance
    parameters.whitenings[k] = bounded.whitening
    floorAxes[k] = bounded.axes
    isAccident[k] = bounded.isAccident
  }
}
