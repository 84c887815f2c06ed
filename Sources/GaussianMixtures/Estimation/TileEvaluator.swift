internal import LinearAlgebra

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
/// Up to 8 dimensions the C loops do all; beyond, BLAS whitens the points and adds the scatters.
struct TileEvaluator: ~Copyable {
  let parameters: MixtureParameters
  let kernels: MixtureKernels
  /// The components with a density, in order; buffers hold only these.
  let active: [Int]
  /// The largest number of points that fit the buffers, a power of two; also the distance between the
  /// densities of two components.
  let tileSize: Int

  private let dimension: Int
  /// The largest normalizer, as a base-2 logarithm: log densities are kept relative to it, so that none
  /// is above 0.
  private let offset: Double
  /// For the C loops: constant, mean, packed whitening factor of each active component.
  private let packed: [Double]
  private let constants: [Double]
  /// For BLAS: the whitening factors in full, scaled as the packed ones.
  private let factors: [[Double]]

  let densities: UnsafeMutablePointer<Double>
  let maxima: UnsafeMutablePointer<Double>
  let scales: UnsafeMutablePointer<Double>
  let sums: UnsafeMutablePointer<Double>
  private let whitened: UnsafeMutablePointer<Double>

  private var isUnrolled: Bool { dimension <= MixtureKernels.largestDimension }

  init(_ parameters: MixtureParameters, kernels: MixtureKernels) {
    self.parameters = parameters
    self.kernels = kernels
    let active = parameters.active
    let dimension = parameters.dimension
    let normalizers = active.map { parameters.logNormalizer(of: $0) / Logarithm.two }
    let offset = normalizers.max() ?? 0
    let constants = normalizers.map { $0 - offset }
    self.offset = offset
    self.active = active
    self.dimension = dimension
    self.constants = constants
    tileSize = Self.tileSize(componentCount: active.count)
    // |W x|² / 2 nats are |s W x|² units of ln 2.
    let scale = (0.5 / Logarithm.two).squareRoot()
    let factors = active.map { k in parameters.whitenings[k].elements.map { $0 * scale } }
    if dimension <= MixtureKernels.largestDimension {
      packed = active.indices.flatMap { index in
        [constants[index]] + parameters.means[active[index]]
          + (0..<dimension).flatMap { row in factors[index][(row * dimension)...(row * dimension + row)] }
      }
      self.factors = []
    } else {
      packed = []
      self.factors = factors
    }
    densities = Self.buffer(max(active.count, 1) * tileSize, beside: tileSize / 2)
    maxima = Self.buffer(tileSize, beside: tileSize / 4)
    sums = Self.buffer(tileSize, beside: tileSize / 4)
    scales = Self.buffer(tileSize, beside: 3 * tileSize / 4)
    whitened = Self.buffer(dimension * MixtureKernels.blockSize, beside: 0)
  }

  deinit {
    let places = [tileSize / 2, tileSize / 4, tileSize / 4, 3 * tileSize / 4, 0]
    for (buffer, place) in zip([densities, maxima, sums, scales, whitened], places) {
      (buffer - place).deallocate()
    }
  }

  /// Zeros that begin at a place beside a page's boundary.
  ///
  /// Blocks begin at such boundaries; where stores had the same low address bits as the loads that follow,
  /// processors would take them for the same.
  private static func buffer(_ count: Int, beside place: Int) -> UnsafeMutablePointer<Double> {
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: (count + place) * MemoryLayout<Double>.stride, alignment: 4096)
    let doubles = memory.bindMemory(to: Double.self, capacity: count + place)
    doubles.initialize(repeating: 0, count: count + place)
    return doubles + place
  }

  /// As many points as leave the densities of a tile in a core's second-level cache.
  private static func tileSize(componentCount: Int) -> Int {
    var size = MixtureKernels.blockSize
    while size > 4 * MixtureKernels.lanes, size * componentCount * 8 > 384 << 10 { size /= 2 }
    return size
  }

  /// Shares the points of a tile out by the rule; returns its log-likelihood in nats: of the mixture, or
  /// for the hard rule of the largest weighted densities.
  func share(_ tile: Tile, rule: ResponsibilityRule) -> Double {
    switch rule {
    case .posterior:
      return sharePosterior(tile)
    case .hardest:
      evaluate(tile.points, count: tile.count)
      kernels.harden(
        count: tile.count, componentCount: active.count, densities: densities, stride: tileSize,
        maxima: maxima, scales: scales)
      return sumOfMaxima(count: tile.count) * Logarithm.two
    case .given(let labels):
      assign(labels, to: tile)
      return 0
    }
  }

  /// Below this a sum of ratios may lack terms that count.
  private static let smallestSum = 0x1p-900

  /// The exponentials relative to the largest normalizer, in one loop; only where a point is so far away
  /// from all components that these vanish, relative to the point's largest density.
  private func sharePosterior(_ tile: Tile) -> Double {
    if isUnrolled {
      kernels.ratios(
        dimension: dimension, points: tile.points, count: tile.count, componentCount: active.count,
        parameters: packed, ratios: densities, stride: tileSize, sums: sums)
      let result = kernels.takeReciprocals(count: tile.count, sums: sums, scales: scales)
      if result.smallest > Self.smallestSum, result.logarithm.isFinite {
        return (result.logarithm + Double(tile.count) * offset) * Logarithm.two
      }
    }
    evaluate(tile.points, count: tile.count)
    return (normalize(count: tile.count) + sumOfMaxima(count: tile.count)) * Logarithm.two
  }

  private func sumOfMaxima(count: Int) -> Double {
    var sum = 0.0
    for i in 0..<count { sum += maxima[i] }
    return sum + Double(count) * offset
  }

  private func assign(_ labels: [Int32], to tile: Tile) {
    let padded = paddedCount(tile.count)
    for (index, k) in active.enumerated() {
      let ratios = densities + index * tileSize
      for i in 0..<padded {
        ratios[i] = i < tile.count && labels[tile.start + i] == Int32(k) ? 1 : 0
      }
    }
    scales.update(repeating: 1, count: padded)
  }

  /// Writes the base-2 logarithms of the weighted densities, relative to the largest normalizer, and the
  /// largest of each point.
  func evaluate(_ points: UnsafePointer<Double>, count: Int) {
    computeDensities(points, count: count)
    // A point far from components that are very narrow beside others: its squared distances overflow.
    if (0..<count).contains(where: { !maxima[$0].isFinite }) { keepFinite(count: count) }
  }

  private func keepFinite(count: Int) {
    let lowest = -0x1p1000
    for index in active.indices {
      let row = densities + index * tileSize
      for i in 0..<paddedCount(count) where !(row[i] >= lowest) { row[i] = lowest }
    }
    kernels.findMaxima(
      count: count, componentCount: active.count, densities: densities, stride: tileSize, maxima: maxima)
  }

  private func computeDensities(_ points: UnsafePointer<Double>, count: Int) {
    if isUnrolled {
      kernels.logDensities(
        dimension: dimension, points: points, count: count, componentCount: active.count,
        parameters: packed, densities: densities, stride: tileSize, maxima: maxima)
      return
    }
    for index in active.indices {
      center(points, count: count, on: parameters.means[active[index]])
      BlockProducts.transform(
        whitened, stride: MixtureKernels.blockSize, count: paddedCount(count), by: factors[index],
        dimension: dimension)
      kernels.squaredNorms(
        dimension: dimension, whitened: whitened, count: count, constant: constants[index],
        densities: densities + index * tileSize)
    }
    kernels.findMaxima(
      count: count, componentCount: active.count, densities: densities, stride: tileSize, maxima: maxima)
  }

  /// Turns the log densities into ratios to each point's largest; returns the summed base-2 logarithm of
  /// the ratios' sums.
  @discardableResult
  func normalize(count: Int) -> Double {
    kernels.exponentiate(
      count: count, componentCount: active.count, densities: densities, stride: tileSize, maxima: maxima,
      sums: sums)
    return kernels.takeReciprocals(count: count, sums: sums, scales: scales).logarithm
  }

  /// The log density of a point of the tile in nats, after `evaluate` and `normalize`.
  func logDensity(ofPoint i: Int) -> Double {
    (maxima[i] + binaryLogarithm(sums[i]) + offset) * Logarithm.two
  }

  /// Writes the label of each point (the first component with the largest density), the label's
  /// responsibility, and those of all others together; normalizes the tile.
  func classify(
    count: Int, labels: UnsafeMutablePointer<Int32>, probabilities: UnsafeMutablePointer<Double>,
    uncertainties: UnsafeMutablePointer<Double>
  ) {
    kernels.labels(
      count: count, componentCount: active.count, densities: densities, stride: tileSize, maxima: maxima,
      labels: labels)
    normalize(count: count)
    kernels.residuals(
      count: count, componentCount: active.count, ratios: densities, stride: tileSize, scales: scales,
      labels: labels, residuals: uncertainties)
    for i in 0..<count {
      probabilities[i] = scales[i]
      labels[i] = Int32(active[Int(labels[i])])
    }
  }

  /// The number of doubles of `lanes` in `addMoments`.
  var laneCount: Int {
    isUnrolled
      ? active.count * MixtureKernels.parameterCount(dimension: dimension) * MixtureKernels.lanes
      : SufficientStatistics.size(componentCount: active.count, dimension: dimension)
  }

  /// Adds the moments of the tile under the current ratios to `lanes`, in an order of entries that
  /// `fold` understands.
  func addMoments(_ points: UnsafePointer<Double>, count: Int, to lanes: UnsafeMutablePointer<Double>) {
    if isUnrolled {
      kernels.addMoments(
        dimension: dimension, points: points, count: count, componentCount: active.count,
        parameters: packed, ratios: densities, stride: tileSize, scales: scales, lanes: lanes)
      return
    }
    let entries = SufficientStatistics.entries(dimension: dimension)
    for index in active.indices {
      addMoments(ofActive: index, points, count: count, to: lanes + index * entries)
    }
  }

  private func addMoments(
    ofActive index: Int, _ points: UnsafePointer<Double>, count: Int, to moments: UnsafeMutablePointer<Double>
  ) {
    let blockSize = MixtureKernels.blockSize
    let responsibilities = densities + index * tileSize
    var mass = 0.0
    for i in 0..<count {
      responsibilities[i] *= scales[i]
      mass += responsibilities[i]
    }
    moments[0] += mass
    center(points, count: count, on: parameters.means[active[index]])
    BlockProducts.addWeightedSum(
      of: whitened, stride: blockSize, count: count, weights: responsibilities, to: moments + 1,
      dimension: dimension)
    for i in 0..<count { responsibilities[i].formSquareRoot() }
    for d in 0..<dimension {
      let row = whitened + d * blockSize
      for i in 0..<count { row[i] *= responsibilities[i] }
    }
    BlockProducts.addScatter(
      of: whitened, stride: blockSize, count: count, to: moments + 1 + dimension, dimension: dimension)
  }

  /// Adds accumulated lanes to statistics of all components.
  func fold(_ lanes: UnsafePointer<Double>, into moments: UnsafeMutablePointer<Double>) {
    let entries = SufficientStatistics.entries(dimension: dimension)
    for (index, k) in active.enumerated() {
      let target = moments + k * entries
      if isUnrolled {
        fold(lanes, ofActive: index, into: target)
      } else {
        for entry in 0..<entries { target[entry] += lanes[index * entries + entry] }
      }
    }
  }

  private func fold(
    _ lanes: UnsafePointer<Double>, ofActive index: Int, into target: UnsafeMutablePointer<Double>
  ) {
    let width = MixtureKernels.lanes
    var source = lanes + index * MixtureKernels.parameterCount(dimension: dimension) * width
    func next() -> Double {
      defer { source += width }
      return (0..<width).reduce(0) { $0 + source[$1] }
    }
    for entry in 0...dimension { target[entry] += next() }
    for row in 0..<dimension {
      for column in 0...row { target[1 + dimension + row * dimension + column] += next() }
    }
  }

  private func center(_ points: UnsafePointer<Double>, count: Int, on mean: [Double]) {
    let blockSize = MixtureKernels.blockSize
    for d in 0..<dimension {
      let source = points + d * blockSize
      let target = whitened + d * blockSize
      let origin = mean[d]
      for i in 0..<paddedCount(count) { target[i] = source[i] - origin }
    }
  }

  private func paddedCount(_ count: Int) -> Int {
    (count + MixtureKernels.lanes - 1) / MixtureKernels.lanes * MixtureKernels.lanes
  }
}
