internal import LinearAlgebra
internal import Parallel

/// Sums the scatter of all components' points together about the origin, as that of one component that has all
/// responsibilities of the Gaussian ones.
struct PooledScatter<Number: KernelNumber>: ~Copyable {
  private let mixture: PackedMixture
  private let kernels: MixtureKernels
  private let lanes: UnsafeMutablePointer<Double>
  private let laneCount: Int
  /// What the components' responsibilities are to the scales.
  private let ratios: UnsafeMutablePointer<Number>
  private let row: UnsafeMutablePointer<Int32>
  private let tileSize: Int

  init(dimension: Int, tileSize: Int, kernels: MixtureKernels) {
    let origin = MixtureParameters.unitSpheres(
      at: [[Double](repeating: 0, count: dimension)], scales: [Double](repeating: 1, count: dimension))
    mixture = PackedMixture(origin, isBounded: false, precision: Number.precision)
    self.kernels = kernels
    self.tileSize = tileSize
    laneCount = MixtureKernels.laneCount(dimension: dimension, kind: .scatters)
    lanes = .allocateOnPage(capacity: laneCount)
    ratios = .allocateOnPage(capacity: Tile.padded(tileSize))
    ratios.initialize(repeating: 0, count: Tile.padded(tileSize))
    row = .allocate(capacity: 2)
    row.initialize(repeating: 0, count: 2)
  }

  deinit {
    lanes.deallocate()
    ratios.deallocate()
    row.deallocate()
  }

  func beginLeaf() { lanes.initialize(repeating: 0, count: laneCount) }

  /// Adds a tile whose points an evaluator has shared out.
  func add(_ tile: Tile, _ evaluator: borrowing TileEvaluator<Number>) {
    evaluator.writeGaussianRatios(tile, to: ratios)
    kernels.addMoments(
      .scatters, ComponentRows(of: mixture, numbers: row, count: 1, stride: tileSize), tile, negligible: 0,
      ratios: ratios, scales: evaluator.buffers.scales, to: lanes, scratch: evaluator.buffers.scratch)
  }

  /// The lower triangle, row by row.
  func sum() -> [Double] {
    let dimension = mixture.dimension
    let count = MixtureKernels.momentCount(dimension: dimension, kind: .scatters)
    return [Double](unsafeUninitializedCapacity: count) { buffer, used in
      guard let target = buffer.baseAddress else { return }
      LeafStatistics.fold(lanes, width: laneCount / count, count, to: target)
      used = count
    }.suffix(count - 1 - dimension)
  }
}
