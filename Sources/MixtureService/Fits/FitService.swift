#if Command

internal import Dispatch
internal import GaussianMixtures
internal import MixtureFigures
internal import MixtureFiles
internal import Synchronization
internal import SystemCalls
internal import Tables

/// The other side of a ``FitProcess``: fits what comes over standard input, and writes the result to standard output.
final class FitService: Sendable {
  private enum Report {
    case fit(MixtureEstimator.Progress)
    case selection(MixtureSelector.Progress)
  }

  private struct Newest {
    var report: Report?
    var number = 0
  }

  private let newest = Mutex(Newest())
  private let isStopRequested = Atomic(false)
  /// A lock, so that one frame is written at a time.
  private let writing = Mutex(())

  /// The time between two states: thirty a second are all that a screen shows.
  private static let pause = DispatchTimeInterval.milliseconds(33)
  /// The score by which the system ends the fit first where memory runs out, and not the viewer that has the files.
  private static let expendability = "600"
  /// The numbers that are kept of models that were not the best: some 20 MB of text.
  private static let keptNumbers = 1 << 20

  /// Reads the specification and the points, fits, writes the result and ends the process.
  func run() -> Never {
    Signal.brokenPipe.ignore()
    // A Ctrl-C is meant for the viewer, which then closes the input of this process.
    Signal.interrupt.ignore()
    guard let length = PipeEnd.read(4), let text = PipeEnd.read(FitFrame.length(length)),
      let specification = Self.specification(from: text),
      let estimator = specification.estimator, let selector = specification.selector
    else { ThisProcess.endAtOnce(ThisProcess.protocolError) }
    limitMemory(specification.memory)
    guard let points = FitPoints(specification) else { ThisProcess.endAtOnce(0) }
    listen()
    do {
      let observations = try points.observations(specification)
      let scene = try LiveScene(
        observations, columnNames: specification.columns, specification.preprocessing)
      if specification.isSelection {
        try select(observations, in: scene, specification, selector)
      } else {
        try fit(observations, in: scene, specification, estimator)
      }
    } catch {
      let error = ServiceError(error, columns: specification.columns)
      let failure = FitFrame.Failure(error: error.message, cure: error.cure)
      write(.failure, (try? ModelFile.text(ofEncodable: failure)) ?? "")
    }
    // Nothing is left to be tidied up, and whoever waits for the model waits for the end.
    ThisProcess.endAtOnce(0)
  }

  private static func specification(from text: [UInt8]) -> FitSpecification? {
    text.withUnsafeBufferPointer { try? ModelFile.decode(FitSpecification.self, from: $0) }
  }

  private func fit(
    _ observations: Observations, in scene: LiveScene, _ specification: FitSpecification,
    _ estimator: MixtureEstimator
  ) throws {
    let telling = tell(in: scene)
    let result = try estimator.fit(observations) { self.take(.fit($0)) }
    telling.cancel()
    tellState(in: scene)
    try write(result, nil, observations, specification)
  }

  /// Fits all that compete, and writes the best and those that come next, as many as are not too much to hold.
  private func select(
    _ observations: Observations, in scene: LiveScene, _ specification: FitSpecification,
    _ selector: MixtureSelector
  ) throws {
    let telling = tell(in: scene)
    let selection = try selector.select(
      observations, stopping: { self.isStopRequested.load(ordering: .relaxed) },
      observing: { self.take(.selection($0)) })
    telling.cancel()
    var room = Self.keptNumbers
    for candidate in selection.ranked.dropFirst() {
      guard let result = candidate.result else { break }
      let dimension = result.model.dimension
      room -=
        2 * result.model.componentCount * (1 + dimension + dimension * dimension)
        + 5 * result.history.count
      guard room >= 0 else { break }
      write(
        .candidate,
        try ModelFile.text(
          of: ModelDocument(
            result, columns: specification.columns, preprocessing: specification.preprocessing,
            of: observations, software: specification.software)))
    }
    try write(selection.best, selection.summary, observations, specification)
  }

  private func write(
    _ result: FitResult, _ selection: SelectionSummary?, _ observations: Observations,
    _ specification: FitSpecification
  ) throws {
    let document = ModelDocument(
      result, selection: selection, columns: specification.columns,
      preprocessing: specification.preprocessing, of: observations, software: specification.software)
    write(.notes, try ModelFile.text(ofEncodable: result.notes(columnNames: document.axisTitles ?? [])))
    write(.model, try ModelFile.text(of: document))
  }

  private func take(_ report: Report) -> MixtureEstimator.Directive {
    newest.withLock { ($0.report, $0.number) = (report, $0.number + 1) }
    return isStopRequested.load(ordering: .relaxed) ? .stop : .proceed
  }

  // MARK: States

  /// Tells the newest state now and then, on a thread that the fit never waits for.
  private func tell(in scene: LiveScene) -> any DispatchSourceTimer {
    let timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "mixture-service.states"))
    timer.setEventHandler { self.tellState(in: scene) }
    timer.schedule(deadline: .now() + Self.pause, repeating: Self.pause)
    timer.resume()
    return timer
  }

  private func tellState(in scene: LiveScene) {
    writing.withLock { _ in
      let (report, number) = newest.withLock { newest in
        defer { newest.report = nil }
        return (newest.report, newest.number)
      }
      let json: JSONValue
      switch report {
      case .fit(let progress): json = progress.json(number: number, in: scene)
      case .selection(let progress): json = progress.json(number: number)
      case nil: return
      }
      PipeEnd.write(FitFrame.bytes(.state, json.text))
    }
  }

  private func write(_ kind: FitFrame.Kind, _ text: String) {
    writing.withLock { _ in PipeEnd.write(FitFrame.bytes(kind, text)) }
  }

  // MARK: The viewer

  /// Waits for a request to stop, and for the end of the viewer: nobody would read the result.
  private func listen() {
    DispatchQueue(label: "mixture-service.stop-requests").async {
      while PipeEnd.read(1) != nil { self.isStopRequested.store(true, ordering: .relaxed) }
      ThisProcess.endAtOnce(0)
    }
  }

  private func limitMemory(_ bytes: Int) {
    #if os(Linux)
    // Data alone: libraries reserve addresses by the gigabyte which they never use.
    ProcessLimit.data.set(bytes)
    guard let file = try? Descriptor.openForWriting("/proc/self/oom_score_adj") else { return }
    defer { Descriptor.close(file) }
    _ = try? Array(Self.expendability.utf8).withUnsafeBytes { try Descriptor.writeSome(file, $0) }
    #endif
  }
}

/// What comes after a specification: the coordinates, and what else is known of the points.
private struct FitPoints {
  private var columns: [[Double]] = []
  private var weights: [Double]?
  private var groups: [Int32]?

  /// Reads them; nil where the input ends before.
  init?(_ specification: FitSpecification) {
    for _ in specification.columns {
      guard let column = PipeEnd.read(specification.points, of: Double.self) else { return nil }
      columns.append(column)
    }
    if specification.hasWeights {
      guard let read = PipeEnd.read(specification.points, of: Double.self) else { return nil }
      weights = read
    }
    if specification.groupNames != nil {
      guard let read = PipeEnd.read(specification.points, of: Int32.self) else { return nil }
      groups = read
    }
  }

  func observations(_ specification: FitSpecification) throws(FitError) -> Observations {
    let labels = groups.map { groups in
      ClassLabels(
        names: specification.groupNames ?? [], indices: groups.map { $0 < 0 ? nil : Int($0) })
    }
    return try Observations(columns: columns, weights: weights, knownLabels: labels)
  }
}

/// Standard input and output of this process, whole pieces at a time.
private enum PipeEnd {
  /// Reads so many values; nil where the input has ended.
  static func read<Value: BitwiseCopyable>(_ count: Int, of type: Value.Type = UInt8.self) -> [Value]? {
    var isWhole = true
    let values = [Value](unsafeUninitializedCapacity: count) { buffer, initialized in
      let size = count * MemoryLayout<Value>.stride
      isWhole = (try? Descriptor.read(Descriptor.standardInput, buffer.baseAddress, size)) == size
      initialized = isWhole ? count : 0
    }
    return isWhole ? values : nil
  }

  /// Writes bytes; where nobody reads any more, the process ends.
  static func write(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { buffer in
      var done = 0
      while done < buffer.count {
        let rest = UnsafeRawBufferPointer(rebasing: buffer[done...])
        guard let step = try? Descriptor.writeSome(Descriptor.standardOutput, rest), step > 0 else {
          ThisProcess.endAtOnce(0)
        }
        done += step
      }
    }
  }
}

#endif
