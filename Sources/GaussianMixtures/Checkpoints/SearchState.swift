/// How far a fit has come: the starts that are over, and the run over all points that is under way.
struct SearchState: Sendable {
  /// Of the starts that are over, in their order.
  var ended: [StartRecord] = []
  /// What is under way; nil while a start is searched for, which is then searched for again.
  var current: StartRecord?
  /// For how long the fit has run.
  var seconds = 0.0

  /// Whether there is anything that would not have to be done again.
  var isEmpty: Bool { ended.isEmpty && current == nil }

  /// How many iterations need not be made again.
  var iterationCount: Int {
    let others = current.map { $0.run.history.count + ($0.run.unreseeded.first?.history.count ?? 0) } ?? 0
    return ended.reduce(others) { $0 + $1.run.history.count }
  }
}

/// A run and where it came from.
struct StartRecord: Sendable {
  let run: RunRecord
  let origin: RunOrigin
}

/// Where a run came from, and what was found beside it.
struct RunOrigin: Sendable {
  let start: MixtureParameters
  var choice: StartChoice?
  /// The highest run that was set aside as an accident of the data.
  var setAside: SetAsideRun?
  /// What is likelier, where that is not what was asked for.
  var passedOver: PassedOver?
}

/// A run that was set aside as an accident of the data.
struct SetAsideRun: Sendable {
  /// Its log-likelihood a point.
  let level: Double
  /// By how many nats a point it was higher than what was taken for it.
  let lead: Double
  /// Of how many points it is.
  let pointCount: Int
  /// What is to be said of it, but for what it gains.
  let event: FitEvent

  /// - Returns: nil where the run is no accident.
  init?(_ run: EMRun, lead: Double) {
    guard let event = run.setAsideEvent else { return nil }
    self.init(level: run.logLikelihood / run.points.mass, lead: lead, pointCount: run.points.count, event: event)
  }

  /// By how many nats a point it is higher than another one.
  func lead(over run: EMRun) -> Double { level - run.logLikelihood / run.points.mass }

  private init(level: Double, lead: Double, pointCount: Int, event: FitEvent) {
    self.level = level
    self.lead = lead
    self.pointCount = pointCount
    self.event = event
  }
}

extension SearchState: CheckpointPart {
  func write(to writer: inout CheckpointWriter) {
    writer.write(ended)
    writer.write(current)
    writer.write(seconds)
  }

  init(reading reader: inout CheckpointReader) throws(FitError) {
    self.init(ended: try reader.read(), current: try reader.read(), seconds: try reader.read())
  }
}

extension StartRecord: CheckpointPart {
  func write(to writer: inout CheckpointWriter) {
    writer.write(run)
    writer.write(origin)
  }

  init(reading reader: inout CheckpointReader) throws(FitError) {
    self.init(run: try reader.read(), origin: try reader.read())
  }
}

extension RunOrigin: CheckpointPart {
  func write(to writer: inout CheckpointWriter) {
    writer.write(start)
    writer.write(choice)
    writer.write(setAside)
    writer.write(passedOver)
  }

  init(reading reader: inout CheckpointReader) throws(FitError) {
    self.init(
      start: try reader.read(), choice: try reader.read(), setAside: try reader.read(), passedOver: try reader.read())
  }
}

extension SetAsideRun: CheckpointPart {
  func write(to writer: inout CheckpointWriter) {
    writer.write(level)
    writer.write(lead)
    writer.write(pointCount)
    writer.write(event)
  }

  init(reading reader: inout CheckpointReader) throws(FitError) {
    self.init(
      level: try reader.read(), lead: try reader.read(), pointCount: try reader.read(), event: try reader.read())
  }
}
