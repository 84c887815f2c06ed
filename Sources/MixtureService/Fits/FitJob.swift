internal import GaussianMixtures
internal import HTTPTypes
internal import MixtureFigures
internal import PointFiles

/// A fit that runs, or has run.
actor FitJob {
  /// A fit that has ended with a model.
  struct Outcome: Sendable {
    let document: ModelDocument
    let notes: [String]
  }

  enum State: Sendable {
    case running
    case finished(Outcome)
    case failed(ServiceError)
  }

  nonisolated let number: Int
  nonisolated let selection: PointSelection
  nonisolated let estimator: MixtureEstimator
  nonisolated let watch: FitWatch
  private let software: ModelDocument.Software
  private let secondsAllowed: Double
  private(set) var state = State.running
  /// What the page draws, once it has been asked for.
  private var scene: [UInt8]?

  init(
    number: Int, _ selection: PointSelection, _ estimator: MixtureEstimator, seconds: Double,
    software: ModelDocument.Software
  ) {
    self.number = number
    self.selection = selection
    self.estimator = estimator
    self.software = software
    secondsAllowed = seconds
    watch = FitWatch(seconds: seconds)
  }

  var isRunning: Bool { if case .running = state { true } else { false } }

  /// Runs the fit to its end, or to where it is asked to stop.
  func run() async {
    state = await fitted()
  }

  @concurrent
  nonisolated private func fitted() async -> State {
    do throws(FitError) {
      let result = try estimator.fit(selection.points) { [watch] in watch.report($0) }
      let document = ModelDocument(
        model: result.model, columns: selection.columnNames, fit: FitSummary(result), software: software)
      return .finished(Outcome(document: document, notes: notes(on: result)))
    } catch {
      return .failed(ServiceError(error, columns: selection.columnNames))
    }
  }

  nonisolated private func notes(on result: FitResult) -> [String] {
    var notes: [String] = []
    if watch.ending == .timeLimit {
      notes.append(
        "Ended after the \(Int(secondsAllowed)) s that a fit may take; its model is as far as it came.")
    }
    if selection.skippedCount > 0 {
      notes.append("\(selection.skippedCount) rows with invalid cells were left out.")
    }
    return notes + result.notes(columnNames: selection.columnNames)
  }

  /// The model.
  ///
  /// - Throws: 409 while the fit runs, and what it has failed with.
  func outcome() throws(ServiceError) -> Outcome {
    switch state {
    case .finished(let outcome): return outcome
    case .failed(let error): throw error
    case .running:
      throw ServiceError(.conflict, "The fit is still running.", cure: "Wait for it, or stop it.")
    }
  }

  /// What the page draws of the result, made once.
  ///
  /// - Complexity: O(N K D²).
  func sceneBytes() throws -> [UInt8] {
    if let scene { return scene }
    let bytes = try selection.scene.document(of: try outcome().document).bytes
    scene = bytes
    return bytes
  }
}
