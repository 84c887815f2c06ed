internal import Elementary

/// Makes the parameters from which an EM run starts.
struct StartingPoints: Sendable {
  let points: PreparedPoints
  let pass: ExpectationPass
  let maximization: Maximization
  let componentCount: Int
  let hasNoise: Bool
  /// A hierarchy of the points, where one was made beforehand.
  var tree: MergeTree?

  /// - Parameters:
  ///   - method: how the parameters are found.
  ///   - random: where all random numbers come from.
  /// - Returns: weights, means and covariances in the frame.
  func parameters(_ method: StartMethod, _ random: inout RandomStream) -> MixtureParameters {
    switch method {
    case .kMeans: fromKMeans(&random)
    case .random: fromRandomPoints(&random)
    case .adaptive: AdaptiveSeeding(starts: self).parameters(&random)
    case .atoms: fromAtoms(&random)
    case .coarse: parameters(of: hierarchy.tree(for: componentCount, detail: .coarse, &random))
    case .ward: parameters(of: hierarchy.wardTree(for: componentCount, &random))
    case .hierarchical:
      parameters(of: tree ?? hierarchy.tree(for: componentCount, &random))
    }
  }

  private var hierarchy: HierarchicalStart {
    HierarchicalStart(points: points, moments: maximization.moments)
  }

  /// - Returns: a model's parameters in the frame.
  /// - Throws: ``FitError`` where it does not suit the points or the options.
  func parameters(_ model: GaussianMixture) throws(FitError) -> MixtureParameters {
    try check(model)
    var given = MixtureParameters(model, in: points.frame)
    given.weights = maximization.freedom.weights(ofStart: given.weights, gaussianCount: componentCount)
    return given
  }

  /// The same of some of the points, drawn without replacement, with what is known of all.
  func sampled(_ size: Int, _ random: inout RandomStream) -> StartingPoints {
    StartingPoints(
      points: points.sample(size, &random, engine: pass.engine), pass: pass, maximization: maximization,
      componentCount: componentCount, hasNoise: hasNoise)
  }

  private func check(_ model: GaussianMixture) throws(FitError) {
    guard model.dimension == points.dimension else {
      throw FitError(
        .start, "The start has \(model.dimension) dimensions, the points have \(points.dimension).")
    }
    guard model.componentCount == componentCount else {
      throw FitError(
        .start, "The start has \(model.componentCount) components, \(componentCount) are asked for.")
    }
    guard hasNoise || model.noise == nil else {
      throw FitError(
        .start,
        "The start has a noise component, and none is asked for. Ask for one, or take a start without.")
    }
    for (k, component) in model.components.enumerated() where !isWithinReach(component) {
      throw FitError(
        .start,
        "Component \(k + 1) of the start lies too far from the points, or is too wide or too narrow "
          + "for them: in units of the data its parameters leave the range of numbers.")
    }
  }

  private func isWithinReach(_ component: GaussianMixture.Component) -> Bool {
    let means = points.frame.enter(mean: component.mean)
    let variances = points.frame.enter(covariance: SymmetricMatrix(diagonal: component.covariance.diagonal))
    return means.allSatisfy { abs($0) <= MixtureKernels.farthestCoordinate }
      && variances.entries.allSatisfy { $0.isNormal && $0 <= MixtureKernels.farthestCoordinate }
  }

  private func fromKMeans(_ random: inout RandomStream) -> MixtureParameters {
    let clustering = KMeans(points: points, pass: pass)
    let spheres = clustering.cluster(into: componentCount, &random)
    let statistics = pass.statistics(
      of: points.blocks, under: spheres, rule: .hardest, moments: maximization.moments)
    return estimate(statistics, about: spheres)
  }

  /// The estimates of the groups of a tree.
  ///
  /// A tree of fewer distinct points than components, which only points that the frame's units cannot tell
  /// apart have, repeats groups.
  ///
  /// - Complexity: O(n D² + K D³) for a tree of n points, O(n D) without correlations.
  func parameters(of tree: MergeTree) -> MixtureParameters {
    let groups = hierarchy.groups(of: tree, count: componentCount)
    let order = (0..<componentCount).map { $0 % groups.masses.count }
    let spheres = MixtureParameters.unitSpheres(
      at: order.map { groups.means[$0] }, scales: points.spreads)
    let statistics = SufficientStatistics(
      masses: order.map { groups.masses[$0] }, scatters: order.map { groups.scatters[$0] },
      dimension: points.dimension)
    return estimate(statistics, about: spheres)
  }

  /// The maximization with one observation's worth of the data's covariance, shrunk to the volume of a
  /// component, added to each group: groups of few points get a covariance they can start from.
  ///
  /// Source of the scale: C. Fraley and A. Raftery, Journal of Classification 24 (2007) 155-181.
  func estimate(_ statistics: SufficientStatistics, about previous: MixtureParameters) -> MixtureParameters {
    let moments = previous.means.indices.map { statistics.moments(of: $0, about: previous.means[$0]) }
    var start = previous
    start.means = moments.map(\.mean)
    let prior = sharedCovariance(among: previous.componentCount)
    let scatters = moments.map { moment in
      moment.scatter.combined(with: prior) { ($0 + $1) * moment.mass / (moment.mass + 1) }
    }
    let steadied = SufficientStatistics(
      masses: moments.map(\.mass), scatters: scatters, dimension: points.dimension)
    return maximization(steadied, from: start).parameters
  }

  /// A single component with the whole data's shape and the volume of one of `count`.
  func wholeComponent(at mean: [Double], among count: Int) -> MixtureParameters {
    let statistics = SufficientStatistics(
      masses: [1], scatters: [sharedCovariance(among: count)], dimension: points.dimension)
    let sphere = MixtureParameters.unitSpheres(at: [mean], scales: points.spreads)
    return maximization.unregularized(statistics, from: sphere).parameters
  }

  /// The estimates of the groups on atoms, and further components where these explain the points worst.
  private func fromAtoms(_ random: inout RandomStream) -> MixtureParameters {
    let groups = moments(of: AtomGroups(points, limit: componentCount).labels)
    let known = estimate(groups.statistics, about: groups.centres)
    return AdaptiveSeeding(starts: self).parameters(beginningWith: known, &random)
  }

  private func fromRandomPoints(_ random: inout RandomStream) -> MixtureParameters {
    let spheres = MixtureParameters.unitSpheres(at: distinctPoints(&random), scales: points.spreads)
    let mass = points.mass / Double(componentCount)
    let scatter = sharedCovariance(among: componentCount).map { $0 * mass }
    let statistics = SufficientStatistics(
      masses: spheres.weights.map { _ in mass }, scatters: spheres.weights.map { _ in scatter },
      dimension: points.dimension)
    return maximization(statistics, from: spheres).parameters
  }

  /// The whole data's covariance in the volume that one of `count` components would have.
  private func sharedCovariance(among count: Int) -> SymmetricMatrix {
    let shrink = exponential(-2 / Double(points.dimension) * naturalLogarithm(Double(count)))
    return maximization.floor.wholeCovariance.map { $0 * shrink }
  }

  /// A draw that repeats is taken from the next point.
  ///
  /// There are at least K distinct points, unless some that differ by less than the frame's units can tell
  /// have become equal: then one is taken twice.
  private func distinctPoints(_ random: inout RandomStream) -> [[Double]] {
    var chosen: [[Double]] = []
    var taken: Set<[Double]> = []
    while chosen.count < componentCount {
      var index = points.blocks.draw(&random)
      var point = points.blocks.point(index)
      var triedCount = 1
      while taken.contains(point), triedCount <= points.count {
        index = (index + 1) % points.count
        point = points.blocks.point(index)
        triedCount += 1
      }
      taken.insert(point)
      chosen.append(point)
    }
    return chosen
  }

  /// - Returns: the estimates of the groups.
  /// - Throws: ``FitError`` where the labels do not suit the points or the options.
  func parameters(_ labels: ClassLabels) throws(FitError) -> MixtureParameters {
    guard labels.indices.count == points.givenCount else {
      throw FitError(
        .start, "There are \(labels.indices.count) labels for \(points.givenCount) points.")
    }
    guard labels.names.count == componentCount else {
      throw FitError(
        .start,
        "There are \(labels.names.count) distinct labels, \(componentCount) components are asked for.")
    }
    guard labels.indices.allSatisfy({ $0.map(labels.names.indices.contains) ?? true }) else {
      throw FitError(.start, "A label is no group's number, from 0 to \(componentCount - 1).")
    }
    let counting = labels.selecting(points.rows)
    guard counting.indices.contains(where: { $0 != nil }) else {
      throw FitError(.start, "No point has a label; at least one must be known.")
    }
    let groups = moments(of: counting)
    return maximization(groups.statistics, from: groups.centres).parameters
  }

  /// The estimates of known groups, and further components where these explain the points worst.
  ///
  /// - Parameter labels: of the points that count.
  /// - Throws: ``FitError`` where there are more groups than components, or one has no point.
  func parameters(
    known labels: ClassLabels, _ random: inout RandomStream
  ) throws(FitError) -> MixtureParameters {
    guard labels.names.count <= componentCount else {
      throw FitError(
        .observations,
        "The known labels name \(labels.names.count) groups, \(componentCount) components are asked for; ask for "
          + "at least \(labels.names.count).")
    }
    let members = Set(labels.indices.compactMap(\.self))
    for (group, name) in labels.names.enumerated() where !members.contains(group) {
      throw FitError(.observations, "No point that counts has the label \(name).")
    }
    let groups = moments(of: labels)
    let known = estimate(groups.statistics, about: groups.centres)
    return AdaptiveSeeding(starts: self).parameters(beginningWith: known, &random)
  }

  /// The first pass finds the groups' means, the second takes the moments about them.
  func moments(
    of labels: ClassLabels
  ) -> (statistics: SufficientStatistics, centres: MixtureParameters) {
    let known = ResponsibilityRule.known(labels.indices)
    var centres = MixtureParameters.unitSpheres(
      at: [[Double]](repeating: points.mean, count: labels.names.count), scales: points.spreads)
    let first = pass.statistics(
      of: points.blocks, under: centres, rule: known, moments: maximization.moments)
    centres.means = centres.means.indices.map { first.moments(of: $0, about: centres.means[$0]).mean }
    let second = pass.statistics(
      of: points.blocks, under: centres, rule: known, moments: maximization.moments)
    return (second, centres)
  }
}
