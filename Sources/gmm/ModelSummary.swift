#if Command

import GaussianMixtures
import Tables

/// A model document as a person reads it.
struct ModelSummary {
  private let document: ModelDocument
  private let tables: ParameterTables
  private var model: GaussianMixture { document.model }

  /// - Parameter isWhole: whether tables of many rows or columns are shown to their ends.
  init(_ document: ModelDocument, isWhole: Bool) {
    self.document = document
    tables = ParameterTables(document, isWhole: isWhole)
  }

  var text: String {
    ([heading + preprocessing] + (document.fit.map { [fitLines($0)] } ?? []) + tables.all).joined(
      separator: "\n")
  }

  private var heading: String {
    "Gaussian mixture of \(model.componentCount) component\(model.componentCount == 1 ? "" : "s") in "
      + "\(model.dimension) dimension\(model.dimension == 1 ? "" : "s"), covariances \(model.structure)"
      + (document.fit?.configuration.equalWeights == true ? ", equal weights" : "")
      + (model.noise == nil ? "\n" : ", and noise\n")
  }

  /// What is done to the columns first.
  private var preprocessing: String {
    guard let explanations = document.preprocessing?.explanations(of: document.columns) else { return "" }
    var table = AlignedTable(indentation: 0)
    for (name, text) in explanations { table.append([name, text]) }
    return table.text
  }

  private func fitLines(_ fit: FitSummary) -> String {
    var table = AlignedTable(indentation: 0)
    func line(_ name: String, _ value: String, _ note: String = "") {
      table.append([name, value + (note.isEmpty ? "" : "  (\(note))")])
    }
    let logLikelihood = fit.logLikelihood
    let units = fit.logJacobian == nil ? "" : ", in the columns' own units"
    let totalWeight = fit.weightMeaning == .importance ? nil : fit.totalWeight
    line(
      "points", CountText.grouped(fit.pointCount),
      totalWeight.map { "of the total weight \(WeightText.short($0))" } ?? "")
    if let weights = WeightText.explanation(of: fit.weightMeaning, total: fit.totalWeight) {
      line("weights", weights.meaning, weights.note)
    }
    line(
      "log-likelihood", NumberFormat.nats(logLikelihood),
      "\(NumberFormat.short(logLikelihood / (fit.totalWeight ?? Double(fit.pointCount)))) a point, in nats\(units)"
    )
    if let (value, note) = Self.bound(fit) { line("lower bound", value, note) }
    for (name, value, note) in Self.regularization(fit) { line(name, value, note) }
    line("free parameters", "\(fit.criteria.parameterCount)")
    line("BIC", NumberFormat.nats(fit.criteria.bic), "lower is better, as for AIC and ICL")
    line("AIC", NumberFormat.nats(fit.criteria.aic))
    line("ICL", NumberFormat.nats(fit.criteria.icl))
    line("iterations", "\(fit.iterations)", Self.explanation(of: fit.termination, fit.configuration.stopping))
    if let (count, meaning) = Self.extrapolations(in: fit.history) { line("extrapolations", count, meaning) }
    line("start", fit.start.name, Self.explanation(of: fit.start) + "seed \(fit.seed)")
    if let selection = fit.selection, let (names, note) = Self.explanation(of: selection) {
      line("chosen by", names, note)
    }
    line("time", "\(NumberText.significant(fit.seconds, digits: 3)) s")
    return table.text
  }

  /// What an approximate fit made large, and how far it is from the log-likelihood.
  private static func bound(_ fit: FitSummary) -> (value: String, note: String)? {
    guard let bound = fit.lowerBound, let cells = fit.configuration.approximation else { return nil }
    let gap = (fit.logLikelihood - bound) / (fit.totalWeight ?? Double(fit.pointCount))
    return (
      NumberFormat.nats(bound),
      "\(NumberText.significant(gap, digits: 2)) nats a point below; of cells of at most \(cells.pointsPerCell) points: "
        + "the parameters are approximate"
    )
  }

  /// A line for what was asked for of prior, ridge and bound.
  private static func regularization(_ fit: FitSummary) -> [(name: String, value: String, note: String)] {
    var lines: [(name: String, value: String, note: String)] = []
    if let logPrior = fit.history.last?.logPrior {
      lines.append(
        (
          "log-prior", NumberFormat.nats(logPrior),
          "of the conjugate prior; the sum of both is what EM raises"
        ))
    }
    if fit.configuration.ridge > 0 {
      lines.append(("ridge", NumberFormat.short(fit.configuration.ridge), "added to every variance"))
    }
    let shrinkage = fit.configuration.shrinkage
    if !shrinkage.isNone {
      lines.append(("shrinkage", shrinkage.name, Self.explanation(of: shrinkage)))
    }
    if let ratio = fit.configuration.maximumEigenvalueRatio {
      lines.append(("eigenvalue ratio", NumberFormat.short(ratio), "at most, in the units of the data"))
    }
    return lines
  }

  private static func explanation(of shrinkage: Shrinkage) -> String {
    let what =
      switch (shrinkage.amount, shrinkage.target) {
      case (.stein, _): "correlations towards 0, variances towards their mean"
      case (_, .sphere): "each covariance towards its own sphere"
      case (_, .diagonal): "each covariance towards its own variances"
      case (_, .pooled): "each covariance towards that within all components"
      }
    return "\(what), in columns divided by their spreads; --shrinkage none leaves it out"
  }

  private static func explanation(of termination: Termination, _ rule: StoppingRule) -> String {
    switch (termination, rule) {
    case (.converged, .predictedGain(let tolerance)):
      "converged: by prediction less than \(tolerance) nats a point are still to be gained"
    case (.converged, .gain(let tolerance)):
      "converged: the last gained at most \(tolerance) nats a point"
    case (.converged, .changes(let means, let weights)):
      "converged: the means changed by at most \(means) in all, the weights by less than \(weights)"
    case (.iterationLimit, _): "not converged: stopped at the limit of iterations"
    case (.stopped, _): "not converged: interrupted"
    }
  }

  /// By what it was chosen, among how many, and how much better it is than the next.
  private static func explanation(of selection: SelectionSummary) -> (names: String, note: String)? {
    let ranked = selection.ranking.map { selection.candidates[$0] }
    guard let best = selection.best, let value = best.value(of: selection.criterion) else { return nil }
    let table = SelectionTable(selection)
    let names = "\(selection.criterion.title) among \(ranked.count) model\(ranked.count == 1 ? "" : "s")"
    guard ranked.count > 1, let next = ranked[1].value(of: selection.criterion), ranked[1].failure == nil
    else {
      return (names, "no other could be fitted")
    }
    let distance = table.format(abs(next - value))
    return (
      names, "the next is \(ranked[1].structure.code) with \(ranked[1].componentCount), \(distance) behind"
    )
  }

  private static func explanation(of start: FitSummary.StartSummary) -> String {
    guard let choice = start.choice, choice.candidateCount > 1 else { return "" }
    let exchanges =
      choice.splitMergeCount > 0
      ? ", \(choice.splitMergeCount) split\(choice.splitMergeCount == 1 ? "" : "s") for merges" : ""
    let swaps = choice.swapCount ?? 0
    let swapped = swaps > 0 ? ", \(swaps) random swap\(swaps == 1 ? "" : "s")" : ""
    return "\(choice.candidate) of \(choice.candidateCount) candidates\(exchanges)\(swapped); "
  }

  /// Of a history that has any: how many of its iterations they are.
  private static func extrapolations(in history: [EMIteration]) -> (count: String, meaning: String)? {
    let tried = history.compactMap(\.extrapolation)
    guard !tried.isEmpty else { return nil }
    let accepted = tried.count { $0 == .accepted }
    return ("\(tried.count)", "of the iterations; \(accepted) went ahead, the others were no gain")
  }
}

#endif
