internal import LinearAlgebra
internal import Parallel

/// The maximization of EM: the parameters that make the expected log-likelihood largest, given the
/// statistics of a pass, for a covariance structure and under the covariance floor.
///
/// The one place that knows covariance structures. Source: Celeux and Govaert (1995), section 3; decision
/// 0007 tells how each structure keeps to the floor.
struct Maximization: Sendable {
  /// What may move.
  let freedom: Freedom
  let floor: CovarianceFloor
  /// What is added to the statistics first; nil for nothing.
  var regularization: Regularization?
  /// Lends its threads, where there is work for them in a covariance.
  private let engine: Engine

  var structure: CovarianceStructure { freedom.structure }
  /// The largest ratio of two eigenvalues of the covariances, in units of the floor's spreads; nil for any.
  var eigenvalueRatio: Double? { freedom.eigenvalueRatio }
  /// The moments that the estimate is made from.
  var moments: MomentKind { structure.moments }

  init(
    _ freedom: Freedom, floor: CovarianceFloor, regularization: Regularization? = nil,
    engine: Engine = Engine(threadCount: 1)
  ) {
    self.freedom = freedom
    self.floor = floor
    self.regularization = regularization
    self.engine = engine
  }

  /// Parameters, and where the floor held a covariance up.
  struct Outcome: Sendable {
    var parameters: MixtureParameters
    /// Of the Gaussian components.
    var masses: [Double]
    /// For each of them, the axes along which the floor binds.
    var floorAxes: [[ColumnDirection]]
    /// For each component why it binds; nil where it does not.
    var holds: [CovarianceFloor.Hold?]

    /// Parameters as they are, the floor binding nowhere.
    static func untouched(_ parameters: MixtureParameters) -> Outcome {
      Outcome(
        parameters: parameters, masses: Array(parameters.weights.prefix(parameters.componentCount)),
        floorAxes: parameters.means.map { _ in [] }, holds: parameters.means.map { _ in nil })
    }
  }

  /// The maximizing parameters; where an iteration leads to them, parameters near them that are no worse
  /// than the previous ones.
  ///
  /// A component without mass keeps its mean and what its covariance does not share with others.
  ///
  /// - Parameters:
  ///   - statistics: of a pass under `previous`.
  ///   - previous: the parameters about whose means the moments were taken.
  ///   - effort: how near to the maximum common axes are, which an iteration of their own finds.
  /// - Returns: the parameters, and what the floor did.
  /// - Complexity: O(K D³), for variances along the coordinates O(K D); times the number of sweeps for VEI,
  ///   VEE, VEV, EVE and VVE.
  func callAsFunction(
    _ statistics: SufficientStatistics, from previous: MixtureParameters, effort: CommonAxes.Effort = .full
  ) -> Outcome {
    var outcome = Outcome.untouched(previous)
    outcome.parameters.omitsNormalizers = false
    var scatters: [SymmetricMatrix] = []
    scatters.reserveCapacity(previous.componentCount)
    let allMoments = map(previous.componentCount) { statistics.moments(of: $0, about: previous.means[$0]) }
    for (k, moments) in allMoments.enumerated() {
      outcome.masses[k] = moments.mass
      outcome.parameters.means[k] = moments.mean
      let isLost = isFar(moments.mean, from: previous.means[k])
      scatters.append(isLost ? floor.wholeCovariance.map { $0 * moments.mass } : moments.scatter)
    }
    outcome.parameters.weights = freedom.weights(
      of: Array(statistics.masses.prefix(previous.weights.count)), gaussianCount: previous.componentCount)
    var masses = outcome.masses
    regularization?.add(
      toMeans: &outcome.parameters.means, masses: &masses, scatters: &scatters, norms: statistics.norms)
    switch structure {
    case .full where eigenvalueRatio == nil: setFull(scatters, masses, &outcome)
    case .tied where eigenvalueRatio == nil: setTied(scatters, masses, &outcome)
    default: setStructured(scatters, masses, &outcome, from: previous, effort)
    }
    return outcome
  }

  /// Whether a mean is so far from the one about which moments were taken that the difference of these leaves
  /// nothing of a scatter: then the points' own is as good, and the next pass is about a mean among them.
  private func isFar(_ mean: [Double], from previous: [Double]) -> Bool {
    mean.indices.contains { abs(mean[$0] - previous[$0]) > Self.farthestShift * floor.spreads[$0] }
  }

  /// In spreads: the square takes 32 of the 53 bits.
  private static let farthestShift = 0x1p16

  private func setFull(_ scatters: [SymmetricMatrix], _ masses: [Double], _ outcome: inout Outcome) {
    let bounded = map(masses.count) { k in
      masses[k] > 0 ? floor.bound(scatters[k].map { $0 / masses[k] }) : nil
    }
    for (k, bounded) in bounded.enumerated() {
      if let bounded { outcome.set(bounded, of: k, under: floor) }
    }
  }

  /// What `work` answers for each component, on several threads where matrices are worth them.
  func map<Value: Sendable>(_ count: Int, _ work: @Sendable (_ k: Int) -> Value) -> [Value] {
    let d = floor.dimension
    let threadCount = moments == .scatters ? engine.threads(points: count, operations: d * d * d) : 1
    guard threadCount > 1 else { return (0..<count).map(work) }
    return ParallelLoop.map(count: count, threadCount: threadCount, work)
  }

  private func setTied(_ scatters: [SymmetricMatrix], _ masses: [Double], _ outcome: inout Outcome) {
    let total = masses.reduce(0, +)
    let pooled = scatters.dropFirst().reduce(scatters[0], +)
    let bounded = floor.bound(pooled.map { $0 / total })
    for k in scatters.indices { outcome.set(bounded, of: k, under: floor) }
  }

  private func setStructured(
    _ scatters: [SymmetricMatrix], _ masses: [Double], _ outcome: inout Outcome,
    from previous: MixtureParameters, _ effort: CommonAxes.Effort
  ) {
    let scaled = ScaledScatters(
      masses: masses, scatters: scatters, previous: previous.covariances, floor: floor)
    let solver = StructuredCovariances(structure, floor: floor.factor, eigenvalueRatio: eigenvalueRatio)
    let solution = solver.solve(
      scaled,
      previous: StructuredCovariances.Previous(
        covariances: { previous.covariances.map { floor.inUnits($0).square } },
        logDeterminants: { previous.whitenings.map { -2 * $0.logDeterminant } }, effort: effort))
    for k in scatters.indices { outcome.set(bounded(solution, k), of: k, under: floor) }
  }

  func bounded(_ solution: StructuredCovariances.Solution, _ k: Int) -> CovarianceFloor.Bounded {
    let d = floor.dimension
    let variances = Array(solution.variances.values[(k * d)..<((k + 1) * d)])
    let lowerBound = solution.variances.lowerBounds[k]
    switch solution.axes {
    case .coordinates: return floor.covariance(variances: variances, lowerBound: lowerBound)
    case .common(let axes): return floor.covariance(axes: axes, variances: variances, lowerBound: lowerBound)
    case .own(let axes): return floor.covariance(axes: axes[k], variances: variances, lowerBound: lowerBound)
    }
  }

  /// The covariance of the structure's form that is nearest to a given one, for a component that shares
  /// nothing.
  func nearest(to covariance: SymmetricMatrix) -> CovarianceFloor.Bounded {
    guard structure != .full else { return floor.bound(covariance) }
    let single = ScaledScatters(masses: [1], scatters: [covariance], previous: [covariance], floor: floor)
    let solution = StructuredCovariances(structure, floor: floor.factor).solve(
      single,
      previous: StructuredCovariances.Previous(
        covariances: { single.matrices }, logDeterminants: { [0] }))
    return bounded(solution, 0)
  }

  /// Given parameters with every covariance raised to the floor, and within the bound on the ratio of
  /// eigenvalues.
  func raised(_ start: MixtureParameters) -> Outcome {
    var outcome = withinRatio(start)
    for k in start.means.indices {
      let bounded = floor.bound(outcome.parameters.covariances[k])
      if !bounded.axes.isEmpty { outcome.set(bounded, of: k, under: floor) }
    }
    return outcome
  }
}

extension Maximization.Outcome {
  /// - Parameter floor: tells why it binds.
  mutating func set(_ bounded: CovarianceFloor.Bounded, of k: Int, under floor: CovarianceFloor) {
    parameters.covariances[k] = bounded.covariance
    parameters.whitenings[k] = bounded.whitening
    floorAxes[k] = bounded.axes
    holds[k] = floor.hold(bounded, at: parameters.means[k])
  }

  /// Whether a component is flat in a direction for no better reason than that numbers are equal.
  var isAccident: Bool { holds.contains { $0?.cause == .equalValues } }
}
