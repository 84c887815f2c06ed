#if Command

internal import GaussianMixtures
internal import MixtureFigures
internal import MixtureFiles
internal import Tables

/// A file that can be downloaded of a fit.
enum Download: Sendable {
  case model, labelledPoints, report
  /// A figure of any subject but a criterion, as a fit was not chosen among others, and an entropy, for which components
  /// are combined.
  case figure(FigureSubject)

  /// Finds a download by the last part of a path, such as `model.json` or `pairs.svg`.
  init?(name: String) {
    switch name {
    case "model.json": self = .model
    case "labelled.csv": self = .labelledPoints
    case "report.html": self = .report
    default:
      guard name.hasSuffix(".svg"), let figure = FigureSubject(rawValue: String(name.dropLast(4))),
        figure != .criterion, figure != .entropy
      else { return nil }
      self = .figure(figure)
    }
  }

  /// The response that has the file.
  ///
  /// - Throws: ``ServiceError`` and errors of the libraries.
  func response(_ job: FitJob, making: [(name: String, text: String)]) async throws -> ViewerResponse {
    let document = try await job.outcome().document
    let selection = job.selection
    switch self {
    case .model:
      return ViewerResponse(
        try ModelFile.text(of: document), contentType: "application/json", fileName: "model.json")
    case .labelledPoints:
      let labelled = try await job.labelled()
      let memory = OutputMemory()
      try TableWriter(to: memory).write(
        selection.dataSet.table,
        appending: labelled.columns(), keptRows: selection.keptRows)
      let name = "labelled.csv"
      return ViewerResponse(
        memory.bytes, contentType: "\(TableFormats.contentType(of: name)); charset=utf-8", fileName: name)
    case .report:
      var report = try MixtureReport(
        title: selection.dataSet.name, document: document, points: selection.points,
        columnNames: selection.columnNames)
      report.subtitle = ["Gaussian mixture of \(document.model.componentCount) components"]
      report.making = making
      report.classification = try await job.labelled().classification
      report.truth = selection.truth
      report.seed = document.fit?.seed ?? 1
      return ViewerResponse(
        try report.text(), contentType: "text/html; charset=utf-8", fileName: "report.html")
    case .figure(let figure):
      let image = try await Gnuplot().image(of: try await figure.figure(document, job), format: .svg)
      return ViewerResponse(image, contentType: "image/svg+xml", fileName: "\(figure.rawValue).svg")
    }
  }
}

extension FigureSubject {
  fileprivate func figure(_ document: ModelDocument, _ job: FitJob) async throws -> MixtureFigure {
    guard needsPoints else {
      return .learningCurves(LearningCurvesFigure(title: title, history: document.fit?.history ?? []))
    }
    let scatter = try scatter(
      document, job.selection.points, try await job.labelled().classification,
      columnNames: job.selection.columnNames)
    return self == .pairs ? .pairs(try PairsFigure(scatter)) : .scatter(scatter)
  }
}

#endif
