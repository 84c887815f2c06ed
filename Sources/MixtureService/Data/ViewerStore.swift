internal import GaussianMixtures
internal import HTTPTypes
internal import MixtureFigures
internal import PointFiles

/// The files and fits that a viewer holds; of too many, the oldest go.
actor ViewerStore {
  private let limits: ViewerLimits
  private let software: ModelDocument.Software
  private let workshop: Workshop
  private var dataSets: [DataSet] = []
  private var fits: [FitJob] = []
  private var selections: [PointSelection] = []
  private var nextNumber = 1
  /// Fits whose points are being read.
  private var startingCount = 0

  /// Selections that are kept, since a fit follows a look at its points.
  private static let keptSelections = 4

  init(_ limits: ViewerLimits, software: ModelDocument.Software, workshop: Workshop) {
    self.limits = limits
    self.software = software
    self.workshop = workshop
  }

  private func number() -> Int {
    defer { nextNumber += 1 }
    return nextNumber
  }

  // MARK: Files

  /// Keeps a table.
  ///
  /// - Throws: 413 for too many rows, 422 where there is no numeric column.
  func keep(
    _ table: PointTable, name: String, byteCount: Int, columns: [Int]? = nil, skipsInvalid: Bool = false
  ) async throws(ServiceError) -> DataSet {
    guard table.rowCount <= limits.rows else {
      throw ServiceError(
        .contentTooLarge, "The file has \(table.rowCount) rows; the viewer takes \(limits.rows).",
        cure: "Send a sample of the rows, or start the viewer with a larger --row-limit.")
    }
    let usual: [Int]
    do {
      usual = try columns ?? table.defaultColumns()
    } catch {
      throw ServiceError(error)
    }
    let dataSet = DataSet(
      number: number(), name: name, table: table, byteCount: byteCount,
      usualColumns: Array(usual.prefix(limits.dimension)), skipsInvalid: skipsInvalid)
    dataSets.append(dataSet)
    await dropOldDataSets()
    return dataSet
  }

  private func dropOldDataSets() async {
    var running: Set<Int> = []
    for fit in fits where await fit.isRunning { running.insert(fit.selection.dataSet.number) }
    func isTooMuch() -> Bool {
      dataSets.count > limits.keptDataSets
        || (dataSets.count > 1 && dataSets.reduce(0) { $0 + $1.byteCount } > limits.keptBytes)
    }
    while isTooMuch(),
      let oldest = dataSets.dropLast().firstIndex(where: { !running.contains($0.number) })
    {
      let number = dataSets.remove(at: oldest).number
      fits.removeAll { $0.selection.dataSet.number == number }
      selections.removeAll { $0.dataSet.number == number }
    }
  }

  /// All that is kept: files, fits and what became of them.
  func json() async -> JSONValue {
    var summaries: [JSONValue] = []
    for fit in fits { summaries.append(await fit.summary) }
    return [
      "data": .array(dataSets.map(\.json)), "fits": .array(summaries),
      "examples": .array(Example.allCases.map(\.json)), "limits": limits.json,
      "structures": .strings(CovarianceStructure.allCases.reversed().map(\.description)),
    ]
  }

  /// Some columns of a file as points.
  func selection(_ dataSet: Int, columns: [Int]?, skipsInvalid: Bool) async throws(ServiceError)
    -> PointSelection
  {
    guard let dataSet = dataSets.first(where: { $0.number == dataSet }) else {
      throw ServiceError(
        .notFound, "There is no file \(dataSet) any more.",
        cure: "Send it again: the viewer keeps the latest \(limits.keptDataSets).")
    }
    let choice = PointSelection.Choice(columns: columns ?? dataSet.usualColumns, skipsInvalid: skipsInvalid)
    if let kept = selections.first(where: { $0.dataSet.number == dataSet.number && $0.choice == choice }) {
      return kept
    }
    let selection = try await workshop.run { [limits] in try PointSelection(dataSet, choice, limits: limits) }
    selections.append(selection)
    selections.removeFirst(max(0, selections.count - Self.keptSelections))
    return selection
  }

  // MARK: Fits

  /// Begins a fit, which goes on by itself.
  ///
  /// - Throws: 422 for options that make no sense, and 429 where too many fits run.
  func start(_ request: FitRequest) async throws(ServiceError) -> FitJob {
    let (configuration, start) = try request.configuration(limits)
    startingCount += 1
    defer { startingCount -= 1 }
    var runningCount = startingCount - 1
    for fit in fits where await fit.isRunning { runningCount += 1 }
    guard runningCount < limits.concurrentFits else {
      throw ServiceError(
        .tooManyRequests, "\(runningCount) fits are running, and no more may.",
        cure: "Wait for one of them, or stop it.")
    }
    let selection = try await selection(
      request.data, columns: request.columns, skipsInvalid: request.skipInvalid ?? false)
    guard configuration.componentCount <= selection.points.count else {
      throw .unsuitable(
        "\(configuration.componentCount) components cannot share \(selection.points.count) points.",
        cure: "Ask for fewer components.")
    }
    let job = FitJob(
      number: number(), selection, MixtureEstimator(configuration, start: start), seconds: limits.fitSeconds,
      software: software)
    fits.append(job)
    if fits.count > limits.keptFits { await dropOldestFit() }
    workshop.start { await job.run() }
    return job
  }

  private func dropOldestFit() async {
    for fit in fits.dropLast() where await !fit.isRunning {
      fits.removeAll { $0.number == fit.number }
      return
    }
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

  /// Asks all fits to end.
  func stopAll() {
    for fit in fits { fit.watch.stop() }
  }
}

extension ViewerLimits {
  /// What the page tells a person of them.
  fileprivate var json: JSONValue {
    [
      "uploadBytes": .number(Double(uploadBytes)), "components": .number(Double(components)),
      "dimension": .number(Double(dimension)), "concurrentFits": .number(Double(concurrentFits)),
    ]
  }
}
