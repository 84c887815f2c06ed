internal import Parallel

extension TileEvaluator {
  /// Adds the fourth moments of the tile under the current ratios, where the mixture asks for them.
  func addNorms(_ tile: Tile, to sums: UnsafeMutablePointer<Double>) {
    guard let units = mixture.normUnits else { return }
    kernels.addNorms(rows, tile, buffers, units: units.pointer(at: 0), to: sums)
  }
}
