/// Correlations drawn towards 0 and variances towards their mean, each by the share that minimizes the expected squared
/// error where points are normal.
///
/// With `n` points, the variance of a correlation `r` is taken for `(1 + r²) / n`, that of a variance `v` for `2 v² / n`;
/// the shares are the sums of these over the sums of the squared distances from the target, at most 1.
///
/// Sources: J. Schäfer and K. Strimmer, A shrinkage approach to large-scale covariance matrix estimation, Statistical
/// Applications in Genetics and Molecular Biology 4 (2005) 32; R. Opgen-Rhein and K. Strimmer, Accurate ranking of
/// differentially expressed genes by a distribution-free shrinkage approach, the same 6 (2007) 9; T. Fisher and X. Sun,
/// Improved Stein-type shrinkage estimators for the high-dimensional multivariate normal covariance matrix, Computational
/// Statistics & Data Analysis 55 (2011) 1909-1918, for the variances under normality.
struct SteinShrinkage: Sendable {
  /// The units in which variances are compared.
  let spreads: [Double]

  /// - Complexity: O(D²), O(D) without correlations.
  func shrunk(_ scatter: SymmetricMatrix, mass: Double) -> SymmetricMatrix {
    let covariance = scatter.map { $0 / mass }.divided(by: spreads)
    let deviations = covariance.diagonal.map { max($0, 0).squareRoot() }
    let correlations = covariance.mapEntries { entry, row, column in
      guard row != column else { return 1 }
      let scale = deviations[row] * deviations[column]
      return scale > 0 ? entry / scale : 0
    }
    let share = 1 - shareOfZero(correlations, mass)
    let units = zip(shrunkDeviations(deviations, mass), spreads).map { $0 * $1 }
    return correlations.mapEntries { correlation, row, column in
      (row == column ? 1 : share * correlation) * (units[row] * units[column] * mass)
    }
  }

  private func shareOfZero(_ correlations: SymmetricMatrix, _ mass: Double) -> Double {
    let d = Double(spreads.count)
    let squares = correlations.entries.reduce(-d) { $0 + $1 * $1 }
    guard squares > 0 else { return 1 }
    return min(1, (d * (d - 1) + squares) / (mass * squares))
  }

  private func shrunkDeviations(_ deviations: [Double], _ mass: Double) -> [Double] {
    let variances = deviations.map { $0 * $0 }
    let mean = variances.reduce(0, +) / Double(variances.count)
    let between = variances.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let error = 2 / mass * variances.reduce(0) { $0 + $1 * $1 }
    let share = between > error ? error / between : 1
    return variances.map { ((1 - share) * $0 + share * mean).squareRoot() }
  }
}
