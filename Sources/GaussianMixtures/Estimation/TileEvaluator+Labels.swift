extension TileEvaluator<Double> {
  /// Writes the component of the largest density of each point, after `evaluateRelativeToLargest` or `findLikeliest`.
  ///
  /// - Parameter output: of numbers that hold every component's.
  func writeLabels<Label: FixedWidthInteger>(_ tile: Tile, to output: UnsafeMutablePointer<Label>) {
    for i in 0..<tile.count { output[i] = Label(truncatingIfNeeded: buffers.labels[i]) }
  }

  /// Writes the responsibilities of all components but the label's, after `evaluateRelativeToLargest`.
  func writeResiduals(_ tile: Tile, to output: UnsafeMutablePointer<Double>) {
    kernels.residuals(
      rows, count: tile.count, labels: buffers.labels, ratios: buffers.densities, scales: buffers.scales,
      residuals: buffers.residuals)
    output.update(from: buffers.residuals, count: tile.count)
    guard hasUniform else { return }
    for i in 0..<tile.count where buffers.labels[i] >= 0 {
      output[i] += uniformRelativeToLargest(i) * buffers.scales[i]
    }
  }
}

extension TileEvaluator {
  /// Writes the ratios of all Gaussian components together, after `share` by the posterior.
  func writeGaussianRatios(_ tile: Tile, to output: UnsafeMutablePointer<Number>) {
    for i in 0..<tile.count {
      output[i] = buffers.sums[i] - (hasUniform ? Number(uniformRatio(of: i)) : 0)
    }
    for i in tile.count..<tile.paddedCount { output[i] = 0 }
  }
}
