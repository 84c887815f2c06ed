#if Command

import GaussianMixtures

/// The one-to-one matching of estimated with true components whose means are nearest in all.
struct ComponentPairing {
  /// For each true component its estimate, both from 0; estimates without a partner come last.
  let order: [Int]

  init(_ truth: GaussianMixture, _ estimate: GaussianMixture) {
    let distances = truth.components.map { true_ in
      estimate.components.map { found in
        zip(true_.mean, found.mean).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      }
    }
    let matched = Assignment(minimizing: distances).columnOfRow.compactMap(\.self)
    order = matched + estimate.components.indices.filter { !matched.contains($0) }
  }
}

#endif
