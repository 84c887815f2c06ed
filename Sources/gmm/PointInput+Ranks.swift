#if Command

import GaussianMixtures
import Tables

extension PointInput {
  /// The same columns of all rows, of which several processes have read a part each.
  ///
  /// - Parameters:
  ///   - observations: of all rows.
  ///   - table: of all rows.
  func of(_ observations: Observations, in table: PointTable) -> PointInput {
    var all = self
    all.observations = observations
    all.table = table
    all.weights = nil
    all.keptRows = nil
    return all
  }
}

#endif
