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
  private struct Newest {
    var progress: MixtureEstimator.Progress?
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

  /// Reads the specification and the points, fits, writes the result and ends the process.
  func run() -> Never {
    Signal.brokenPipe.ignore()
    // A Ctrl-C is meant for the viewer, which then closes the input of this process.
    Signal.interrupt.ignore()
    guard let length = PipeEnd.read(4), let text = PipeEnd.read(FitFrame.length(length)),
      let specification = Self.specification(from: text),
      let estimator = specification.estimator
    else { ThisProcess.endAtOnce(ThisProcess.protocolError) }
    limitMemory(specification.memory)
    var columns: [[Double]] = []
    for _ in specification.columns {
      guard let column = PipeEnd.read(specification.points, of: Double.self) else { ThisProcess.endAtOnce(0) }
      columns.append(column)
    }
    listen()
    fit(columns, specification, estimator)
    // Nothing is left to be tidied up, and whoever waits for the model waits for the end.
    ThisProcess.endAtOnce(0)
  }

  private static func specification(from text: [UInt8]) -> FitSpecification? {
    text.withUnsafeBufferPointer { try? ModelFile.decode(FitSpecification.self, from: $0) }
  }

  private func fit(_ columns: [[Double]], _ specification: FitSpecification, _ estimator: MixtureEstimator) {
    do {
      let points = try PointSet(columns: columns)
      let scene = LiveScene(points, columnNames: specification.columns, specification.preprocessing)
      let telling = tell(in: scene)
      let result = try estimator.fit(points) { progress in
        newest.withLock { ($0.progress, $0.number) = (progress, $0.number + 1) }
        return isStopRequested.load(ordering: .relaxed) ? .stop : .proceed
      }
      telling.cancel()
      tellState(in: scene)
      let document = ModelDocument(
        result, columns: specification.columns, preprocessing: specification.preprocessing,
        of: Observations(points),
        software: specification.software)
      write(.notes, try ModelFile.text(ofEncodable: result.notes(columnNames: document.axisTitles ?? [])))
      write(.model, try ModelFile.text(of: document))
    } catch {
      let error = ServiceError(error, columns: specification.columns)
      let failure = FitFrame.Failure(error: error.message, cure: error.cure)
      write(.failure, (try? ModelFile.text(ofEncodable: failure)) ?? "")
    }
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
      let (progress, number) = newest.withLock { newest in
        defer { newest.progress = nil }
        return (newest.progress, newest.number)
      }
      guard let progress else { return }
      PipeEnd.write(FitFrame.bytes(.state, progress.json(number: number, in: scene).text))
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
