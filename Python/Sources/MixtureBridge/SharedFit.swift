public import CMixtureBridge
internal import GaussianMixtures
internal import MixtureFiles

/// As the header says.
@c @implementation
public func gmm_ranks_fit(
  _ ranks: OpaquePointer!, _ points: UnsafePointer<gmm_points>!, _ knowledge: UnsafePointer<gmm_knowledge>!,
  _ options: UnsafePointer<CChar>!, _ observer: UnsafePointer<gmm_observer>!,
  _ failure: UnsafeMutablePointer<gmm_failure>!
) -> OpaquePointer! {
  answer(failure) {
    let box = try RankBox.box(ranks)
    let request = try FitRequest(json: Text.given(options, "options"))
    let share = try LentShare(
      request, LentPoints(points, allowsNone: true), knowledge?.pointee ?? gmm_knowledge(),
      box.communicator)
    return ModelBox.lent(try share.document(watched: Watcher(observer), keptBy: box.keeper))
  }
}

/// The points of one of several processes, and what is asked of all.
private struct LentShare {
  let request: FitRequest
  let points: LentPoints
  let weights: [Double]?
  let labels: ClassLabels?
  let start: OpaquePointer?
  let ranks: any Communicator

  init(
    _ request: FitRequest, _ points: LentPoints, _ knowledge: gmm_knowledge, _ ranks: any Communicator
  ) throws {
    self.request = request
    self.points = points
    self.ranks = ranks
    start = knowledge.start
    weights = points.weights(knowledge.weights)
    let own = try points.labels(knowledge.labels, names: request.labelNames)
    // Who has no points has no labels either, and knows their names all the same.
    labels = own ?? (points.count == 0 ? request.labelNames : nil).map { ClassLabels(names: $0, indices: []) }
  }

  /// The document of the result, on all processes.
  func document(watched watcher: Watcher, keptBy keeper: FitKeeper) throws -> ModelDocument {
    let engine = try Engine(threads: request.threads ?? 0)
    try check(threadCount: engine.threadCount ?? Engine.defaultThreadCount)
    let startLabels = request.startsByLabels ? try gatheredLabels() : nil
    let session = try ShareSession(
      RowShare(
        points.columns, weights: weights, weightMeaning: request.weightMeaning,
        knownLabels: request.startsByLabels ? nil : labels),
      over: ranks, threadCount: engine.threadCount)
    let outcome = try session.run { observations -> Result<ModelDocument, Failure> in
      do {
        let start = try request.start(labels: startLabels, model: start)
        return .success(
          try FitTask(request, observations, start: start, engine: engine)
            .document(watched: watcher, keptBy: keeper))
      } catch { return .failure(Failure(error)) }
    }
    return try told(outcome)
  }

  /// The labels to start from of all processes, on rank 0.
  private func gatheredLabels() throws -> ClassLabels? {
    let numbers = try ranks.gather(labels?.indices.map { Double($0 ?? -1) } ?? [])
    guard ranks.rank == 0 else { return nil }
    return ClassLabels(
      names: request.labelNames ?? [],
      indices: PointLabels(numbers.joined().lazy.map { $0 < 0 ? nil : Int($0) }))
  }

  /// Refuses NaN as one process with all points would, on all processes: by the first column, and the number among all points.
  private func check(threadCount: Int) throws {
    guard request.allowsMissing != true else { return }
    var own = [Double(points.count)]
    do throws(PointSetError) {
      if points.count > 0 { _ = try PointSet(inPlace: points.columns, threadCount: threadCount) }
    } catch {
      own += [Double(error.column ?? 0), Double(error.point ?? 0)]
    }
    var (first, fault) = (0.0, [Double]())
    for told in try ranks.gather(own) where !told.isEmpty {
      if told.count == 3, fault.isEmpty || told[1] < fault[0] { fault = [told[1], first + told[2]] }
      first += told[0]
    }
    let text = fault.map { "\(Int($0))" }.joined(separator: " ")
    let answer = String(decoding: try ranks.broadcast(Array(text.utf8)), as: UTF8.self)
    let places = answer.split(separator: " ").compactMap { Int($0) }
    if places.count == 2 { throw PointSetError(.notFinite, column: places[0], point: places[1]) }
  }

  /// What rank 0 has found, on all.
  private func told(_ outcome: Result<ModelDocument, Failure>?) throws -> ModelDocument {
    let bytes = try ranks.broadcast(
      outcome.map { Array(try ModelFile.text(ofEncodable: Outcome($0)).utf8) } ?? [])
    if let outcome { return try outcome.get() }
    return try JSONText.decode(Outcome.self, String(decoding: bytes, as: UTF8.self), "answer of rank 0")
      .document()
  }
}

/// What came of a fit, as rank 0 tells it.
private enum Outcome: Codable {
  case document(String)
  case failure(Failure)

  init(_ result: Result<ModelDocument, Failure>) throws {
    switch result {
    case .success(let document): self = .document(try ModelFile.text(of: document))
    case .failure(let failure): self = .failure(failure)
    }
  }

  func document() throws -> ModelDocument {
    switch self {
    case .document(let text): return try JSONText.decode(ModelDocument.self, text, "model document")
    case .failure(let failure): throw failure
    }
  }
}
