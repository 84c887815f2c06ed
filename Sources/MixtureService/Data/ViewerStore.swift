#if Command

internal import GaussianMixtures
internal import HTTPTypes
internal import MixtureFigures
internal import MixtureFiles
internal import Tables

/// The files and fits that a viewer holds; of too many, the oldest go.
actor ViewerStore {
  private let limits: ViewerLimits
  private let software: ModelDocument.Software
  private let worker: FitWorker
  private let pool: WorkPool
  private var dataSets: [DataSet] = []
  private var fits: [FitJob] = []
  private var selections: [PointSelection] = []
  private var nextNumber = 1
  /// The number of fits whose points are being read.
  private var startingCount = 0

  /// The number of selections that are kept, since a fit follows a look at its points.
  private static let keptSelections = 4

  init(
    _ limits: ViewerLimits, software: ModelDocument.Software, worker: FitWorker, pool: WorkPool
  ) {
    self.limits = limits
    self.software = software
    self.worker = worker
    self.pool = pool
  }

  private func number() -> Int {
    defer { nextNumber += 1 }
    return nextNumber
  }

  // MARK: Files

  /// Keeps a table.
  ///
  /// - Parameter choice: what is shown of it at first; without columns the usual ones.
  /// - Throws: 413 for one that is too large, 422 where there is no numeric column.
  func keep(
    _ table: PointTable, name: String, choice: PointChoice = PointChoice(columns: [])
  ) async throws(ServiceError) -> DataSet {
    var usual = choice
    if usual.columns.isEmpty {
      do {
        usual.columns = try table.defaultColumns(derived: table.writtenResults)
      } catch {
        throw ServiceError(error)
      }
      let others = [choice.weights, choice.known, choice.truth]
      usual.columns.removeAll { others.contains($0) }
    }
    usual.columns = Array(usual.columns.prefix(limits.dimension))
    // The classes of a column called as gmm calls them are what labels are compared with.
    let named = table.columnNames.firstIndex(of: ResultColumn.truthName)
    if usual.truth == nil, let named, !usual.columns.contains(named) { usual.truth = named }
    try await makeRoom(for: table.heldByteCount, of: "The file", keeping: nil)
    let dataSet = DataSet(number: number(), name: name, table: table, usual: usual)
    dataSets.append(dataSet)
    return dataSet
  }

  /// All that is kept: files, fits and what became of them.
  func json() async -> JSONValue {
    var summaries: [JSONValue] = []
    for fit in fits { summaries.append(await fit.summary) }
    return [
      "data": .array(dataSets.map(\.json)), "fits": .array(summaries),
      "examples": .array(Example.allCases.map(\.json)), "limits": limits.json,
      "structures": .strings(CovarianceStructure.allCases.reversed().map(\.description)),
      "criteria": .array(
        SelectionCriterion.allCases.map { ["name": .string($0.rawValue), "title": .string($0.title)] }),
    ]
  }

  /// Returns some columns of a file as points, read unless they are kept.
  func selection(
    _ dataSet: Int, _ request: PointChoiceRequest
  ) async throws(ServiceError) -> PointSelection {
    guard let dataSet = dataSets.first(where: { $0.number == dataSet }) else {
      throw ServiceError(
        .notFound, "There is no file \(dataSet) any more.",
        cure: "Send it again: the viewer keeps the latest \(limits.keptDataSets).")
    }
    let choice = try request.choice(of: dataSet)
    let known = selections + fits.map(\.selection)
    if let kept = known.first(where: { $0.dataSet.number == dataSet.number && $0.choice == choice }) {
      return kept
    }
    try choice.check(dataSet.table, limits)
    let others = [choice.weights, choice.known, choice.truth].compactMap(\.self).count
    let columnCount = choice.columns.count * (choice.invalid == .missing ? 2 : 1) + 2 * others
    let size = dataSet.table.rowCount * columnCount * MemoryLayout<Double>.stride
    try await makeRoom(for: size, of: "The points of these columns", keeping: dataSet.number)
    let number = number()
    let selection = try await pool.run { [limits] in
      try PointSelection(number: number, dataSet, choice, limits: limits)
    }
    selections.append(selection)
    selections.removeFirst(max(0, selections.count - Self.keptSelections))
    return selection
  }

  // MARK: Memory

  /// Lets the oldest go until there is room for something new.
  ///
  /// - Parameters:
  ///   - bytes: what it takes.
  ///   - name: what messages call it.
  ///   - dataSet: the file that it belongs to; nil for a new file.
  /// - Throws: 413 where there is no room for it.
  private func makeRoom(for bytes: Int, of name: String, keeping dataSet: Int?) async throws(ServiceError) {
    var running: [FitJob] = []
    for fit in fits where await fit.isRunning { running.append(fit) }
    let files = Set(running.map(\.selection.dataSet.number) + (dataSet.map { [$0] } ?? []))
    while dataSet == nil, dataSets.count >= limits.keptDataSets,
      let oldest = dataSets.firstIndex(where: { !files.contains($0.number) })
    {
      drop(dataSets[oldest])
    }
    while await heldByteCount() + bytes > limits.keptBytes {
      if let old = selections.firstIndex(where: { selection in
        !fits.contains { $0.selection.number == selection.number }
      }) {
        selections.remove(at: old)
      } else if let old = fits.firstIndex(where: { fit in !running.contains { $0 === fit } }) {
        fits.remove(at: old)
      } else if let oldest = dataSets.first(where: { !files.contains($0.number) }) {
        drop(oldest)
      } else {
        let (size, most) = (bytes >> 20, limits.keptBytes >> 20)
        throw ServiceError(
          .contentTooLarge, "\(name) would take \(size) MiB of memory; the viewer takes \(most) MiB for all.",
          cure: "Choose fewer columns or send less, or start the viewer with a larger --memory-limit.")
      }
    }
  }

  private func drop(_ dataSet: DataSet) {
    dataSets.removeAll { $0.number == dataSet.number }
    fits.removeAll { $0.selection.dataSet.number == dataSet.number }
    selections.removeAll { $0.dataSet.number == dataSet.number }
  }

  /// The bytes of memory that files, points and fits take.
  private func heldByteCount() async -> Int {
    var count = dataSets.reduce(0) { $0 + $1.heldByteCount }
    var seen: Set<Int> = []
    for selection in selections + fits.map(\.selection) where seen.insert(selection.number).inserted {
      count += selection.heldByteCount
    }
    for fit in fits { count += await fit.heldByteCount }
    return count
  }

  // MARK: Fits

  /// Begins a fit, which goes on by itself.
  ///
  /// - Throws: 422 for options that make no sense, and 429 where too many fits run.
  func start(_ request: FitRequest) async throws(ServiceError) -> FitJob {
    startingCount += 1
    defer { startingCount -= 1 }
    var runningCount = startingCount - 1
    for fit in fits where await fit.isRunning { runningCount += 1 }
    guard runningCount < limits.concurrentFits else {
      throw ServiceError(
        .tooManyRequests, "\(runningCount) fits are running, and no more may.",
        cure: "Wait for one of them, or stop it.")
    }
    let selection = try await selection(request.data, request.choice)
    let observations = selection.observations
    var specification = try request.specification(dimension: observations.dimension, within: limits)
    guard specification.mostComponents <= observations.count else {
      throw .unsuitable(
        "\(specification.mostComponents) components cannot share \(observations.count) points.",
        cure: "Ask for fewer components.")
    }
    specification.columns = selection.columnNames
    specification.preprocessing = selection.preprocessing
    specification.software = software
    specification.points = observations.count
    specification.hasWeights = selection.weights != nil
    specification.groupNames = observations.knownLabels?.names
    let job = FitJob(
      number: number(), selection, specification, FitProcess(worker: worker),
      seconds: limits.fitSeconds)
    fits.append(job)
    if fits.count > limits.keptFits { await dropOldestFit() }
    pool.start { await job.run() }
    return job
  }

  private func dropOldestFit() async {
    for fit in fits.dropLast() where await !fit.isRunning {
      fits.removeAll { $0.number == fit.number }
      return
    }
  }

  /// One of the models that competed, as a fit of its own.
  ///
  /// - Throws: 404 where there is none that was kept, 409 while they compete.
  func candidate(_ request: CandidateRequest, of number: Int) async throws(ServiceError) -> FitJob {
    let chooser = try fit(number)
    guard request.rank != 0 else { return chooser }
    let origin = FitJob.Origin(fit: number, rank: request.rank)
    if let known = fits.first(where: { $0.origin == origin }) { return known }
    let candidate = try await chooser.candidate(request.rank)
    let job = FitJob(number: self.number(), candidate, of: chooser)
    fits.append(job)
    if fits.count > limits.keptFits { await dropOldestFit() }
    return job
  }

  /// The fit of a number.
  func fit(_ number: Int) throws(ServiceError) -> FitJob {
    guard let fit = fits.first(where: { $0.number == number }) else {
      throw ServiceError(
        .notFound, "There is no fit \(number) any more.",
        cure: "Fit again: the viewer keeps the latest \(limits.keptFits), as long as it keeps their file.")
    }
    return fit
  }

  /// Asks all fits to stop.
  func stopAll() {
    for fit in fits { fit.monitor.stop(.abandoned) }
  }
}

extension ViewerLimits {
  /// The limits that the page tells a person of.
  fileprivate var json: JSONValue {
    [
      "uploadBytes": .number(Double(uploadBytes)), "components": .number(Double(components)),
      "dimension": .number(Double(dimension)), "concurrentFits": .number(Double(concurrentFits)),
    ]
  }
}

#endif
