/// A run of EM as it is between two iterations, but for what it runs over.
///
/// The statistics of the current parameters are none of it: a pass over the points under these gives them again, bit by
/// bit, after an extrapolation and after a repair too.
struct RunRecord: Sendable {
  let parameters: MixtureParameters
  let history: [EMIteration]
  let events: [FitEvent]
  let termination: Termination?
  /// Of the statistics under the parameters, in the frame's units.
  let logLikelihood: Double
  /// Where that is one with shrunk distances, the parameters' own.
  let ownLogLikelihood: Double?
  let precision: Engine.Precision
  let policy: CollapsePolicy
  let convergence: Convergence.Seen
  var accelerator: Accelerator?
  let origins: [Int]
  let floorAxes: [[ColumnDirection]]
  let holds: [CovarianceFloor.Hold?]
  let reseeds: [Int]
  /// The run without reseeds, where there is one; at most one.
  var unreseeded: [RunRecord]
}

extension RunRecord {
  /// - Complexity: O(1): references are copied.
  init(_ run: EMRun) {
    self.init(
      parameters: run.parameters, history: run.history, events: run.events, termination: run.termination,
      logLikelihood: run.statistics.logLikelihood, ownLogLikelihood: run.ownLogLikelihood,
      precision: run.precision, policy: run.policy, convergence: run.convergence.seen,
      accelerator: run.accelerator, origins: run.origins, floorAxes: run.floorAxes,
      holds: run.holds, reseeds: run.reseeds, unreseeded: run.unreseeded.map(RunRecord.init))
  }

  /// How many iterations have been made by what is under way: the run without reseeds where the other one is over.
  var iterationCount: Int { (termination == nil ? nil : unreseeded.first)?.history.count ?? history.count }

  /// Whether all numbers are there, for so many coordinates and components at the start.
  func isWhole(dimension: Int, startCount: Int) -> Bool {
    let count = parameters.componentCount
    return parameters.isWhole(dimension: dimension) && accelerator?.isWhole(dimension: dimension) ?? true
      && [origins.count, floorAxes.count, holds.count, reseeds.count].allSatisfy { $0 == count }
      && origins.allSatisfy((0..<startCount).contains) && Set(origins).count == count
      && floorAxes.allSatisfy { $0.allSatisfy { $0.isWhole(dimension: dimension) } }
      && holds.allSatisfy { hold in
        hold.map { $0.axis.isWhole(dimension: dimension) && (0..<dimension).contains($0.column) } ?? true
      }
      && unreseeded.allSatisfy { $0.isWhole(dimension: dimension, startCount: startCount) }
  }
}

extension RunRecord: CheckpointPart {
  func write(to writer: inout CheckpointWriter) {
    writer.write(parameters)
    writer.write(history)
    writer.write(events)
    writer.write(termination)
    writer.write(logLikelihood)
    writer.write(ownLogLikelihood)
    writer.write(precision)
    writer.write(policy)
    writer.write(convergence)
    writer.write(accelerator)
    writer.write(origins)
    writer.write(floorAxes)
    writer.write(holds)
    writer.write(reseeds)
    writer.write(unreseeded)
  }

  init(reading reader: inout CheckpointReader) throws(FitError) {
    try self.init(reading: &reader, isNested: false)
  }

  /// - Parameter isNested: whether it is the run without reseeds of another, which has none itself.
  private init(reading reader: inout CheckpointReader, isNested: Bool) throws(FitError) {
    self.init(
      parameters: try reader.read(), history: try reader.read(), events: try reader.read(),
      termination: try reader.read(), logLikelihood: try reader.read(), ownLogLikelihood: try reader.read(),
      precision: try reader.read(), policy: try reader.read(), convergence: try reader.read(),
      accelerator: try reader.read(),
      origins: try reader.read(), floorAxes: try reader.read(), holds: try reader.read(),
      reseeds: try reader.read(),
      unreseeded: [])
    let count = try reader.count(size: 8)
    guard count <= (isNested ? 0 : 1) else { throw .damagedCheckpoint }
    for _ in 0..<count { unreseeded.append(try RunRecord(reading: &reader, isNested: true)) }
  }
}

extension EMRun {
  /// The run that a record is of, over the points of a fit; stopped where the fit is to be left off.
  ///
  /// - Parameter startCount: with how many components it began.
  /// - Throws: ``FitError`` with the code `checkpoint` where it does not suit the points, or is another likelihood here.
  /// - Complexity: O(N K D²) where it goes on.
  init(_ record: RunRecord, _ fit: PreparedFit, startCount: Int) throws(FitError) {
    guard record.isWhole(dimension: fit.source.summary.dimension, startCount: startCount) else {
      throw .damagedCheckpoint
    }
    let setting = RunSetting(fit)
    self.setting = setting
    precision = record.precision
    policy = record.policy
    convergence = Convergence(
      fit.options.stopping, pointCount: setting.points.mass, seen: record.convergence,
      isMonotone: fit.options.hasObjective)
    accelerator = record.accelerator
    parameters = record.parameters
    // A run that is over has no use for moments.
    statistics = SufficientStatistics(logLikelihood: record.logLikelihood)
    ownLogLikelihood = record.ownLogLikelihood
    (origins, reseeds) = (record.origins, record.reseeds)
    (floorAxes, holds) = (record.floorAxes, record.holds)
    (history, events, termination) = (record.history, record.events, record.termination)
    if termination == nil { try passAgain() }
    unreseeded = try record.unreseeded.map { other throws(FitError) in
      try EMRun(other, fit, startCount: startCount)
    }
  }

  /// Takes the statistics under the parameters anew.
  private mutating func passAgain() throws(FitError) {
    let reached = statistics(under: parameters)
    if setting.pass.isStopped { return stop() }
    guard reached.logLikelihood.bitPattern == statistics.logLikelihood.bitPattern else {
      throw FitError(
        .checkpoint,
        "The checkpoint's model has the log-likelihood \(statistics.logLikelihood) where it was made, and "
          + "\(reached.logLikelihood) here: it is of another version of this program, or of a processor that computes "
          + "otherwise. Go on where it was made, or begin anew.")
    }
    statistics = reached
  }
}

extension RestartSearch.Run {
  /// The run that a record is of.
  ///
  /// - Throws: ``FitError`` with the code `checkpoint`, as of the run.
  init(_ record: StartRecord, _ fit: PreparedFit) throws(FitError) {
    guard record.origin.start.isWhole(dimension: fit.source.summary.dimension) else { throw .damagedCheckpoint }
    self.init(
      run: try EMRun(record.run, fit, startCount: record.origin.start.componentCount), origin: record.origin)
  }
}
