package import GaussianMixtures
package import Tables

extension PointColumn {
  /// The numbers of a file where they stand in memory, which lives as long as the column does.
  package init?(_ stored: StoredColumn) {
    let (count, stride, file) = (stored.count, stored.stride, stored.file)
    let column = stored.withStart { start in
      switch stored.precision {
      case .double:
        PointColumn(start.assumingMemoryBound(to: Double.self), stride: stride, count: count, owner: file)
      case .single:
        PointColumn(start.assumingMemoryBound(to: Float.self), stride: stride, count: count, owner: file)
      }
    }
    guard let column else { return nil }
    self = column
  }
}
