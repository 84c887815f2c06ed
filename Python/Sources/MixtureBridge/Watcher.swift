internal import CMixtureBridge
internal import GaussianMixtures

/// Who watches a fit from outside.
///
/// `@unchecked Sendable`: the header asks for functions that may be called from any thread.
struct Watcher: @unchecked Sendable {
  private let observer: gmm_observer

  init(_ observer: UnsafePointer<gmm_observer>?) { self.observer = observer?.pointee ?? gmm_observer() }

  /// What the library asks while it works; nil where nobody wants to be asked.
  var question: StopQuestion? {
    guard observer.is_over != nil else { return nil }
    return { isOver }
  }

  /// Whether to leave off.
  var isOver: Bool { observer.is_over.map { $0(observer.context) } ?? false }

  /// Tells of an iteration.
  func tell(_ progress: gmm_progress) -> MixtureEstimator.Directive {
    var progress = progress
    if isOver { return .stop }
    return observer.observe.map { $0(observer.context, &progress) } ?? false ? .stop : .proceed
  }
}

extension gmm_progress {
  init(_ iteration: EMIteration) {
    self.init()
    (restart, restart_count, remaining_iterations) = (-1, -1, -1)
    (component_count, completed_fits, fit_count) = (-1, -1, -1)
    self.iteration = Int64(iteration.iteration)
    log_likelihood = iteration.logLikelihood
    mean_change = iteration.meanChange
    weight_change = iteration.weightChange
    covariance_change = iteration.covarianceChange
    seconds = iteration.seconds
    fraction_completed = .nan
  }

  init(_ progress: MixtureEstimator.Progress) {
    self.init(progress.iteration)
    restart = Int64(progress.restart)
    restart_count = Int64(progress.restartCount)
    is_searching = progress.isSearching
    if let fraction = progress.fractionCompleted { fraction_completed = fraction }
    if let remaining = progress.remainingIterationEstimate { remaining_iterations = Int64(remaining) }
  }

  init(_ progress: MixtureSelector.Progress) {
    self.init(progress.iteration)
    component_count = Int64(progress.componentCount)
    completed_fits = Int64(progress.completedFitCount)
    fit_count = Int64(progress.fitCount)
    fraction_completed = progress.fractionCompleted
    let code = Array(progress.structure.code.utf8.prefix(3)) + [0, 0, 0]
    structure = (CChar(bitPattern: code[0]), CChar(bitPattern: code[1]), CChar(bitPattern: code[2]), 0)
  }
}
