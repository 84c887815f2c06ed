#if Command

import GaussianMixtures
import Tables

/// The models that competed, best first: for people, and as a table for programs.
struct SelectionTable {
  private let selection: SelectionSummary
  private let ranked: [SelectionSummary.Candidate]
  private var criterion: SelectionCriterion { selection.criterion }

  init(_ selection: SelectionSummary) {
    self.selection = selection
    ranked = selection.ranking.map { selection.candidates[$0] }
  }

  /// The rows of the best models, at most so many; all for nil.
  func text(limit: Int?) -> String {
    let shown = ranked.prefix(limit ?? ranked.count)
    let direction = criterion.isLowerBetter ? "lower" : "higher"
    let folds =
      (selection.foldCount.map { ", \($0) folds" } ?? "") + (selection.runCount.map { ", \($0) runs" } ?? "")
    var text = "Models by \(criterion.title) (\(direction) is better\(folds))\n"
    var table = AlignedTable(
      ["structure", "components", "parameters", "log-likelihood"] + Self.criterionTitles(criterion)
        + ["behind", "note"])
    for candidate in shown { table.append(row(of: candidate)) }
    text += table.text
    if shown.count < ranked.count { text += "  … and \(ranked.count - shown.count) more: --all-rows\n" }
    let failures = ranked.count { $0.failure != nil }
    if failures > 0, shown.allSatisfy({ $0.failure == nil }) {
      text += "  \(failures) of them could not be compared; --all-rows and --table say why\n"
    }
    return text
  }

  /// What is to be said where the best number of components is the largest that was tried; nil elsewhere.
  var noteOnLargestCount: String? {
    selection.largestCountThatIsBest.map { count in
      "the best number of components, \(count), is the largest that was tried: more may be better. "
        + "gmm select -k 1-\(2 * count) tries them."
    }
  }

  private static func criterionTitles(_ criterion: SelectionCriterion) -> [String] {
    switch criterion {
    case .crossValidation: ["held out, a point", "error", "BIC"]
    case .stability: [criterion.title, "deviation"]
    case .nec: [criterion.title, "BIC"]
    case .bic, .aic, .icl: [criterion.title]
    }
  }

  private func row(of candidate: SelectionSummary.Candidate) -> [String] {
    let value = candidate.value(of: criterion)
    let best = selection.best?.value(of: criterion)
    var row = [
      candidate.structure.code, "\(candidate.componentCount)", candidate.parameterCount.map { "\($0)" } ?? "",
      candidate.logLikelihood.map(NumberFormat.nats) ?? "", value.map(format) ?? "",
    ]
    switch criterion {
    case .crossValidation:
      row += [
        candidate.heldOut.map { format($0.standardError) } ?? "", candidate.bic.map(NumberFormat.nats) ?? "",
      ]
    case .stability: row.append(candidate.stability.map { format($0.deviation) } ?? "")
    case .nec: row.append(candidate.bic.map(NumberFormat.nats) ?? "")
    case .bic, .aic, .icl: break
    }
    let isComparable = candidate.failure == nil && candidate.isAccident == selection.best?.isAccident
    let distance = isComparable ? value.flatMap { value in best.map { abs(value - $0) } } : nil
    return row + [distance.map(format) ?? "", note(on: candidate)]
  }

  /// A value of the criterion, or a difference of two.
  func format(_ value: Double) -> String {
    criterion.countsNats ? NumberFormat.nats(value) : NumberText.fixed(value, decimals: 5)
  }

  private func note(on candidate: SelectionSummary.Candidate) -> String {
    candidate.failure ?? (candidate.isAccident ? "an accident of equal values" : "")
  }

  /// All models, with every criterion; numbers that do not exist are empty cells.
  var columns: [TableColumn] {
    func numbers(_ name: String, _ value: (SelectionSummary.Candidate) -> Double?) -> TableColumn {
      TableColumn(name: name, values: .strings(ranked.map { value($0).map { "\($0)" } }))
    }
    var columns = [
      TableColumn(name: "rank", values: .integers(ranked.indices.map { $0 + 1 })),
      TableColumn(name: "structure", values: .strings(ranked.map(\.structure.code))),
      TableColumn(name: "components", values: .integers(ranked.map(\.componentCount))),
      TableColumn(name: "parameters", values: .strings(ranked.map { $0.parameterCount.map { "\($0)" } })),
      numbers("log_likelihood", \.logLikelihood), numbers("bic", \.bic), numbers("aic", \.aic),
      numbers("icl", \.icl),
    ]
    switch criterion {
    case .crossValidation:
      columns += [
        numbers("held_out_log_likelihood", \.heldOut?.mean),
        numbers("held_out_standard_error", \.heldOut?.standardError),
      ]
    case .stability:
      columns += [
        numbers("stability", \.stability?.mean), numbers("stability_deviation", \.stability?.deviation),
      ]
    case .nec: columns.append(numbers("nec", \.nec))
    case .bic, .aic, .icl: break
    }
    return columns + [
      TableColumn(name: "accident", values: .strings(ranked.map { $0.isAccident ? "yes" : "no" })),
      TableColumn(name: "failure", values: .strings(ranked.map(\.failure))),
    ]
  }
}

extension SelectionCriterion {
  /// Whether values are sums over all points.
  fileprivate var countsNats: Bool { [.bic, .aic, .icl].contains(self) }
}

#endif
