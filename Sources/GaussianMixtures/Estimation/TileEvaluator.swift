/// How points are shared out over the components.
package enum ResponsibilityRule: Sendable {
  /// In proportion to the weighted densities: EM.
  case posterior
  /// Each point whole to the largest weighted density: with unit spheres, k-means.
  case hardest
  /// Each point whole to the component that is given, or to none where that is negative.
  case given([Int32])
}

/// The densities and responsibilities of one tile of points under a mixture, in buffers that a thread
/// keeps from tile to tile.
///
/// Components that provably add nothing to any point of the tile have no row there, where boxes are known.
struct TileEvaluator: ~Copyable {
  let mixture: PackedMixture
  let kernels: MixtureKernels
  let buffers: TileBuffers
  private var bounds: ComponentBounds?
  private var rowCount = 0

  /// What a component's bound may lie below all points' sums before it is left out, in bits: e^-40.
  private static let negligible = 58.0
  /// Below this a sum of ratios may lack terms that count.
  private static let smallestSum = 0x1p-900

  /// - Parameter blocks: where tiles come from, if components are to be left out by their boxes.
  init(_ mixture: PackedMixture, kernels: MixtureKernels, boundedIn blocks: PointBlocks? = nil) {
    self.mixture = mixture
    self.kernels = kernels
    buffers = TileBuffers(
      tileSize: blocks == nil
        ? Self.tileSize(componentCount: mixture.active.count) : PointBlocks.boxedCount,
      rowCount: mixture.active.count, dimension: mixture.dimension)
    bounds = blocks.map { ComponentBounds(mixture, in: $0, kernels: kernels) }
    selectAll()
  }

  /// As many points as leave the densities of a tile in a core's second-level cache.
  private static func tileSize(componentCount: Int) -> Int {
    var size = MixtureKernels.blockSize
    while size > 4 * MixtureKernels.lanes, size * componentCount * 8 > 384 << 10 { size /= 2 }
    return size
  }

  var tileSize: Int { buffers.tileSize }

  /// The components that have rows in the buffers.
  var rows: ComponentRows {
    ComponentRows(of: mixture, numbers: buffers.rows, count: rowCount, stride: tileSize)
  }

  // MARK: - Rows

  mutating func selectAll() {
    rowCount = mixture.active.count
    for row in 0..<rowCount { buffers.rows[row] = mixture.active[row] }
  }

  /// Chooses rows that may count most; all where nothing is known of boxes.
  private mutating func selectFirst(_ tile: Tile, depth: Double) {
    rowCount = bounds?.chooseFirst(for: tile, depth: depth, rows: buffers.rows) ?? rowCount
  }

  /// Adds the rows that count beside those there are; answers how many there were.
  private mutating func selectRest(_ tile: Tile, above cut: Double) -> Int {
    let before = rowCount
    rowCount = bounds?.chooseRest(for: tile, above: cut, rows: buffers.rows, count: before) ?? before
    return before
  }

  // MARK: - Responsibilities

  /// Shares the points of a tile out by the rule, and adds to the log-likelihood: of the mixture, or for the
  /// hard rule of the largest weighted densities.
  mutating func share(
    _ tile: Tile, rule: ResponsibilityRule, adding logLikelihood: inout LogLikelihoodSum
  ) {
    switch rule {
    case .posterior: sharePosterior(tile, &logLikelihood)
    case .hardest: shareHardest(tile, &logLikelihood)
    case .given(let labels): assign(labels, to: tile)
    }
  }

  /// The exponentials relative to the largest normalizer, in one loop; only where a point is so far away
  /// from all components that these vanish, relative to the point's largest density.
  private mutating func sharePosterior(_ tile: Tile, _ logLikelihood: inout LogLikelihoodSum) {
    selectFirst(tile, depth: Self.negligible)
    buffers.sums.update(repeating: 0, count: tile.paddedCount)
    kernels.ratios(
      rows, tile, to: buffers.densities, sums: buffers.sums, scratch: buffers.scratch)
    var product = SumProduct()
    var smallest = takeReciprocals(tile.count, &product)
    let before = selectRest(tile, above: binaryLogarithm(max(smallest, 0)) - Self.negligible)
    if rowCount > before {
      kernels.ratios(
        rows.dropFirst(before), tile, to: buffers.densities + before * tileSize, sums: buffers.sums,
        scratch: buffers.scratch)
      product = SumProduct()
      smallest = takeReciprocals(tile.count, &product)
    }
    if smallest > Self.smallestSum {
      logLikelihood.add(product, count: tile.count)
    } else {
      let product = evaluateRelativeToLargest(tile)
      logLikelihood.add(product, count: tile.count)
      for i in 0..<tile.count { logLikelihood.add(logarithm: buffers.maxima[i]) }
    }
  }

  private func takeReciprocals(_ count: Int, _ product: inout SumProduct) -> Double {
    kernels.takeReciprocals(count: count, sums: buffers.sums, scales: buffers.scales, product: &product)
  }

  private mutating func shareHardest(_ tile: Tile, _ logLikelihood: inout LogLikelihoodSum) {
    selectFirst(tile, depth: 0)
    forgetLargest(tile)
    findLikeliest(rows, tile)
    var lowest = buffers.maxima[0]
    for i in 0..<tile.count { lowest = min(lowest, buffers.maxima[i]) }
    let before = selectRest(tile, above: lowest)
    if rowCount > before { findLikeliest(rows.dropFirst(before), tile) }
    logLikelihood.add(SumProduct(), count: tile.count)
    for i in 0..<tile.count { logLikelihood.add(logarithm: buffers.maxima[i]) }
    kernels.indicate(rows, count: tile.count, labels: buffers.labels, ratios: buffers.densities)
    setScales(tile)
  }

  private func setScales(_ tile: Tile) {
    for i in 0..<tile.paddedCount { buffers.scales[i] = i < tile.count ? 1 : 0 }
  }

  private mutating func assign(_ labels: [Int32], to tile: Tile) {
    for i in 0..<tile.paddedCount {
      buffers.labels[i] = i < tile.count ? Int64(labels[tile.start + i]) : -1
    }
    kernels.indicate(rows, count: tile.count, labels: buffers.labels, ratios: buffers.densities)
    setScales(tile)
  }

  // MARK: - Densities

  /// Writes the ratios of all weighted densities to each point's largest, and that one as a base-2 logarithm
  /// relative to the largest normalizer, with its component.
  ///
  /// - Returns: the product of the ratios' sums.
  @discardableResult
  mutating func evaluateRelativeToLargest(_ tile: Tile) -> SumProduct {
    selectAll()
    kernels.logDensities(rows, tile, to: buffers.densities, scratch: buffers.scratch)
    findLargest(tile)
    buffers.sums.update(repeating: 0, count: tile.paddedCount)
    kernels.exponentiate(
      rows, count: tile.count, densities: buffers.densities, maxima: buffers.maxima, sums: buffers.sums)
    var product = SumProduct()
    _ = takeReciprocals(tile.count, &product)
    return product
  }

  private func findLargest(_ tile: Tile) {
    forgetLargest(tile)
    kernels.largest(
      rows, count: tile.count, densities: buffers.densities, maxima: buffers.maxima, labels: buffers.labels)
  }

  /// Finds the component of each point's largest density, and that density, of all components, without
  /// keeping the others.
  mutating func findLikeliest(_ tile: Tile) {
    selectAll()
    forgetLargest(tile)
    findLikeliest(rows, tile)
  }

  private func findLikeliest(_ rows: ComponentRows, _ tile: Tile) {
    kernels.likeliest(
      rows, tile, maxima: buffers.maxima, labels: buffers.labels, scratch: buffers.scratch)
  }

  private func forgetLargest(_ tile: Tile) {
    buffers.maxima.update(repeating: MixtureKernels.lowestDensity, count: tile.paddedCount)
    buffers.labels.update(repeating: Int64(rows.numbers[0]), count: tile.paddedCount)
  }

  /// Writes the component of the largest density of each point, after `evaluateRelativeToLargest` or `findLikeliest`.
  func writeLabels(_ tile: Tile, to output: UnsafeMutablePointer<Int32>) {
    for i in 0..<tile.count { output[i] = Int32(truncatingIfNeeded: buffers.labels[i]) }
  }

  /// Writes the responsibilities of all components but the label's, after `evaluateRelativeToLargest`.
  func writeResiduals(_ tile: Tile, to output: UnsafeMutablePointer<Double>) {
    kernels.residuals(
      rows, count: tile.count, labels: buffers.labels, ratios: buffers.densities, scales: buffers.scales,
      residuals: buffers.maxima)
    output.update(from: buffers.maxima, count: tile.count)
  }

  /// Adds `Σ log2 (Σ_k r_ik / max_k r_ik)` over the tile's points, after `share` by the posterior.
  func addLogOfLargest(_ tile: Tile, to product: inout SumProduct) {
    findLargest(tile)
    for i in 0..<tile.count { buffers.sums[i] /= buffers.maxima[i] }
    _ = takeReciprocals(tile.count, &product)
  }

  /// Adds the moments of the tile under the current ratios to `lanes`.
  func addMoments(_ kind: MomentKind, _ tile: Tile, to lanes: UnsafeMutablePointer<Double>) {
    kernels.addMoments(
      kind, rows, tile, ratios: buffers.densities, scales: buffers.scales, to: lanes,
      scratch: buffers.scratch)
  }
}

/// The log-likelihood of points: base-2 logarithms of densities relative to an offset, most of them of factors
/// that are multiplied first.
struct LogLikelihoodSum {
  /// The base-2 logarithm that all are relative to.
  let offset: Double
  private(set) var count = 0
  private var product = SumProduct()
  private var sum = 0.0

  init(offset: Double) { self.offset = offset }

  /// In nats.
  var value: Double { (product.logarithm + sum + Double(count) * offset) * Logarithm.two }

  /// Adds points whose densities have this product.
  mutating func add(_ other: SumProduct, count: Int) {
    product.multiply(by: other)
    self.count += count
  }

  /// Adds a factor's logarithm.
  mutating func add(logarithm: Double) { sum += logarithm }
}
