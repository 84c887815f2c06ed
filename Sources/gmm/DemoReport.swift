#if Command

import GaussianMixtures
import Tables

/// What the demo says.
struct DemoReport {
  let truth: GaussianMixture
  let result: FitResult
  let sample: GeneratedPoints

  /// The true parameters and the head of the observable data.
  static func introduction(_ truth: GaussianMixture, _ sample: GeneratedPoints) -> String {
    var data = AlignedTable(["point"] + sample.columnNames)
    let shown = 10
    for index in 0..<min(shown, sample.points.count) {
      data.append(["\(index + 1)"] + sample.points[index].map { NumberText.fixed($0, decimals: 4) })
    }
    return """
      Three Gaussians R, G and B in three dimensions, the truth:

      \(parameters(truth))
      \(CountText.grouped(sample.points.count)) points drawn from them, the observable data:

      \(data.text)  …

      """
  }

  /// The estimates beside the truth, the last changes and the errors.
  func estimates() throws -> String {
    let table = try confusion()
    return """

      Estimated by EM from the points alone, beside the truth:

      \(comparison)
      \(convergence)
      Absolute errors against the truth, summed over components:

      \(errors)
      \(CountText.grouped(table.total)) points classified by their largest responsibility: \
      \(NumberText.fixed(100 * table.errorRate, decimals: 1)) % in another class than the one they were drawn \
      from; adjusted Rand index \(NumberText.fixed(table.adjustedRandIndex, decimals: 3)).

      """
  }

  /// The line below the title of the page.
  var summary: String {
    "\(CountText.grouped(sample.points.count)) points drawn from three Gaussians R, G and B, and found "
      + "again by EM from the points alone."
  }

  private static func parameters(_ model: GaussianMixture) -> String {
    var table = AlignedTable(["", "weight", "mean", "covariance"])
    for (k, component) in model.components.enumerated() {
      table.append([
        model.componentName(k), NumberFormat.short(component.weight), vector(component.mean),
        component.covariance.rows.map(vector).joined(separator: " "),
      ])
    }
    return table.text
  }

  private static func vector(_ numbers: [Double]) -> String {
    "(" + numbers.map(NumberFormat.short).joined(separator: ", ") + ")"
  }

  private var comparison: String {
    var table = AlignedTable(["parameter", "estimated", "true"])
    func line(_ name: String, _ estimated: Double, _ true_: Double) {
      table.append([name, NumberText.fixed(estimated, decimals: 4), NumberText.fixed(true_, decimals: 4)])
    }
    for (k, (found, true_)) in zip(result.model.components, truth.components).enumerated() {
      let name = truth.componentName(k)
      line("\(name) weight", found.weight, true_.weight)
      for d in 0..<truth.dimension {
        line("\(name) mean \(sample.columnNames[d])", found.mean[d], true_.mean[d])
      }
      for i in 0..<truth.dimension {
        for j in i..<truth.dimension {
          line(
            "\(name) covariance \(sample.columnNames[i])\(sample.columnNames[j])", found.covariance[i, j],
            true_.covariance[i, j])
        }
      }
    }
    return table.text
  }

  private var convergence: String {
    guard let last = result.history.last else { return "" }
    var table = AlignedTable()
    table.append(["means", NumberFormat.short(last.meanChange)])
    table.append(["weights", NumberFormat.short(last.weightChange)])
    table.append(["covariances", NumberFormat.short(last.covarianceChange)])
    let end = result.termination == .converged ? "converged" : "not converged"
    return """
      \(result.history.count) iterations, \(end); log-likelihood \
      \(NumberFormat.nats(result.logLikelihood)). The last iteration changed, summed over \
      components:

      \(table.text)
      """
  }

  private var errors: String {
    var mean = 0.0
    var weight = 0.0
    var covariance = 0.0
    for (found, true_) in zip(result.model.components, truth.components) {
      weight += abs(found.weight - true_.weight)
      mean += zip(found.mean, true_.mean).reduce(0) { $0 + abs($1.0 - $1.1) }
      covariance += zip(found.covariance.elements, true_.covariance.elements).reduce(0) {
        $0 + abs($1.0 - $1.1)
      }
    }
    var table = AlignedTable()
    table.append(["means", NumberFormat.short(mean)])
    table.append(["weights", NumberFormat.short(weight)])
    table.append(["covariances", NumberFormat.short(covariance)])
    return table.text
  }

  private func confusion() throws -> ConfusionTable {
    let labels = try result.model.classify(sample.points).labels
    return try ConfusionTable(
      labels, sample.truth, rowCount: result.model.componentCount,
      columnCount: truth.componentCount)
  }
}

#endif
