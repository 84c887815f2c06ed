#if Command

import GaussianMixtures
import Tables

/// Runs fits and selections with progress, and stops them at Ctrl-C with the best model so far.
struct Runner {
  let console: Console
  /// Where it is kept how far a fit has come; nil for nowhere.
  var keeper: CheckpointKeeper?

  /// Fits the points of a file, which an error of the data names.
  func fit(_ estimator: MixtureEstimator, _ input: PointInput) throws -> FitResult {
    try naming(input) { () throws(FitError) in try fit(estimator, input.observations) }
  }

  func fit(_ estimator: MixtureEstimator, _ observations: Observations) throws(FitError) -> FitResult {
    try listening { isAsked throws(FitError) in
      let checkpoint = try resumed { bytes throws(FitError) in try FitCheckpoint(bytes: bytes) }
      if let checkpoint { console.note("going on \(checkpoint.place)") }
      let result = try estimator.fit(
        observations, resuming: checkpoint,
        announcing: { console.progress.show(ProgressStage($0)) }, stopping: isAsked,
        observing: { report in
          console.progress.show(ProgressStage(report))
          keeper?.take(saving: report.checkpoint.iterationCount) { report.checkpoint.bytes }
          return isAsked() ? .stop : .proceed
        })
      try observations.requireShares()
      try result.requireIteration()
      return result
    }
  }

  /// Selects for the points of a file, which an error of the data names.
  func select(_ selector: MixtureSelector, _ input: PointInput) throws -> ModelSelection {
    try naming(input) { () throws(FitError) in
      try listening { isAsked throws(FitError) in
        let checkpoint = try resumed { bytes throws(FitError) in try SelectionCheckpoint(bytes: bytes) }
        if let checkpoint {
          let count = CountText.of(checkpoint.completedFitCount, "fit")
          console.note("going on with a selection of which \(count) had been made")
        }
        let selection = try selector.select(input.observations, resuming: checkpoint, stopping: isAsked) {
          report in
          console.progress.show(ProgressStage(report))
          keeper?.take(saving: report.checkpoint.iterationCount) { report.checkpoint.bytes }
          return isAsked() ? .stop : .proceed
        }
        try input.observations.requireShares()
        try selection.best.requireIteration()
        return selection
      }
    }
  }
}

extension Runner {
  /// Trains by the points of a file, which an error of the data names.
  func train(_ analysis: MixtureDiscriminantAnalysis, _ input: PointInput) throws -> DiscriminantResult {
    try naming(input) { () throws(FitError) in
      try listening { isAsked throws(FitError) in
        try analysis.train(
          input.observations, stopping: isAsked, observing: { console.progress.show(ProgressStage($0)) })
      }
    }
  }

  /// Does something with many sets, with a line of progress and the question whether Ctrl-C was pressed.
  func together<Value>(
    _ work: (
      @escaping StopQuestion,
      @escaping @Sendable (MixtureEstimator.BatchProgress) -> MixtureEstimator.Directive
    ) throws(FitError) -> Value
  ) throws(FitError) -> Value {
    try Interruption.listening { isAsked throws(FitError) in
      defer { console.progress.end() }
      return try work(isAsked) { progress in
        console.progress.show(ProgressStage(progress))
        return isAsked() ? .stop : .proceed
      }
    }
  }
}

extension Runner {
  /// Works with the question whether Ctrl-C was pressed; where it was, keeps what the work had come to.
  func listening<Value>(
    _ work: (@escaping StopQuestion) throws(FitError) -> Value
  ) throws(FitError) -> Value {
    try Interruption.listening { isAsked throws(FitError) in
      defer {
        console.progress.end()
        if isAsked() { keeper?.keepLatest() }
      }
      return try work(isAsked)
    }
  }

  /// What the fit goes on from; nil where it begins.
  func resumed<Checkpoint>(
    _ read: ([UInt8]) throws(FitError) -> Checkpoint
  ) throws(FitError) -> Checkpoint? {
    guard let keeper else { return nil }
    return try keeper.resumed(read)
  }

  /// Does something with the points of a file; an error of the data has the file's name before it, and the column's where
  /// one is to blame.
  func naming<Result>(_ input: PointInput, _ action: () throws(FitError) -> Result) throws -> Result {
    do throws(FitError) {
      return try action()
    } catch {
      guard ![.configuration, .cancelled, .stopped, .checkpoint, .communication].contains(error.code) else {
        throw keeper?.failure(error) ?? error
      }
      let column = error.column.map { " (\(input.axisTitles[$0]))" } ?? ""
      let isOfScratch = error.code == .memory
      throw CommandFailure(
        isOfScratch ? .inputOutput : .badData,
        "\(input.table.source)\(column): \(error.message)\(isOfScratch ? " --scratch names it." : "")")
    }
  }

  /// Ends a run whose outputs are written: what is whole needs no checkpoint, and one that was interrupted says how it
  /// goes on.
  func end(isStopped: Bool) throws {
    guard isStopped else {
      keeper?.remove()
      return
    }
    throw keeper?.interruption ?? .interruption
  }
}

extension FitCheckpoint {
  /// Where a fit goes on.
  fileprivate var place: String {
    let start = "start \(completedRestartCount + 1)"
    return runIterationCount.map { "with \(start) after its iteration \($0)" }
      ?? "with the search for \(start)"
  }
}

extension FitResult {
  /// Refuses what is no more than a start: it must not take the place of an older model.
  ///
  /// - Throws: what says that the fit was interrupted.
  func requireIteration() throws(FitError) {
    guard termination != .stopped || !history.isEmpty else { throw .stoppedEarly }
  }
}

extension ModelDocument {
  /// The document of what was fitted to an input, in its columns.
  init(_ result: FitResult, _ selection: SelectionSummary? = nil, of input: PointInput) {
    self.init(
      result, selection: selection, columns: input.columnNames, preprocessing: input.preprocessing,
      of: input.observations, software: Version.software)
  }
}

#endif
