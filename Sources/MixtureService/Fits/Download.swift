internal import GaussianMixtures
internal import MixtureFigures
internal import PointFiles

/// What can be taken home of a fit.
enum Download: Sendable {
  case model, labelledPoints, report
  /// Any subject but a criterion: a fit was not chosen among others.
  case figure(FigureSubject)

  /// By the last part of a path, such as `model.json` or `pairs.svg`.
  init?(name: String) {
    switch name {
    case "model.json": self = .model
    case "labelled.csv": self = .labelledPoints
    case "report.html": self = .report
    default:
      guard name.hasSuffix(".svg"), let figure = FigureSubject(rawValue: String(name.dropLast(4))),
        figure != .criterion
      else { return nil }
      self = .figure(figure)
    }
  }

  /// The file.
  ///
  /// - Throws: ``ServiceError`` and errors of the libraries.
  func answer(_ job: FitJob, making: [(name: String, text: String)]) async throws -> Answer {
    let document = try await job.outcome().document
    let selection = job.selection
    switch self {
    case .model:
      return Answer(try ModelFile.text(of: document), kind: "application/json", fileName: "model.json")
    case .labelledPoints:
      let classification = try document.model.classify(selection.points)
      let memory = OutputMemory()
      try TableWriter(to: memory).write(
        selection.dataSet.table,
        appending: ResultColumn.usual.map { $0.column(classification, document.model) },
        keptRows: selection.keptRows)
      return Answer(memory.bytes, kind: "text/csv; charset=utf-8", fileName: "labelled.csv")
    case .report:
      var report = try MixtureReport(
        title: selection.dataSet.name, document: document, points: selection.points,
        columnNames: selection.columnNames)
      report.subtitle = ["Gaussian mixture of \(document.model.componentCount) components"]
      report.making = making
      report.seed = document.fit?.seed ?? 1
      return Answer(try report.text(), kind: "text/html; charset=utf-8", fileName: "report.html")
    case .figure(let figure):
      let image = try await Gnuplot().image(of: figure.figure(document, selection), format: .svg)
      return Answer(image, kind: "image/svg+xml", fileName: "\(figure.rawValue).svg")
    }
  }
}

extension FigureSubject {
  fileprivate func figure(_ document: ModelDocument, _ selection: PointSelection) throws -> MixtureFigure {
    guard needsPoints else {
      return .learningCurves(LearningCurvesFigure(title: title, history: document.fit?.history ?? []))
    }
    let scatter = try scatter(
      document, selection.points, try document.model.classify(selection.points),
      columnNames: selection.columnNames)
    return self == .pairs ? .pairs(try PairsFigure(scatter)) : .scatter(scatter)
  }
}
