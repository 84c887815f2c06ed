internal import Parallel

/// The squared distances of all points from the nearest of the seeds so far, in columns scaled to equal
/// spreads, with their weighted sums and maxima over runs of points.
///
/// Where runs have boxes, a run whose box is farther from a new seed than all its points are from theirs is
/// left alone.
struct SeedDistances: Sendable {
  private let runs: PointRuns
  /// By the points' places in the blocks' order.
  private var nearest: [Double]
  private var sums: [Double]
  private var largest: [Double]

  /// No point has a seed yet.
  ///
  /// - Parameters:
  ///   - blocks: of the points, in this process.
  ///   - engine: how the work is done.
  /// - Complexity: O(N).
  init(_ blocks: PointBlocks, engine: Engine) {
    runs = PointRuns(blocks: blocks, engine: engine)
    nearest = [Double](repeating: .infinity, count: blocks.count)
    sums = [Double](repeating: .infinity, count: runs.count)
    largest = sums
  }

  /// The place of a point, drawn with a probability in proportion to its distance times its weight.
  ///
  /// - Complexity: O(N / 64).
  func draw(_ random: inout RandomStream) -> Int {
    var target = random.uniform() * total(after: 0)
    return draw(at: &target, isLast: true) ?? 0
  }

  /// The sum of all distances times their weights, after one of points before these.
  ///
  /// - Complexity: O(N / 64).
  func total(after sum: Double) -> Double { sums.reduce(sum, +) }

  /// The place of the point at which distances times weights have summed to a target.
  ///
  /// - Parameters:
  ///   - target: becomes what is left of it.
  ///   - isLast: whether there are no points after these.
  /// - Returns: nil where it is reached after these points.
  /// - Complexity: O(N / 64).
  func draw(at target: inout Double, isLast: Bool) -> Int? {
    var run = 0
    while run + (isLast ? 1 : 0) < sums.count, target >= sums[run] {
      target -= sums[run]
      run += 1
    }
    guard run < sums.count else { return nil }
    let places = runs.places(of: run)
    var last = places.lowerBound
    let weights = runs.blocks.weights
    for index in places where nearest[index] > 0 {
      last = index
      target -= nearest[index] * (weights.map { $0[index] } ?? 1)
      if target < 0 { break }
    }
    return last
  }

  /// Takes components, with the distances that each one's own covariance makes.
  ///
  /// - Parameter components: without normalizers.
  /// - Complexity: O(N K D²), less where points are in boxes.
  mutating func lower(by components: MixtureParameters) {
    let known = largest
    nearest.withUnsafeMutableBufferPointer { nearest in
      sums.withUnsafeMutableBufferPointer { sums in
        largest.withUnsafeMutableBufferPointer { largest in
          guard let nearestBase = nearest.baseAddress, let sumBase = sums.baseAddress,
            let largestBase = largest.baseAddress
          else { return }
          let nearest = DisjointWriter(nearestBase)
          let sums = DisjointWriter(sumBase)
          let largest = DisjointWriter(largestBase)
          runs.visit(closerThan: known, to: components) { run, tile, _, densities in
            let distances = nearest.pointer(at: tile.start)
            let found = Self.lower(distances, by: densities, tile)
            sums.pointer(at: run).pointee = found.sum
            largest.pointer(at: run).pointee = found.largest
          }
        }
      }
    }
  }

  private static func lower(
    _ nearest: UnsafeMutablePointer<Double>, by densities: UnsafePointer<Double>, _ tile: Tile
  ) -> (sum: Double, largest: Double) {
    var sum = 0.0
    var largest = 0.0
    for i in 0..<tile.count {
      let distance = -densities[i] < nearest[i] ? -densities[i] : nearest[i]
      nearest[i] = distance
      sum += distance * tile.weight(of: i)
      largest = distance > largest ? distance : largest
    }
    return (sum, largest)
  }

  /// The sums of distances that each candidate would leave of every run, candidate by candidate.
  ///
  /// - Complexity: O(N D) a candidate, less where points are in boxes.
  func sums(under candidates: MixtureParameters) -> [Double] {
    var left = candidates.means.flatMap { _ in sums }
    left.withUnsafeMutableBufferPointer { left in
      guard let base = left.baseAddress else { return }
      let writer = DisjointWriter(base)
      runs.visit(closerThan: largest, to: candidates) {
        run, tile, candidate, densities in
        var sum = 0.0
        for i in 0..<tile.count {
          let known = nearest[tile.start + i]
          sum += (-densities[i] < known ? -densities[i] : known) * tile.weight(of: i)
        }
        writer.pointer(at: candidate * sums.count + run).pointee = sum
      }
    }
    return left
  }
}

/// The runs of points whose distances are told together: those that have a box, where points are in boxes.
private struct PointRuns: Sendable {
  let blocks: PointBlocks
  let engine: Engine

  private static let size = PointBlocks.boxedCount

  var count: Int { (blocks.count + Self.size - 1) / Self.size }

  func places(of run: Int) -> Range<Int> { (run * Self.size)..<min((run + 1) * Self.size, blocks.count) }

  /// Calls `visit` with the negative squared distances of every run's points from every centre that may be
  /// nearer to one of them than the run's `known`.
  func visit(
    closerThan known: [Double], to centres: MixtureParameters,
    _ visit: @Sendable (_ run: Int, Tile, _ centre: Int, UnsafePointer<Double>) -> Void
  ) {
    let mixture = PackedMixture(centres, isBounded: blocks.hasBoxes)
    let chunk = 64
    ParallelLoop.run(
      count: (count + chunk - 1) / chunk, threadCount: engine.threads,
      makeWorker: { CentreDistances(mixture, blocks, kernels: engine.kernels) },
      task: { worker, index in
        for run in (index * chunk)..<min((index + 1) * chunk, count) {
          worker.visit(run, places(of: run), closerThan: known[run], visit)
        }
      })
  }
}

/// The distances of a run of points from a few centres, in a thread's buffers.
private final class CentreDistances {
  private let mixture: PackedMixture
  private let blocks: PointBlocks
  private let kernels: MixtureKernels
  private let buffers: TileBuffers<Double>
  private let tiles: TileReader
  private var bounds: [Double]

  init(_ mixture: PackedMixture, _ blocks: PointBlocks, kernels: MixtureKernels) {
    self.mixture = mixture
    self.blocks = blocks
    self.kernels = kernels
    buffers = TileBuffers(
      tileSize: PointBlocks.boxedCount, for: mixture, rowCount: mixture.componentCount)
    tiles = TileReader(blocks, size: PointBlocks.boxedCount, in: .double, kernels: kernels)
    bounds = [Double](repeating: 0, count: mixture.componentCount + MixtureKernels.lanes)
  }

  func visit(
    _ run: Int, _ places: Range<Int>, closerThan distance: Double,
    _ visit: (_ run: Int, Tile, _ centre: Int, UnsafePointer<Double>) -> Void
  ) {
    let rows = selected(run, closerThan: distance)
    guard rows.count > 0 else { return }
    let tile = tiles.tile(at: places.lowerBound)
    kernels.logDensities(rows, tile, to: buffers.densities, scratch: buffers.scratch)
    for row in 0..<rows.count {
      // Distances are in units of 2 ln 2, which matters to no comparison and no proportion.
      visit(run, tile, Int(rows.numbers[row]), buffers.densities + row * rows.stride)
    }
  }

  private func selected(_ run: Int, closerThan distance: Double) -> ComponentRows {
    let count = mixture.componentCount
    var chosen = 0
    if blocks.hasBoxes {
      kernels.bounds(
        dimension: mixture.dimension, form: mixture.form, box: blocks.box(run),
        parameters: mixture.transposedParameters, stride: mixture.stride, count: count, to: &bounds)
    }
    for centre in 0..<count where !blocks.hasBoxes || -bounds[centre] < distance {
      buffers.rows[chosen] = Int32(centre)
      chosen += 1
    }
    return ComponentRows(
      of: mixture, numbers: buffers.rows, count: chosen, stride: buffers.tileSize)
  }
}
