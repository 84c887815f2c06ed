#if Command

internal import GaussianMixtures
internal import HTTPTypes
internal import MixtureFigures
internal import MixtureFiles
internal import Tables

/// A fit that runs, or has run.
actor FitJob {
  /// A fit that has ended with a model.
  struct Outcome: Sendable {
    let document: ModelDocument
    let notes: [String]
    /// The model files of the next best of those that competed.
    var candidates: [[UInt8]] = []
  }

  /// Where a fit was one of several that competed: the number of what chose among them, and its place among the best.
  struct Origin: Sendable, Hashable {
    let fit: Int
    let rank: Int
  }

  enum State: Sendable {
    case running
    case finished(Outcome)
    case failed(ServiceError)
  }

  nonisolated let number: Int
  nonisolated let selection: PointSelection
  nonisolated let specification: FitSpecification
  /// Nil for a fit that was asked for.
  nonisolated let origin: Origin?
  nonisolated let monitor = FitMonitor()
  private let process: FitProcess
  private let secondsAllowed: Double
  private(set) var state = State.running
  /// The document that the page draws, once it has been asked for.
  private var scene: [UInt8]?
  /// The points as the model classifies them, once they have been asked for.
  private var kept: LabelledPoints?

  init(
    number: Int, _ selection: PointSelection, _ specification: FitSpecification, _ process: FitProcess,
    seconds: Double
  ) {
    self.number = number
    self.selection = selection
    self.specification = specification
    self.process = process
    secondsAllowed = seconds
    origin = nil
  }

  /// A fit of its own of one of the models that competed.
  init(number: Int, _ candidate: Candidate, of other: FitJob) {
    self.number = number
    selection = other.selection
    var specification = other.specification
    (specification.componentCounts, specification.structures) = (
      [candidate.document.model.componentCount], [candidate.document.model.structure.code]
    )
    self.specification = specification
    (process, secondsAllowed, origin) = (other.process, other.secondsAllowed, candidate.origin)
    state = .finished(Outcome(document: candidate.document, notes: candidate.notes))
  }

  /// A model that competed.
  struct Candidate: Sendable {
    let origin: Origin
    let document: ModelDocument

    var notes: [String] {
      (document.fit?.events ?? []).map {
        $0.message(columnNames: document.axisTitles ?? [], componentNames: document.model.componentNames)
      }
    }
  }

  /// Finds one of the models that competed.
  ///
  /// - Parameter rank: its place among the best, from 1: the one that was chosen is this fit.
  /// - Throws: 404 where there is none that was kept.
  func candidate(_ rank: Int) throws(ServiceError) -> Candidate {
    let kept = try outcome().candidates
    guard kept.indices.contains(rank - 1) else {
      throw ServiceError(
        .notFound, "There is no model \(rank) of those that competed; \(kept.count + 1) were kept.",
        cure: "Fit it alone: with its number of components and its covariances.")
    }
    return Candidate(origin: Origin(fit: number, rank: rank), document: try FitProcess.document(kept[rank - 1]))
  }

  var isRunning: Bool { if case .running = state { true } else { false } }

  /// The bytes of memory that the result takes, without the points.
  var heldByteCount: Int {
    guard case .finished(let outcome) = state else { return 0 }
    let dimension = outcome.document.model.dimension
    let numbers = specification.mostComponents * (1 + dimension + dimension * dimension)
    let history = 8 * (outcome.document.fit?.history.count ?? 0)
    return (2 * numbers + history) * MemoryLayout<Double>.stride + (scene?.count ?? 0)
      + (kept?.byteCount ?? 0) + outcome.candidates.reduce(0) { $0 + $1.count }
  }

  /// Runs the fit to its end, or to where it is asked to stop.
  func run() async {
    state = await ended()
  }

  private nonisolated func ended() async -> State {
    do throws(ServiceError) {
      let result = try await process.run(specification, selection, monitor, seconds: secondsAllowed)
      return .finished(
        Outcome(
          document: result.document, notes: notes + result.notes, candidates: result.candidates))
    } catch {
      return .failed(error)
    }
  }

  private nonisolated var notes: [String] {
    var notes: [String] = []
    if monitor.stopReason == .timeLimit {
      notes.append(
        "Ended after the \(Int(secondsAllowed)) s that a fit may take; its model is as far as it came.")
    }
    if selection.skippedCount > 0 {
      notes.append("\(selection.skippedCount) rows with invalid cells were left out.")
    }
    return notes
  }

  /// The result of the fit.
  ///
  /// - Throws: 409 while the fit runs, and the error that it has failed with.
  func outcome() throws(ServiceError) -> Outcome {
    switch state {
    case .finished(let outcome): return outcome
    case .failed(let error): throw error
    case .running:
      throw ServiceError(.conflict, "The fit is still running.", cure: "Wait for it, or stop it.")
    }
  }

  /// The document that the page draws of the result, made once.
  ///
  /// - Complexity: O(N K D²).
  func sceneBytes() throws -> [UInt8] {
    if let scene { return scene }
    let document = try outcome().document
    let bytes = try selection.scene.document(of: document, try labelled().classification).bytes
    scene = bytes
    return bytes
  }

  /// The points as the model classifies them, found once for all that is drawn and downloaded.
  ///
  /// - Complexity: O(N K D²).
  func labelled() throws -> LabelledPoints {
    if let kept { return kept }
    let document = try outcome().document
    let labelled = try LabelledPoints(
      selection.observations, by: document.model, document.preprocessing)
    kept = labelled
    return labelled
  }
}

#endif
