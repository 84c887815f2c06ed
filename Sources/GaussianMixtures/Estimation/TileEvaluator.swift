internal import Elementary

/// The densities and responsibilities of one tile of points under a mixture, in buffers that a thread
/// keeps from tile to tile.
///
/// Components that provably add nothing to any point of the tile have no row there, where boxes are known.
struct TileEvaluator<Number: KernelNumber>: ~Copyable {
  let mixture: PackedMixture
  let kernels: MixtureKernels
  let buffers: TileBuffers<Number>
  private var bounds: ComponentBounds?
  /// The components that have rows in the buffers.
  private(set) var rows: ComponentRows
  var hasUniform: Bool { mixture.logUniform != nil }
  /// What the uniform component adds to every point's sum of ratios.
  private let uniformRatio: Double
  /// Whether ratios are to each point's largest density instead of to a common unit.
  private var isRelativeToLargest = false
  /// Whether what is negligible is left out.
  private let skips: Bool
  /// Whether densities are left unfinished, as long as that pays.
  private var leavesUnfinished: Bool

  /// - Parameters:
  ///   - moments: the most that will be asked for; nil for none.
  ///   - blocks: where tiles come from, if components are to be left out by their boxes.
  ///   - boxed: the mixture in the coordinates of the boxes; nil where these are its own.
  ///   - skips: whether what is negligible is left out.
  ///   - pointCount: how many points there are, if that is known; few need little room.
  init(
    _ mixture: PackedMixture, kernels: MixtureKernels, moments: MomentKind? = nil,
    boundedIn blocks: PointBlocks? = nil, by boxed: PackedMixture? = nil, skips: Bool = false,
    pointCount: Int = .max
  ) {
    self.mixture = mixture
    self.kernels = kernels
    self.skips = skips
    leavesUnfinished = skips
    buffers = TileBuffers(
      tileSize: blocks == nil
        ? Self.tileSize(componentCount: mixture.active.count, pointCount: pointCount)
        : PointBlocks.boxedCount,
      for: mixture, rowCount: mixture.active.count, moments: moments)
    rows = ComponentRows(of: mixture, numbers: buffers.rows, count: 0, stride: buffers.tileSize)
    uniformRatio = mixture.logUniform.map(binaryExponential) ?? 0
    bounds = blocks.map { ComponentBounds(boxed ?? mixture, in: $0, kernels: kernels) }
    selectAll()
  }

  /// As many points as leave the densities of a tile in a core's second-level cache.
  private static func tileSize(componentCount: Int, pointCount: Int) -> Int {
    var size = MixtureKernels.blockSize
    while size > 4 * MixtureKernels.lanes, size * componentCount * MemoryLayout<Number>.stride > 384 << 10 {
      size /= 2
    }
    return pointCount < size ? Tile.padded(pointCount) : size
  }

  var tileSize: Int { buffers.tileSize }

  /// Whether it pays to leave densities unfinished is found out anew: what follows depends on nothing before it.
  mutating func beginLeaf() { leavesUnfinished = skips }

  mutating func selectAll() {
    rows.count = mixture.active.count
    for row in 0..<rows.count { buffers.rows[row] = mixture.active[row] }
  }

  /// Chooses rows that may count most; all where nothing is known of boxes.
  private mutating func selectFirst(_ tile: Tile, depth: Double) {
    rows.count = bounds?.chooseFirst(for: tile, depth: depth, rows: buffers.rows) ?? rows.count
  }

  /// Adds the rows that count beside those there are; answers how many there were.
  private mutating func selectRest(_ tile: Tile, above cut: Double) -> Int {
    let before = rows.count
    rows.count = bounds?.chooseRest(for: tile, above: cut, rows: buffers.rows, count: before) ?? before
    return before
  }

  // MARK: - Responsibilities

  /// Shares the points of a tile out by the rule, each as often as its weight says, and adds to the
  /// log-likelihood: of the mixture, for the hard rule of the largest weighted densities, for given labels of
  /// the points together with these.
  ///
  /// - Returns: the responsibilities of the uniform component, summed.
  @discardableResult
  mutating func share(
    _ tile: Tile, rule: ResponsibilityRule, adding logLikelihood: inout LogLikelihoodSum
  ) -> Double {
    switch rule {
    case .posterior: return sharePosterior(tile, &logLikelihood)
    case .hardest: shareHardest(tile, &logLikelihood)
    case .known(let labels): share(tile, ofClasses: labels, &logLikelihood)
    }
    return 0
  }

  /// Relative to each point's largest density where ratios to a common unit may vanish: in many dimensions they often
  /// would.
  private mutating func sharePosterior(_ tile: Tile, _ logLikelihood: inout LogLikelihoodSum) -> Double {
    isRelativeToLargest =
      mixture.dimension > MixtureKernels.largestUnrolled || !shareByCommonUnit(tile, &logLikelihood)
    if isRelativeToLargest {
      let depth = leavesUnfinished ? Negligible.share(Number.precision) : .infinity
      logLikelihood.add(evaluateRelativeToLargest(tile, depth: depth), of: tile, sums: buffers.sums)
      logLikelihood.add(logarithms: buffers.maxima, of: tile)
    }
    return weigh(tile)
  }

  /// The exponentials relative to the largest normalizer, in one loop.
  ///
  /// - Returns: false where a point is so far away from all components that these vanish.
  private mutating func shareByCommonUnit(_ tile: Tile, _ logLikelihood: inout LogLikelihoodSum) -> Bool {
    selectFirst(tile, depth: Negligible.density(Number.precision))
    buffers.sums.update(repeating: Number(uniformRatio), count: tile.paddedCount)
    kernels.ratios(rows, tile, to: buffers.densities, sums: buffers.sums)
    var product = SumProduct()
    var smallest = takeReciprocals(tile.count, &product)
    // First the components that are dense over the tile's box alone: their sums tell how dense the others must be to count
    // at the point that has least. The exponent is that rounded down; where a sum is 0, or no number, all are computed.
    let magnitude = smallest > 0 ? Double(smallest.exponent) : -.infinity
    let before = selectRest(tile, above: magnitude - Negligible.density(Number.precision))
    if rows.count > before {
      kernels.ratios(
        rows.dropFirst(before), tile, to: buffers.densities + before * tileSize, sums: buffers.sums)
      product = SumProduct()
      smallest = takeReciprocals(tile.count, &product)
    }
    // Below, ratios to the common unit may have vanished that count beside each other.
    guard smallest > Negligible.smallestSum(Number.precision) else { return false }
    logLikelihood.add(product, of: tile, sums: buffers.sums)
    return true
  }

  /// Multiplies the scales by the points' weights; answers the responsibilities of the uniform component, summed.
  private func weigh(_ tile: Tile) -> Double {
    if let weights = tile.weights {
      for i in 0..<tile.count { buffers.scales[i] *= Number(weights[i]) }
    }
    guard hasUniform else { return 0 }
    return (0..<tile.count).reduce(0) { sum, i in sum + uniformRatio(of: i) * Double(buffers.scales[i]) }
  }

  /// The ratio of the uniform component's density at a point to what the others' are to.
  func uniformRatio(of i: Int) -> Double { isRelativeToLargest ? uniformRelativeToLargest(i) : uniformRatio }

  /// The ratio of the uniform component's density at a point to the largest there; 0 without one.
  func uniformRelativeToLargest(_ point: Int) -> Double {
    mixture.logUniform.map { binaryExponential($0 - Double(buffers.maxima[point])) } ?? 0
  }

  private func takeReciprocals(_ count: Int, _ product: inout SumProduct) -> Double {
    kernels.takeReciprocals(count: count, sums: buffers.sums, scales: buffers.scales, product: &product)
  }

  private mutating func shareHardest(_ tile: Tile, _ logLikelihood: inout LogLikelihoodSum) {
    selectFirst(tile, depth: 0)
    forgetLargest(tile, above: nil)
    findLikeliest(rows, tile)
    var lowest = buffers.maxima[0]
    for i in 0..<tile.count { lowest = min(lowest, buffers.maxima[i]) }
    let before = selectRest(tile, above: Double(lowest))
    if rows.count > before { findLikeliest(rows.dropFirst(before), tile) }
    logLikelihood.add(massOf: tile)
    logLikelihood.add(logarithms: buffers.maxima, of: tile)
    kernels.indicate(rows, count: tile.count, labels: buffers.labels, ratios: buffers.densities)
    setScales(tile)
  }

  private func setScales(_ tile: Tile) {
    for i in 0..<tile.paddedCount { buffers.scales[i] = i < tile.count ? Number(tile.weight(of: i)) : 0 }
  }

  /// Shares each point out in proportion among the components of its class; to none where it has no class, or its class
  /// no component with a density.
  private mutating func share(
    _ tile: Tile, ofClasses labels: PointLabels, _ logLikelihood: inout LogLikelihoodSum
  ) {
    selectAll()
    kernels.logDensities(rows, tile, to: buffers.densities, scratch: buffers.scratch)
    setExcluded(by: labels, tile, to: Number.lowestDensity)
    takeRatiosToLargest(tile, above: nil)
    // Beside one that is itself the lowest, the excluded ones have ratios too.
    setExcluded(by: labels, tile, to: 0)
    takeSumsOfRatios(tile)
    var product = SumProduct()
    _ = takeReciprocals(tile.count, &product)
    logLikelihood.add(product, of: tile, sums: buffers.sums)
    logLikelihood.add(logarithms: buffers.maxima, of: tile)
    for i in 0..<tile.count { buffers.scales[i] *= Number(tile.weight(of: i)) }
  }

  /// Sets what there is of the components that a point may not belong to.
  private func setExcluded(by labels: PointLabels, _ tile: Tile, to value: Number) {
    labels.numbers.withUnsafeBufferPointer { labels in
      for row in 0..<rows.count {
        let densities = buffers.densities + row * tileSize
        let label = Int32(mixture.labelling.classOfComponent[Int(buffers.rows[row])])
        for i in 0..<tile.count {
          densities[i] = labels[tile.start + i] == label ? densities[i] : value
        }
      }
    }
  }

  /// Of a point without any ratio, the sum is 1 and the largest density that of the unit: it adds nothing.
  private func takeSumsOfRatios(_ tile: Tile) {
    buffers.sums.update(repeating: 0, count: tile.paddedCount)
    for row in 0..<rows.count {
      for i in 0..<tile.count { buffers.sums[i] += buffers.densities[row * tileSize + i] }
    }
    for i in 0..<tile.paddedCount where !(buffers.sums[i] > 0) {
      buffers.sums[i] = 1
      buffers.maxima[i] = 0
    }
  }

  // MARK: - Densities

  /// Writes the ratios of all weighted densities to each point's largest, and that one as a base-2 logarithm
  /// relative to the largest normalizer, with its component.
  ///
  /// - Parameter depth: how far below the largest, in bits, ratios may be given as 0 in many dimensions.
  /// - Returns: the product of the ratios' sums.
  @discardableResult
  mutating func evaluateRelativeToLargest(_ tile: Tile, depth: Double = .infinity) -> SumProduct {
    selectAll()
    leavesUnfinished = kernels.logDensities(
      rows, tile, depth: depth, to: buffers.densities, scratch: buffers.scratch)
    takeRatiosToLargest(tile, above: mixture.logUniform)
    var product = SumProduct()
    _ = takeReciprocals(tile.count, &product)
    return product
  }

  /// Replaces log densities by their ratios to each point's largest, and sums these.
  ///
  /// - Parameter uniform: the log density of the uniform component, where it takes part.
  private func takeRatiosToLargest(_ tile: Tile, above uniform: Double?) {
    findLargest(tile, above: uniform)
    buffers.sums.update(repeating: 0, count: tile.paddedCount)
    if uniform != nil { for i in 0..<tile.count { buffers.sums[i] = Number(uniformRelativeToLargest(i)) } }
    kernels.exponentiate(
      rows, count: tile.count, densities: buffers.densities, maxima: buffers.maxima, sums: buffers.sums)
  }

  private func findLargest(_ tile: Tile, above least: Double?) {
    forgetLargest(tile, above: least)
    kernels.largest(
      rows, count: tile.count, densities: buffers.densities, maxima: buffers.maxima, labels: buffers.labels)
  }

  /// Finds the component of each point's largest density, and that density, of all components, without
  /// keeping the others.
  mutating func findLikeliest(_ tile: Tile) {
    selectAll()
    forgetLargest(tile, above: mixture.logUniform)
    findLikeliest(rows, tile)
  }

  private func findLikeliest(_ rows: ComponentRows, _ tile: Tile) {
    guard mixture.dimension > MixtureKernels.largestUnrolled else {
      kernels.likeliest(rows, tile, maxima: buffers.maxima, labels: buffers.labels)
      return
    }
    kernels.logDensities(rows, tile, depth: 0, to: buffers.densities, scratch: buffers.scratch)
    kernels.largest(
      rows, count: tile.count, densities: buffers.densities, maxima: buffers.maxima, labels: buffers.labels)
  }

  /// Begins with the uniform component, whose label is -1, or without it with the first row below all that counts.
  private func forgetLargest(_ tile: Tile, above least: Double?) {
    let label = least == nil ? Int64(rows.numbers[0]) : -1
    buffers.maxima.update(
      repeating: least.map { Number($0) } ?? Number.lowestDensity, count: tile.paddedCount)
    buffers.labels.update(repeating: label, count: tile.paddedCount)
  }

  /// Adds `Σ log2 (Σ_k r_ik / max_k r_ik)` over the tile's points, after `share` by the posterior.
  func addLogOfLargest(_ tile: Tile, to logarithms: inout LogLikelihoodSum) {
    if !isRelativeToLargest {
      findLargest(tile, above: hasUniform ? uniformRatio : nil)
      for i in 0..<tile.count { buffers.sums[i] /= buffers.maxima[i] }
    }
    var product = SumProduct()
    _ = takeReciprocals(tile.count, &product)
    logarithms.add(product, of: tile, sums: buffers.sums)
  }

  /// Adds the moments of the tile under the current ratios to `lanes`.
  func addMoments(_ kind: MomentKind, _ tile: Tile, to lanes: UnsafeMutablePointer<Double>) {
    kernels.addMoments(
      kind, rows, tile, negligible: skips ? binaryExponential(-Negligible.share(Number.precision)) : 0,
      ratios: buffers.densities, scales: buffers.scales, to: lanes, scratch: buffers.scratch)
  }
}
