extension SelectionRun {
  /// The selection by the stability of labels. Only the best model is fitted to all points.
  ///
  /// - Throws: ``FitError`` where no candidate could be fitted, or the task is cancelled.
  func stableSelection(_ control: borrowing SelectionControl) throws(FitError) -> ModelSelection {
    let runs = try StabilityRuns(options.stability, candidates, points)
    // With the fit of the best model to all points.
    let fitCount = runs.jobs.count + 1
    let samples = samples(of: runs)
    let labels = parallel(runs.jobs.count) { number, engine in
      self.labels(ofJob: number, in: runs, samples, engine, among: fitCount, control)
    }
    try control.checkCancellation()
    let stabilities = runs.stabilities(labels, threadCount: engine.threads)
    var results = candidates.map { ModelSelection.Candidate($0) }
    for (place, stability) in stabilities.enumerated() {
      switch stability {
      case .success(let stability): results[place].stability = stability
      case .failure(let error): results[place].failure = error
      }
    }
    try fitBest(of: &results, number: runs.jobs.count, among: fitCount, control)
    return try ModelSelection(
      results, options, fitCount: fitCount, isStopped: control.wasStopped, seconds: control.seconds)
  }

  /// The points of each run.
  private func samples(of runs: StabilityRuns) -> [Result<PreparedSample, FitError>] {
    parallel(options.stability.runCount) { run, engine in
      let sample = runs.sample(of: run)
      return Result { () throws(FitError) in
        PreparedSample(
          points: sample,
          shared: try SharedPreparation(
            sample, runs.configurations, start: selector.start, engine: engine, stopping: stopping))
      }
    }
  }

  /// What one of the fits of samples says of the points that are compared.
  private func labels(
    ofJob number: Int, in runs: StabilityRuns, _ samples: [Result<PreparedSample, FitError>],
    _ engine: Engine,
    among fitCount: Int, _ control: borrowing SelectionControl
  ) -> Result<PointLabels, FitError> {
    let job = runs.jobs[number]
    return control.outcome(
      of: job.configuration, among: fitCount, at: SelectionState.Place(number: number, isRefit: false)
    ) { state, observer throws(FitError) in
      let sample = try samples[job.run].get()
      let result = try MixtureEstimator(job.configuration, start: selector.start, engine: engine).fit(
        sample.points, sharing: sample.shared, from: state, stopping: stopping, observing: observer)
      guard result.termination != .stopped else {
        throw FitError(.stopped, "The selection was stopped before all runs of this model were fitted.")
      }
      return try labels(of: runs.compared, by: result.model, engine)
    }
  }

  private func labels(
    of points: Observations, by model: GaussianMixture, _ engine: Engine
  ) throws(FitError) -> PointLabels {
    do throws(ModelError) {
      if let points = points.points { return try model.labels(of: points, engine: engine) }
      return try model.classify(points, engine: engine).labels
    } catch {
      throw FitError(.configuration, error.message)
    }
  }

  /// Fits the most stable model that can be fitted.
  private func fitBest(
    of results: inout [ModelSelection.Candidate], number: Int, among fitCount: Int,
    _ control: borrowing SelectionControl
  ) throws(FitError) {
    let summary = SelectionSummary(
      criterion: options.criterion, candidates: results.map(SelectionSummary.Candidate.init))
    for (turn, place) in summary.ranking.enumerated() where results[place].failure == nil {
      let configuration = candidates[place]
      let outcome = control.outcome(
        of: configuration, among: fitCount,
        at: SelectionState.Place(number: number + turn, isRefit: false)
      ) { state, observer throws(FitError) in
        try MixtureEstimator(configuration, start: selector.start, engine: engine).fit(
          points, from: state, stopping: stopping, observing: observer)
      }
      try control.checkCancellation()
      switch outcome {
      case .success(let result):
        results[place].result = result
        results[place].isAccident = result.isAccident
        return
      case .failure(let error): results[place].failure = error
      }
    }
  }
}

/// The points of a run, prepared for its fits.
private struct PreparedSample: Sendable {
  let points: Observations
  let shared: SharedPreparation
}
