internal import Elementary

extension SelectionRun {
  /// Adds the normalized entropy criterion to all candidates that could be fitted.
  ///
  /// It compares with one component of the same structure, which is fitted where it is no candidate.
  ///
  /// - Parameters:
  ///   - results: the candidates.
  ///   - number: the number of fits before, by which those that are added are told apart.
  /// - Returns: how many fits were made.
  /// - Throws: ``FitError`` where the task is cancelled.
  func addNormalizedEntropies(
    to results: inout [ModelSelection.Candidate], after number: Int,
    _ control: borrowing SelectionControl
  ) throws(FitError) -> Int {
    var ones: [CovarianceStructure: Result<Double, FitError>] = [:]
    var count = 0
    for structure in options.structures where ones[structure] == nil {
      if let known = results.first(where: { $0.structure == structure && $0.componentCount == 1 })?.result {
        ones[structure] = .success(known.logLikelihood)
        continue
      }
      let configuration = options.configuration(componentCount: 1, structure: structure)
      ones[structure] = control.outcome(
        of: configuration, among: number, at: SelectionState.Place(number: number + count, isRefit: false)
      ) { state, observer throws(FitError) in
        try MixtureEstimator(configuration, start: selector.start, engine: engine).fit(
          points, from: state, stopping: stopping, observing: observer
        ).logLikelihood
      }
      count += 1
    }
    try control.checkCancellation()
    let fits = results
    let entropies = parallel(fits.count) { place, engine in
      fits[place].result.map { entropy(of: $0.model, engine) }
    }
    for place in results.indices {
      guard let result = results[place].result, let entropy = entropies[place] else { continue }
      switch (ones[results[place].structure], entropy) {
      case (.success(let one), .success(let entropy)):
        results[place].normalizedEntropy = Self.normalized(
          entropy, gain: result.logLikelihood - one, componentCount: results[place].componentCount)
      case (.failure(let error), _), (_, .failure(let error)):
        if results[place].failure == nil { results[place].failure = error }
      case (nil, _): break
      }
    }
    return count
  }

  /// - Parameter gain: of the log-likelihood over one component.
  /// - Returns: nil where nothing is gained.
  private static func normalized(_ entropy: Double, gain: Double, componentCount: Int) -> Double? {
    guard componentCount > 1 else { return 1 }
    return gain > 0 ? entropy / gain : nil
  }

  /// `-Σ_i Σ_k r_ik ln r_ik`, that of the noise among them, of all points as often as they count.
  private func entropy(of model: GaussianMixture, _ engine: Engine) -> Result<Double, FitError> {
    var sum = 0.0
    // No more than these points' responsibilities are held at a time.
    let runLength = 1 << 14
    for start in stride(from: 0, to: points.count, by: runLength) {
      let run = points.selecting(start..<min(start + runLength, points.count))
      let responsibilities: [[Double]]
      do throws(ModelError) {
        responsibilities = try model.responsibilities(of: run, engine: engine)
      } catch {
        return .failure(FitError(.configuration, error.message))
      }
      for point in 0..<run.count {
        var (entropy, rest) = (0.0, 1.0)
        for share in responsibilities.lazy.map({ $0[point] }) where share > 0 {
          entropy -= share * naturalLogarithm(share)
          rest -= share
        }
        if model.noise != nil, rest > 0 { entropy -= rest * naturalLogarithm(rest) }
        sum += entropy * (run.weights?[point] ?? 1)
      }
    }
    return .success(sum)
  }
}
