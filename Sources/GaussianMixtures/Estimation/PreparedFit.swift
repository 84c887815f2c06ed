/// All that runs of one fit have in common: checked options, prepared points, the pass, and the maximization.
struct PreparedFit: Sendable {
  let configuration: ValidatedFitConfiguration
  private(set) var points: PreparedPoints
  let pass: ExpectationPass
  let maximization: Maximization
  /// A hierarchy of the points that was made beforehand; nil where a start makes its own.
  private let tree: MergeTree?

  var options: FitConfiguration { configuration.options }

  /// - Parameter shared: what was prepared for several fits of these points.
  /// - Throws: ``FitError`` where an option is out of range, there are fewer distinct points than
  ///   components, or a column cannot be squared.
  init(
    _ points: PointSet, _ configuration: FitConfiguration, threadCount: Int?, instructionSet: InstructionSet?,
    skipsComponents: Bool, sharing shared: SharedPreparation? = nil
  ) throws(FitError) {
    let validated = try configuration.validated()
    try points.requireDistinctPoints(configuration.componentCount)
    let pass = ExpectationPass(
      threadCount: threadCount, instructionSet: instructionSet, skipsComponents: skipsComponents)
    let prepared: PreparedPoints
    if let known = shared?.points(for: configuration) {
      prepared = known
    } else {
      prepared = try PreparedPoints(
        points, structure: configuration.structure, componentCount: configuration.componentCount, pass: pass)
    }
    tree = shared?.tree
    self.configuration = validated
    self.pass = pass
    self.points = prepared
    maximization = Maximization(
      configuration.structure,
      floor: CovarianceFloor(
        factor: configuration.covarianceFloor, structure: configuration.structure, points: prepared),
      hasEqualWeights: configuration.equalWeights)
  }

  /// The same for some of the points, drawn without replacement.
  func sampled(_ size: Int, _ random: inout RandomStream) -> PreparedFit {
    var sampled = self
    sampled.points = points.sampled(size, &random, pass: pass)
    return sampled
  }

  func startingPoints() -> StartingPoints {
    StartingPoints(
      points: points, pass: pass, maximization: maximization, componentCount: options.componentCount,
      tree: tree)
  }
}

extension PointSet {
  /// - Throws: ``FitError`` where there are fewer than `count` distinct points.
  /// - Complexity: O(N D), and as a rule O(K D).
  fileprivate func requireDistinctPoints(_ required: Int) throws(FitError) {
    var distinct = Set<[Double]>()
    for index in 0..<count {
      distinct.insert(self[index])
      if distinct.count >= required { return }
    }
    throw FitError(
      .tooFewPoints,
      "\(count) points, \(distinct.count) of them distinct, cannot be shared by \(required) components; "
        + "ask for at most \(distinct.count).")
  }
}
