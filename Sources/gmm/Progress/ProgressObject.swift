#if Command

import MixtureFiles

/// Progress for programs: an object without the keys of which nothing is known.
struct ProgressObject: Encodable {
  private let stage: ProgressStage.Kind
  private let subject: String?
  private let done: Int?
  private let total: Int?
  private let totalIsEstimated: Bool?
  private let unit: String?
  private let start: Int?
  private let startCount: Int?
  private let iteration: Int?
  private let logLikelihood: Double?
  private let seconds: Double
  private let fraction: Double?
  private let rate: Double?
  private let remainingSeconds: Double?

  init(_ report: ProgressReport) {
    let stage = report.stage
    self.stage = stage.kind
    (subject, done, total, unit) = (stage.subject, stage.done, stage.total, stage.unit)
    totalIsEstimated = stage.total.map { _ in stage.isEstimated }
    (start, startCount, iteration) = (stage.start, stage.startCount, stage.iteration)
    logLikelihood = stage.logLikelihood.flatMap { $0.isFinite ? $0 : nil }
    (seconds, fraction, rate) = (report.seconds, report.fraction, report.rate)
    remainingSeconds = report.remainingSeconds
  }

  /// The object on a line.
  var line: String { (try? ModelFile.line(ofEncodable: self)) ?? "" }
}

#endif
