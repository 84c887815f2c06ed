#if Command

import GaussianMixtures
import Tables

/// A training as a person reads it.
struct TrainingSummary {
  private let result: DiscriminantResult
  private let classNames: [String]
  private var summary: DiscriminantSummary { result.summary }

  init(_ result: DiscriminantResult, classNames: [String]) {
    self.result = result
    self.classNames = classNames
  }

  var text: String {
    let best = summary.best
    let scores = best.heldOut ?? best.training
    return [
      heading, candidates,
      scores.map { Self.decisions($0, classNames, isHeldOut: best.heldOut != nil) } ?? "",
      scores.map { CalibrationText.text($0.calibration) } ?? "",
    ].joined(separator: "\n")
  }

  private var heading: String {
    let rule = result.classifier.rule
    var table = AlignedTable(indentation: 0)
    let unlabelled = summary.pointCount - summary.labelledCount
    table.append([
      "points",
      CountText.grouped(summary.pointCount)
        + (unlabelled > 0 ? "  (\(CountText.grouped(unlabelled)) without a class)" : ""),
    ])
    let mixture = result.classifier.mixture
    for (ofClass, name) in classNames.enumerated() {
      let prior = mixture.components.indices.filter { rule.classOfComponent[$0] == ofClass }
        .reduce(0.0) { $0 + mixture[$1].weight }
      table.append([
        "class \(name)",
        "\(CountText.of(summary.classCounts[ofClass], "point")), prior \(NumberFormat.short(prior)), "
          + CountText.of(summary.best.componentCounts[ofClass], "component"),
      ])
    }
    if let threshold = rule.rejectionThreshold {
      table.append(["no class", "where none has the probability \(NumberFormat.short(threshold))"])
    }
    table.append(["time", "\(NumberText.significant(summary.seconds, digits: 3)) s"])
    return table.text
  }

  private var candidates: String {
    let folds = summary.foldCount.map { ", held out in \($0) folds" } ?? ""
    var text =
      "Models by \(summary.criterion == .bic ? "BIC" : "errors on held-out points") (lower is better\(folds))\n"
    var table = AlignedTable(
      ["model", "parameters", "log-likelihood", "BIC", "error", "Brier"]
        + (summary.foldCount == nil ? [] : ["held-out error", "Brier", "log loss"]) + ["note"])
    for place in summary.ranking { table.append(row(of: summary.candidates[place])) }
    text += table.text
    return text
  }

  private func row(of candidate: DiscriminantSummary.Candidate) -> [String] {
    func short(_ value: Double?) -> String { value.map(NumberFormat.short) ?? "" }
    var row = [
      candidate.name, candidate.parameterCount.map { "\($0)" } ?? "",
      candidate.logLikelihood.map(NumberFormat.nats) ?? "", candidate.bic.map(NumberFormat.nats) ?? "",
      short(candidate.training?.errorRate), short(candidate.training?.brierScore),
    ]
    if summary.foldCount != nil {
      let heldOut = candidate.heldOut
      row += [short(heldOut?.errorRate), short(heldOut?.brierScore), short(heldOut?.logLoss)]
    }
    return row + [candidate.failure ?? (candidate.isAccident ? "an accident of equal values" : "")]
  }

  /// The confusion table, and what follows of costs and rejections.
  private static func decisions(_ scores: ClassScores, _ names: [String], isHeldOut: Bool) -> String {
    let hasRejected = scores.rejectedCount > 0
    var table = AlignedTable(["truth \\ class"] + names + (hasRejected ? ["none"] : []))
    for (row, counts) in scores.confusion.enumerated() {
      table.append([names[row]] + (hasRejected ? counts[...] : counts.dropLast()).map { "\($0)" })
    }
    var text =
      "Decisions of the best on \(isHeldOut ? "held-out points" : "the points it was trained with")\n\(table.text)"
    if hasRejected {
      text +=
        "  \(CountText.of(scores.rejectedCount, "point")) without a decision; errors are of the others\n"
    }
    if let cost = scores.meanCost { text += "  mean cost of a decision \(NumberFormat.short(cost))\n" }
    return text
  }
}

/// How often what was held so likely is true.
enum CalibrationText {
  static func text(_ calibration: CalibrationTable) -> String {
    var table = AlignedTable(["probability", "points", "true", "error of that"])
    for bin in calibration.bins {
      table.append([
        NumberText.fixed(bin.meanProbability, decimals: 3), "\(bin.count)",
        NumberText.fixed(bin.share, decimals: 3),
        NumberText.fixed(bin.standardError, decimals: 3),
      ])
    }
    return "Calibration: how often the likeliest class is the true one (expected error "
      + "\(NumberFormat.short(calibration.expectedError)))\n\(table.text)"
  }
}

#endif
