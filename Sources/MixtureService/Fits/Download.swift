#if Command

internal import GaussianMixtures
internal import HTTPTypes
internal import MixtureFigures
internal import MixtureFiles
internal import Tables

/// A file that can be downloaded of a fit.
enum Download: Sendable {
  case model, labelledPoints, report
  /// A figure of any subject.
  case figure(FigureSubject)

  /// Finds a download by the last part of a path, such as `model.json` or `pairs.svg`.
  init?(name: String) {
    switch name {
    case "model.json": self = .model
    case "labelled.csv": self = .labelledPoints
    case "report.html": self = .report
    default:
      guard name.hasSuffix(".svg"), let figure = FigureSubject(rawValue: String(name.dropLast(4)))
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
      var report = try selection.scene.report(
        of: document, title: selection.dataSet.name, try await job.labelled().classification)
      report.subtitle = ["Gaussian mixture of \(document.model.componentCount) components"]
      report.making = making
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
    let scene = job.selection.scene
    switch self {
    case .convergence:
      return .learningCurves(LearningCurvesFigure(title: title, history: document.fit?.history ?? []))
    case .criterion:
      guard let selection = document.fit?.selection else {
        throw ServiceError(
          .notFound, "The model was not chosen among others, so there is no criterion to draw.",
          cure: "Compare several numbers of components or covariances.")
      }
      return .criterion(CriterionFigure(title: title, selection: selection))
    case .entropy:
      guard let combination = try ComponentCombination(of: document.model, sampling: scene.observations) else {
        throw ServiceError.unsuitable(
          "No row has all cells, and clusters are found by rows that have.", cure: "Choose fewer columns.")
      }
      return .entropy(EntropyFigure(title: title, combination))
    case .classification, .uncertainty, .density, .pairs, .regions, .boundaries:
      guard scene.observations.dimension > 1 || ![.pairs, .regions, .boundaries].contains(self) else {
        throw ServiceError.unsuitable(
          "A figure of \(rawValue) needs two columns, and there is one.", cure: "Ask for another figure.")
      }
      let scatter = try scatter(
        document, try scene.points(under: document.model), try await job.labelled().classification,
        columnNames: job.selection.columnNames)
      return self == .pairs ? .pairs(try PairsFigure(scatter)) : .scatter(scatter)
    }
  }
}

#endif
