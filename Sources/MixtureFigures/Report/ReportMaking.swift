internal import GaussianMixtures
internal import Tables

/// What a model document says of how the model came to be.
enum ReportMaking {
  /// Names and texts, one for each thing that decides the result.
  static func rows(of document: ModelDocument) -> [(name: String, text: String)] {
    var rows: [(name: String, text: String)] = []
    if let software = document.software { rows.append(("model by", "\(software.name) \(software.version)")) }
    rows += (document.preprocessing?.explanations(of: document.columns) ?? []).map { ($0.name, $0.text) }
    guard let fit = document.fit else { return rows }
    let options = fit.configuration
    rows.append(
      ("fitted to", "\(CountText.of(fit.pointCount, "point")) in \(FigureNumber.rounded(fit.seconds)) s"))
    if let meaning = fit.weightMeaning {
      let total = fit.totalWeight ?? Double(fit.pointCount)
      rows.append(("weights", "\(meaning.rawValue), n = \(FigureNumber.rounded(total))"))
    }
    rows += [
      ("seed", "\(fit.seed)"),
      ("start", "\(fit.start.name), the best of \(options.restartCount ?? 1)"),
      ("stopping", words(options.stopping) + ", at most \(options.maximumIterations) iterations"),
      ("acceleration", options.acceleration.rawValue),
      ("covariances", "\(options.structure.code), floor \(options.covarianceFloor)"),
      ("collapse", options.collapsePolicy.rawValue),
      ("free parameters", "\(fit.criteria.parameterCount)"),
      ("AIC", "\(FigureNumber.nats(fit.criteria.aic)) (lower is better)"),
      ("ICL", "\(FigureNumber.nats(fit.criteria.icl)) (lower is better)"),
    ]
    return rows
  }

  private static func words(_ rule: StoppingRule) -> String {
    switch rule {
    case .predictedGain(let tolerance): "predicted gain of \(tolerance) nats a point"
    case .gain(let tolerance): "gain of \(tolerance) nats a point"
    case .changes(let means, let weights): "changes of means \(means) and weights \(weights)"
    }
  }
}
