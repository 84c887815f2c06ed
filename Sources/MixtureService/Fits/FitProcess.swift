#if Command

internal import GaussianMixtures
internal import HTTPTypes
internal import MixtureFiles
internal import Subprocess
internal import Synchronization
internal import Tables

#if canImport(System)
internal import System
#else
internal import SystemPackage
#endif

/// Runs a fit in a process of its own, and returns its result or says why there is none.
struct FitProcess: Sendable {
  struct Result: Sendable {
    let document: ModelDocument
    let notes: [String]
    /// The model files of the next best of those that competed.
    let candidates: [[UInt8]]
  }

  let worker: FitWorker

  /// The time that a fit may still take once it is asked to stop.
  private static let patience = Duration.seconds(20)

  /// Runs a fit.
  ///
  /// - Throws: the error that the fit has failed with, or one that says how its process ended.
  func run(
    _ specification: FitSpecification, _ points: PointSelection, _ monitor: FitMonitor, seconds: Double
  ) async throws(ServiceError) -> Result {
    let received = ReceivedFrames()
    let status: TerminationStatus
    do {
      status = try await process(specification, points, monitor, received, seconds: seconds)
    } catch {
      throw ServiceError(
        .internalServerError, "The fit's process could not be started or spoken to: \(error).",
        cure: "Fit again; if the same happens, close other programs.")
    }
    guard let result = try received.result() else { throw missingResult(status, monitor) }
    return result
  }

  private func process(
    _ specification: FitSpecification, _ points: PointSelection, _ monitor: FitMonitor,
    _ received: ReceivedFrames,
    seconds: Double
  ) async throws -> TerminationStatus {
    var platform = PlatformOptions()
    // Nothing that it holds is of use to anybody.
    platform.teardownSequence = []
    let result = try await Subprocess.run(
      .path(FilePath(worker.executable)), arguments: Arguments(worker.arguments),
      // A trace would take seconds, and nobody would see it.
      environment: .inherit.updating(["SWIFT_BACKTRACE": "enable=no"]), platformOptions: platform,
      input: .inputWriter, output: .sequence, error: .discarded
    ) { execution in
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await Self.send(specification, points, monitor, execution) }
        group.addTask {
          try await Task.sleep(for: .seconds(seconds))
          monitor.stop(.timeLimit)
        }
        var reader = FitFrameReader()
        for try await buffer in execution.standardOutput {
          buffer.withUnsafeBytes { reader.append($0) }
          while let frame = reader.next() { received.take(frame, monitor) }
        }
        group.cancelAll()
      }
    }
    return result.terminationStatus
  }

  /// Sends the specification and the points, and passes requests to stop on.
  private static func send<Output: OutputProtocol, Complaint: ErrorOutputProtocol>(
    _ specification: FitSpecification, _ points: PointSelection, _ monitor: FitMonitor,
    _ execution: Execution<CustomWriteInput, Output, Complaint>
  ) async throws {
    let writer = execution.standardInputWriter
    do {
      let text = Array(try ModelFile.text(ofEncodable: specification).utf8)
      let length = withUnsafeBytes(of: UInt32(text.count).littleEndian) { Array($0) }
      _ = try await writer.write(length + text)
      for column in points.observations.columns { _ = try await writer.write(column.span.bytes) }
      if let weights = points.weights { _ = try await writer.write(weights.span.bytes) }
      if let groups = points.observations.knownLabels {
        let numbers = groups.indices.map { Int32($0 ?? -1) }
        _ = try await writer.write(numbers.span.bytes)
      }
    } catch {
      // It has ended already, and its end says why.
      return
    }
    for await reason in monitor.stopRequests {
      guard reason != .abandoned else { break }
      _ = try? await writer.write([FitFrame.stop])
      try await Task.sleep(for: patience)
      break
    }
    // The stream of requests ends as well when the fit has.
    guard !Task.isCancelled else { return }
    try? execution.send(signal: .kill)
  }

  /// The document that a process has sent.
  static func document(_ bytes: [UInt8]) throws(ServiceError) -> ModelDocument {
    do throws(JSONProblem) {
      return try bytes.withUnsafeBufferPointer { bytes throws(JSONProblem) in
        try ModelFile.decode(ModelDocument.self, from: bytes)
      }
    } catch {
      throw .unsuitable("The model is not sound: \(error.message)", cure: "Choose other columns or options.")
    }
  }

  /// The error that says why a process has ended without a result.
  private func missingResult(_ status: TerminationStatus, _ monitor: FitMonitor) -> ServiceError {
    let cure = "Try fewer components or columns, or fit on the command line: gmm fit."
    switch (status, monitor.stopReason) {
    case (_, .abandoned):
      return ServiceError(.conflict, "The viewer ended.", cure: "Start it again.")
    case (.signaled(Signal.kill.rawValue), .asked), (.signaled(Signal.kill.rawValue), .timeLimit):
      return ServiceError(
        .conflict, "The fit was to end and had no model yet, \(Self.patience.components.seconds) s later.",
        cure: cure)
    case (.signaled(let number), _):
      return ServiceError(
        .internalServerError,
        "The fit's process was ended by signal \(number); the data may need more memory than there is, or the "
          + "program has a fault. All else goes on.", cure: cure)
    case (.exited(let code), _):
      return ServiceError(
        .internalServerError, "The fit's process ended with code \(code) and no model. All else goes on.",
        cure: cure)
    }
  }
}

/// The frames that the process of a fit has sent so far.
private final class ReceivedFrames: Sendable {
  private struct Contents {
    var notes: [String] = []
    var candidates: [[UInt8]] = []
    var model: [UInt8]?
    var failure: FitFrame.Failure?
  }

  private let contents = Mutex(Contents())

  func take(_ frame: (kind: FitFrame.Kind, contents: [UInt8]), _ monitor: FitMonitor) {
    switch frame.kind {
    case .state: monitor.take(String(decoding: frame.contents, as: UTF8.self))
    case .notes: contents.withLock { $0.notes = decoded(frame.contents) ?? [] }
    case .candidate: contents.withLock { $0.candidates.append(frame.contents) }
    case .model: contents.withLock { $0.model = frame.contents }
    case .failure: contents.withLock { $0.failure = decoded(frame.contents) }
    }
  }

  private func decoded<Value: Decodable>(_ bytes: [UInt8]) -> Value? {
    bytes.withUnsafeBufferPointer { try? ModelFile.decode(Value.self, from: $0) }
  }

  /// The result; nil where there is none.
  func result() throws(ServiceError) -> FitProcess.Result? {
    let contents = contents.withLock { $0 }
    if let failure = contents.failure { throw .unsuitable(failure.error, cure: failure.cure) }
    guard let bytes = contents.model else { return nil }
    return FitProcess.Result(
      document: try FitProcess.document(bytes), notes: contents.notes, candidates: contents.candidates)
  }
}

#endif
