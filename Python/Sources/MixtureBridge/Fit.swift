public import CMixtureBridge
internal import GaussianMixtures
internal import MixtureFiles

/// What the contract and the library are called.
private enum Version {
  static let library: StaticString = "0.1.0"
}

/// As the header says.
@c @implementation
public func gmm_version() -> UnsafePointer<CChar>! {
  UnsafeRawPointer(Version.library.utf8Start).assumingMemoryBound(to: CChar.self)
}

/// As the header says.
@c @implementation
public func gmm_contract() -> Int32 { GMM_CONTRACT }

/// As the header says.
@c @implementation
public func gmm_thread_count() -> Int32 { Int32(clamping: Engine.defaultThreadCount) }

/// As the header says.
@c @implementation
public func gmm_fit(
  _ points: UnsafePointer<gmm_points>!, _ knowledge: UnsafePointer<gmm_knowledge>!,
  _ options: UnsafePointer<CChar>!, _ observer: UnsafePointer<gmm_observer>!,
  _ failure: UnsafeMutablePointer<gmm_failure>!
) -> OpaquePointer! {
  answer(failure) {
    let request = try FitRequest(json: Text.given(options, "options"))
    let task = try FitTask(request, LentPoints(points), knowledge?.pointee ?? gmm_knowledge())
    return ModelBox.lent(try task.document(watched: Watcher(observer)))
  }
}

/// A fit that was asked for.
struct FitTask {
  let request: FitRequest
  let observations: Observations
  let start: Start
  let engine: Engine

  init(_ request: FitRequest, _ points: LentPoints, _ knowledge: gmm_knowledge) throws {
    let labels = try points.labels(knowledge.labels, names: request.labelNames)
    let engine = try Engine(threads: request.threads ?? 0)
    let observations = try points.observations(
      allowsMissing: request.allowsMissing ?? false, weights: points.weights(knowledge.weights),
      meaning: request.weightMeaning, labels: request.startsByLabels ? nil : labels, engine: engine)
    try self.init(
      request, observations, start: request.start(labels: labels, model: knowledge.start), engine: engine)
  }

  init(_ request: FitRequest, _ observations: Observations, start: Start, engine: Engine) throws {
    self.request = request
    self.observations = observations
    self.start = start
    self.engine = engine
    if let columns = request.columns, columns.count != observations.dimension {
      throw Failure(
        .options, "columns", "There are \(columns.count) names for \(observations.dimension) columns.")
    }
  }

  /// The document of the result.
  ///
  /// - Parameter keeper: is told how far the fit has come.
  func document(watched watcher: Watcher, keptBy keeper: FitKeeper? = nil) throws -> ModelDocument {
    guard let selection = request.selection else {
      let estimator = MixtureEstimator(request.configuration, start: start, engine: engine)
      return try document(
        goingOn(FitCheckpoint.init(bytes:)) { checkpoint throws(FitError) in
          try estimator.fit(
            observations, resuming: checkpoint, announcing: { _ in }, stopping: watcher.question,
            observing: { progress in
              keeper?.take { progress.checkpoint.bytes }
              return watcher.tell(gmm_progress(progress))
            })
        })
    }
    let configuration = request.selection(selection, dimension: observations.dimension)
    let selector = MixtureSelector(configuration, start: start, engine: engine)
    let found = try goingOn(SelectionCheckpoint.init(bytes:)) { checkpoint throws(FitError) in
      try selector.select(
        observations, resuming: checkpoint, stopping: watcher.question,
        observing: { progress in
          keeper?.take { progress.checkpoint.bytes }
          return watcher.tell(gmm_progress(progress))
        })
    }
    return try document(found.best, found.summary)
  }

  /// Goes on from where another fit had come, where that was one of the same points and options; else begins.
  private func goingOn<Checkpoint, Value>(
    _ read: ([UInt8]) throws(FitError) -> Checkpoint,
    _ work: (Checkpoint?) throws(FitError) -> Value
  ) throws(FitError) -> Value {
    guard let kept = request.checkpoint else { return try work(nil) }
    do throws(FitError) {
      return try work(read(Array(kept)))
    } catch {
      guard error.code == .checkpoint else { throw error }
      return try work(nil)
    }
  }

  private func document(_ result: FitResult, _ selection: SelectionSummary? = nil) throws -> ModelDocument {
    // A start is no result.
    guard result.termination != .stopped || !result.history.isEmpty else {
      throw Failure(.fit, "stopped", "The fit was stopped before its first iteration was over.")
    }
    return ModelDocument(
      model: result.model, columns: request.columns, fit: FitSummary(result, selection: selection),
      software: request.software)
  }
}
