internal import Parallel

/// What a thread keeps during a pass.
struct LeafWorker<Number: KernelNumber>: ~Copyable {
  private let tiles: TileReader
  private var evaluator: TileEvaluator<Number>
  private var lanes: UnsafeMutablePointer<Double>?
  private var laneCount = 0
  /// For each component, the first block of the last leaf that had a row for it.
  private let lastLeaf: UnsafeMutablePointer<Int>
  private var touched: [Int32] = []
  /// The fourth moments of each component.
  private let norms: UnsafeMutablePointer<Double>
  /// The scatter of all components together; nil where each has its own.
  private let pool: PooledScatter<Number>?

  /// - Parameters:
  ///   - mixture: what points are compared with.
  ///   - moments: the most that will be asked for.
  init(_ blocks: PointBlocks, _ mixture: PassMixture, engine: Engine, moments: MomentKind) {
    let kernels = engine.kernels
    evaluator = TileEvaluator(
      mixture.packed, kernels: kernels, moments: moments, boundedIn: mixture.isBounded ? blocks : nil,
      by: mixture.boxed, skips: engine.skipsComponents, pointCount: blocks.count)
    tiles = TileReader(
      blocks, size: evaluator.tileSize, in: Number.precision, whitenedBy: mixture.whitening, kernels: kernels)
    pool =
      mixture.whitening == nil
      ? nil : PooledScatter(dimension: blocks.dimension, tileSize: evaluator.tileSize, kernels: kernels)
    let componentCount = mixture.packed.componentCount
    lastLeaf = .allocate(capacity: componentCount)
    lastLeaf.initialize(repeating: -1, count: componentCount)
    norms = .allocate(capacity: componentCount)
    norms.initialize(repeating: 0, count: componentCount)
  }

  deinit {
    lanes?.deallocate()
    lastLeaf.deallocate()
    norms.deallocate()
  }

  /// The statistics of a leaf's points, for the components that count there.
  mutating func statistics(
    of leaf: Range<Int>, rule: ResponsibilityRule, moments: MomentKind
  ) -> LeafStatistics {
    // Of whitened points each component has first moments alone.
    let moments = pool == nil ? moments : .means
    let lanes = preparedLanes(moments)
    pool?.beginLeaf()
    touched.removeAll(keepingCapacity: true)
    evaluator.beginLeaf()
    var logLikelihood = LogLikelihoodSum(offset: evaluator.mixture.offset)
    var uniformMass = 0.0
    for start in tiles.starts(of: leaf) {
      let tile = tiles.tile(at: start)
      uniformMass += evaluator.share(tile, rule: rule, adding: &logLikelihood)
      touch(evaluator.rows, leaf.lowerBound, lanes)
      evaluator.addMoments(moments, tile, to: lanes)
      evaluator.addNorms(tile, to: norms)
      pool?.add(tile, evaluator)
    }
    return LeafStatistics(
      components: touched, lanes: lanes, norms: norms, mixture: evaluator.mixture, kind: moments,
      logLikelihood: logLikelihood, uniformMass: uniformMass, pool: pool?.sum())
  }

  /// `Σ_i ln max_k r_ik` over a leaf's points.
  mutating func logOfLargestResponsibilities(of leaf: Range<Int>) -> Double {
    evaluator.beginLeaf()
    var unused = LogLikelihoodSum(offset: 0)
    var logarithms = LogLikelihoodSum(offset: 0)
    for start in tiles.starts(of: leaf) {
      let tile = tiles.tile(at: start)
      evaluator.share(tile, rule: .posterior, adding: &unused)
      evaluator.addLogOfLargest(tile, to: &logarithms)
    }
    return -logarithms.value
  }

  private mutating func preparedLanes(_ moments: MomentKind) -> UnsafeMutablePointer<Double> {
    if let lanes { return lanes }
    laneCount = MixtureKernels.laneCount(dimension: evaluator.mixture.dimension, kind: moments)
    let lanes = UnsafeMutablePointer<Double>.allocateOnPage(
      capacity: evaluator.mixture.componentCount * laneCount)
    self.lanes = lanes
    return lanes
  }

  /// Lanes of components that have their first row in this leaf begin at 0.
  private mutating func touch(_ rows: ComponentRows, _ leaf: Int, _ lanes: UnsafeMutablePointer<Double>) {
    for row in 0..<rows.count {
      let k = Int(rows.numbers[row])
      guard lastLeaf[k] != leaf else { continue }
      lastLeaf[k] = leaf
      touched.append(Int32(k))
      (lanes + k * laneCount).initialize(repeating: 0, count: laneCount)
      norms[k] = 0
    }
  }
}
