#if Command

import GaussianMixtures
import Parallel
import Tables

/// A part of the work, and how far it has come: what all styles of progress tell.
struct ProgressStage: Sendable {
  enum Kind: String, Sendable, Encodable {
    case rows, reading, preparing, search, iterations, models, sets, replicates, trainings, writing
  }

  let kind: Kind
  /// The file, or what there is to do in words.
  var subject: String?
  /// How much of all is done, in units, where both are known.
  var done: Int?
  var total: Int?
  /// Whether the total is a guess.
  var isEstimated = false
  /// What is counted, such as `rows`.
  var unit: String?
  /// The start that is being followed, of how many.
  var start: Int?
  var startCount: Int?
  var iteration: Int?
  var logLikelihood: Double?
  /// Seconds that a unit takes, where the work itself tells.
  var secondsOfUnit: Double?

  init(_ kind: Kind) { self.kind = kind }

  /// Whether what is said later is of the same stage.
  func goesOn(in later: ProgressStage) -> Bool {
    kind == later.kind && start == later.start
      && (kind != .preparing && kind != .replicates || subject == later.subject)
  }

  /// The same later in the stage: an iteration that tells nothing of how many there will be leaves the last guess.
  func following(_ earlier: ProgressStage) -> ProgressStage {
    var later = self
    if total == nil, let done, let guess = earlier.total, guess > done {
      (later.total, later.isEstimated) = (guess, earlier.isEstimated)
    }
    return later
  }

  /// Between iterations nobody can say how much is done.
  init(_ phase: MixtureEstimator.Phase) {
    self.init(.preparing)
    subject = phase.description
  }

  init(_ progress: MixtureEstimator.Progress) {
    self.init(progress.isSearching ? .search : .iterations)
    (start, startCount) = (progress.restart, progress.restartCount)
    iteration = progress.iteration.iteration
    logLikelihood = progress.iteration.logLikelihood
    secondsOfUnit = progress.iteration.seconds
    guard !progress.isSearching else { return }
    (done, unit) = (iteration, "iterations")
    total = progress.remainingIterationEstimate.map { $0 + progress.iteration.iteration }
    isEstimated = progress.fractionCompleted == nil
  }

  init(_ progress: MixtureSelector.Progress) {
    self.init(.models)
    (done, total, unit) = (progress.completedFitCount, progress.fitCount, "fits")
    subject = "\(progress.structure.code) with \(progress.componentCount)"
    iteration = progress.iteration.iteration
    logLikelihood = progress.iteration.logLikelihood
  }

  init(_ progress: MixtureEstimator.BatchProgress) {
    self.init(.sets)
    (done, total, unit) = (progress.completedCount, progress.setCount, "data sets")
  }

  init(_ progress: BootstrapProgress) {
    self.init(.replicates)
    (done, total, unit) = (progress.completedReplicateCount, progress.replicateCount, "replicates")
    subject = CountText.of(progress.componentCount, "component")
  }

  init(_ progress: DiscriminantProgress) {
    self.init(.trainings)
    (done, total, unit) = (progress.completedCount, progress.count, "trainings")
  }

  init(_ work: WorkMeter.Work, done: Int) {
    switch work.kind {
    case .findingRows: self.init(.rows)
    case .reading: self.init(.reading)
    case .writing: self.init(.writing)
    }
    unit = work.kind == .findingRows ? "bytes" : "rows"
    (subject, self.done, total) = (work.file, done, work.total)
  }
}

/// A stage at a moment.
struct ProgressReport: Sendable {
  let stage: ProgressStage
  /// Since the stage began.
  let seconds: Double
  /// How much is done, from 0 to 1, where it is known.
  let fraction: Double?
  /// Units a second, where there are some.
  let rate: Double?
  /// Seconds that are left, where they can be told.
  let remainingSeconds: Double?

  /// - Parameter before: How much was done when the stage began to be watched.
  init(_ stage: ProgressStage, after seconds: Double, since before: Int) {
    self.stage = stage
    self.seconds = seconds
    if let done = stage.done, let total = stage.total, total > 0 {
      fraction = min(1, Double(done) / Double(total))
    } else {
      fraction = nil
    }
    let watched = (stage.done ?? 0) - before
    if watched > 0, seconds > 0.05 {
      rate = Double(watched) / seconds
    } else {
      rate = stage.secondsOfUnit.flatMap { $0 > 0 ? 1 / $0 : nil }
    }
    if let rate, let done = stage.done, let total = stage.total {
      remainingSeconds = Double(max(0, total - done)) / rate
    } else {
      remainingSeconds = nil
    }
  }
}

#endif
