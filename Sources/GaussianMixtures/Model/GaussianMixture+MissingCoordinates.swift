internal import LinearAlgebra

extension GaussianMixture {
  /// What the mixture says of points of which coordinates may be missing: by the known ones alone.
  ///
  /// ```swift
  /// let observations = try Observations([[5.1, 3.5], [6.2, nil]])
  /// let labels = try model.classify(observations).labels
  /// ```
  ///
  /// Weights and known labels have no effect. Of a point without any coordinate it says what it says before any is
  /// seen: its weights, and the log density 0.
  ///
  /// - Parameters:
  ///   - observations: N points of the model's dimension.
  ///   - engine: how the work is done.
  /// - Returns: label, probability, uncertainty and log density of each point.
  /// - Throws: ``ModelError`` where the dimensions differ, or the noise's density of some coordinates is not known.
  /// - Complexity: O(N K D²) time, O(N) memory.
  public func classify(
    _ observations: Observations, engine: Engine = Engine()
  ) throws(ModelError) -> Classification {
    if let points = observations.points {
      return try classify(points, engine: engine)
    }
    var all = Classification(count: observations.count)
    try forEachPattern(of: observations) { (_, marginal, points, rows) throws(ModelError) in
      guard let points else { return all.set(rows, to: priorClassification) }
      all.set(
        rows,
        to: try marginal.classify(points, engine: engine))
    }
    return all
  }

  /// The log-likelihood of observations, in nats: the sum of their log densities, each as often as its weight says.
  ///
  /// - Parameters:
  ///   - observations: N points of the model's dimension; known labels have no effect.
  ///   - engine: how the work is done.
  /// - Returns: the weighted sum of the N log densities.
  /// - Throws: ``ModelError``, as ``classify(_:engine:)-(Observations,_)``.
  /// - Complexity: O(N K D²).
  public func logLikelihood(
    of observations: Observations, engine: Engine = Engine()
  ) throws(ModelError) -> Double {
    if observations.weights == nil, let points = observations.points {
      return try logLikelihood(of: points, engine: engine)
    }
    let logDensities = try classify(
      observations, engine: engine
    ).logDensities
    return logDensities.indices.reduce(0) { $0 + (observations.weights?[$1] ?? 1) * logDensities[$1] }
  }

  /// The posterior probabilities of all components for points of which coordinates may be missing.
  ///
  /// - Parameters:
  ///   - observations: N points of the model's dimension.
  ///   - engine: how the work is done.
  /// - Returns: K arrays of N numbers; they sum to 1 less the noise's responsibility.
  /// - Throws: ``ModelError``, as ``classify(_:engine:)-(Observations,_)``.
  /// - Complexity: O(N K D²) time, O(N K) memory.
  public func responsibilities(
    of observations: Observations, engine: Engine = Engine()
  ) throws(ModelError) -> [[Double]] {
    if let points = observations.points {
      return try responsibilities(of: points, engine: engine)
    }
    var all = components.map { [Double](repeating: $0.weight, count: observations.count) }
    try forEachPattern(of: observations) { (_, marginal, points, rows) throws(ModelError) in
      guard let points else { return }
      let part = try marginal.responsibilities(
        of: points, engine: engine)
      for k in all.indices {
        for (place, row) in rows.enumerated() { all[k][row] = part[k][place] }
      }
    }
    return all
  }

  /// Calls `body` with the points of each pattern of missing coordinates, the known ones and the mixture of these;
  /// with no points where none is known.
  private func forEachPattern(
    of observations: Observations,
    _ body: (_ known: [Int], _ marginal: GaussianMixture, PointSet?, _ rows: [Int]) throws(ModelError) -> Void
  ) throws(ModelError) {
    try requireDimension(observations.dimension)
    for (known, rows) in MissingPatterns(observations).members {
      guard !known.isEmpty else {
        try body(known, self, nil, rows)
        continue
      }
      let marginal = selecting(known)
      guard noise == nil || marginal.noise != nil else {
        throw ModelError(
          .noise,
          "The noise's density is known for all coordinates together only, since its box is not parallel to them; "
            + "points with missing coordinates cannot be told from it.")
      }
      let columns = known.map { observations.coordinates[$0].selecting(rows) }
      try body(known, marginal, PointSet(trusting: columns), rows)
    }
  }

  /// Of a point of which nothing is known.
  private var priorClassification: Classification {
    var label = noise == nil ? 0 : nil
    var largest = noise?.weight ?? 0
    for (k, component) in components.enumerated() where component.weight > largest {
      (label, largest) = (k, component.weight)
    }
    let others = components.indices.filter { $0 != label }.reduce(label == nil ? 0 : noise?.weight ?? 0) {
      $0 + components[$1].weight
    }
    return Classification(
      labels: [label], probabilities: [largest], uncertainties: [others], logDensities: [0])
  }
}

extension GaussianMixture {
  /// The points with every missing coordinate replaced by its mean given the known ones:
  /// `E[x_m | x_o] = Σ_k r_k(x_o) (μ_m + Σ_mo Σ_oo⁻¹ (x_o - μ_o))_k`.
  ///
  /// ```swift
  /// let observations = try Observations([[5.1, 3.5], [6.2, nil]])
  /// let whole = try model.imputed(observations)
  /// print(whole[1])    // 6.2, and what is to be expected beside it
  /// ```
  ///
  /// It is the best guess of each value, and for all of them together too regular: their spread about it is lost.
  /// Noise, whose coordinates say nothing of each other, adds the middle of its box.
  ///
  /// - Parameters:
  ///   - observations: N points of the model's dimension.
  ///   - engine: how the work is done.
  /// - Returns: points without missing coordinates; those that are known are as they were.
  /// - Throws: ``ModelError``, as ``classify(_:engine:)-(Observations,_)``.
  /// - Complexity: O(N K D²) time and O(K D³) a pattern; O(N K) memory.
  public func imputed(
    _ observations: Observations, engine: Engine = Engine()
  ) throws(ModelError) -> PointSet {
    if let points = observations.points { return points }
    var columns = observations.columns
    let frame = CoordinateFrame(of: self)
    let parameters = MixtureParameters(self, in: frame)
    let middle = noise?.box.map { frame.enter(mean: $0.middle) }
    try forEachPattern(of: observations) { (known, marginal, points, rows) throws(ModelError) in
      guard let points else {
        let mean = frame.leave(mean: Self.prior(parameters, middle))
        for row in rows { for d in mean.indices { columns[d][row] = mean[d] } }
        return
      }
      guard known.count < dimension else { return }
      let guess = ConditionalMeans(known: known, of: parameters, in: frame, noiseMiddle: middle)
      let shares = try marginal.responsibilities(
        of: points, engine: engine)
      for (place, row) in rows.enumerated() {
        let guessed = guess(points[place], shares.map { $0[place] })
        for (index, d) in guess.missing.enumerated() { columns[d][row] = guessed[index] }
      }
    }
    return PointSet(trusting: columns)
  }

  /// The mean of the whole mixture.
  private static func prior(_ mixture: MixtureParameters, _ middle: [Double]?) -> [Double] {
    var mean = (middle ?? mixture.means[0]).map {
      $0 * mixture.weights[mixture.componentCount...].reduce(0, +)
    }
    for (weight, own) in zip(mixture.weights, mixture.means) {
      for d in mean.indices { mean[d] += weight * own[d] }
    }
    return mean
  }
}

/// The means of some coordinates given the others, under every component.
private struct ConditionalMeans {
  let missing: [Int]
  private let known: [Int]
  private let mixture: MixtureParameters
  /// The frames of the known and of the missing coordinates.
  private let frames: (known: CoordinateFrame, missing: CoordinateFrame)
  /// Of every component; nil where the known coordinates say nothing of the missing ones.
  private let slopes: [[[Double]]?]
  private let noiseMiddle: [Double]?

  init(known: [Int], of mixture: MixtureParameters, in frame: CoordinateFrame, noiseMiddle: [Double]?) {
    self.known = known
    self.mixture = mixture
    self.noiseMiddle = noiseMiddle
    let marginal = mixture.marginal(known)
    let rule = MissingCoordinates(known: known, dimension: mixture.dimension)
    missing = rule.missing
    frames = (frame.selecting(known), frame.selecting(rule.missing))
    slopes = mixture.means.indices.map {
      rule.conditional(of: $0, in: mixture, under: marginal).slopes
    }
  }

  /// The missing coordinates, in the caller's units, of a point's known ones and responsibilities.
  func callAsFunction(_ values: [Double], _ shares: [Double]) -> [Double] {
    let point = frames.known.enter(mean: values)
    var guess = [Double](repeating: 0, count: missing.count)
    for (k, share) in shares.enumerated() where share > 0 {
      let mean = mixture.means[k]
      for (index, m) in missing.enumerated() {
        let step = slopes[k].map { slopes in
          known.indices.reduce(0.0) { $0 + slopes[index][$1] * (point[$1] - mean[known[$1]]) }
        }
        guess[index] += share * (mean[m] + (step ?? 0))
      }
    }
    if let noiseMiddle {
      let rest = max(0, 1 - shares.reduce(0, +))
      for (index, m) in missing.enumerated() { guess[index] += rest * noiseMiddle[m] }
    }
    return frames.missing.leave(mean: guess)
  }
}
