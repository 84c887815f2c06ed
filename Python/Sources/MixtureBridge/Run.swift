public import CMixtureBridge
internal import GaussianMixtures

/// A run that C holds.
private final class RunBox {
  var run: EMRun

  init(_ run: EMRun) { self.run = run }

  static func of(_ pointer: OpaquePointer) -> RunBox {
    Unmanaged<RunBox>.fromOpaque(UnsafeRawPointer(pointer)).takeUnretainedValue()
  }
}

/// As the header says.
@c @implementation
public func gmm_run_make(
  _ points: UnsafePointer<gmm_points>!, _ knowledge: UnsafePointer<gmm_knowledge>!, _ start: OpaquePointer!,
  _ options: UnsafePointer<CChar>!, _ observer: UnsafePointer<gmm_observer>!,
  _ failure: UnsafeMutablePointer<gmm_failure>!
) -> OpaquePointer! {
  answer(failure) {
    let request = try FitRequest(json: Text.given(options, "options"))
    let task = try FitTask(request, LentPoints(points), knowledge?.pointee ?? gmm_knowledge())
    guard let start else { throw Failure.missing("model to start from") }
    let run = try EMRun(
      task.observations, start: ModelBox.of(start).document.model, configuration: request.configuration,
      engine: task.engine, stopping: Watcher(observer).question)
    return OpaquePointer(Unmanaged.passRetained(RunBox(run)).toOpaque())
  }
}

/// As the header says.
@c @implementation
public func gmm_run_step(_ run: OpaquePointer!, _ failure: UnsafeMutablePointer<gmm_failure>!) -> Bool {
  isDone(failure) {
    guard let run else { throw Failure.missing("run") }
    let box = RunBox.of(run)
    guard box.run.termination == nil else {
      throw Failure(.fit, "stopped", "The run is over; it takes no further iteration.")
    }
    _ = try box.run.step()
  }
}

/// As the header says.
@c @implementation
public func gmm_run_log_likelihood(_ run: OpaquePointer!) -> Double {
  guard let run else { return .nan }
  return RunBox.of(run).run.logLikelihood
}

/// As the header says.
@c @implementation
public func gmm_run_read(
  _ run: OpaquePointer!, _ weights: UnsafeMutablePointer<Double>!, _ means: UnsafeMutablePointer<Double>!,
  _ covariances: UnsafeMutablePointer<Double>!, _ failure: UnsafeMutablePointer<gmm_failure>!
) -> Bool {
  isDone(failure) {
    guard let run else { throw Failure.missing("run") }
    try RunBox.of(run).run.model.write(weights: weights, means: means, covariances: covariances)
  }
}

/// As the header says.
@c @implementation
public func gmm_run_release(_ run: OpaquePointer!) {
  guard let run else { return }
  Unmanaged<RunBox>.fromOpaque(UnsafeRawPointer(run)).release()
}
