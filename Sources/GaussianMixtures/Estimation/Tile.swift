internal import Parallel

/// A run of points of one block.
struct Tile {
  /// The first point's place among all, in the blocks' order.
  let start: Int
  let count: Int
  /// Coordinate d of the tile's point i is the number `d * stride + i` from here on.
  let points: UnsafeRawPointer
  let stride: Int
  /// The points' weights; nil where all are 1.
  let weights: UnsafePointer<Double>?
  /// Of cells, the covariances of the points that they stand for, in the layout of the points' coordinates; nil where
  /// points are points.
  let scatters: UnsafePointer<Double>?

  func weight(of point: Int) -> Double { weights.map { $0[point] } ?? 1 }

  /// With the points that loops over whole vectors read beyond the last.
  var paddedCount: Int { Self.padded(count) }

  static func padded(_ count: Int) -> Int {
    (count + MixtureKernels.padding - 1) / MixtureKernels.padding * MixtureKernels.padding
  }

  /// The tile that begins at a place and lies in one block.
  ///
  /// - Parameters:
  ///   - start: the place among all points.
  ///   - size: how many points a tile has, but for the last.
  ///   - count: the number of all points.
  ///   - points: the coordinates of its first point.
  ///   - stride: the distance between two coordinates of a point there.
  ///   - weights: of all points.
  ///   - scatters: of its first cell.
  init(
    at start: Int, size: Int, of count: Int, points: UnsafeRawPointer, stride: Int,
    weights: UnsafePointer<Double>? = nil, scatters: UnsafePointer<Double>? = nil
  ) {
    self.start = start
    self.count = min(size, count - start)
    self.points = points
    self.stride = stride
    self.weights = weights.map { $0 + start }
    self.scatters = scatters
  }

  /// Where the tiles of some blocks begin.
  static func starts(of blocks: Range<Int>, size: Int, count: Int) -> StrideTo<Int> {
    let blockSize = PointBlocks.blockSize
    return Swift.stride(
      from: blocks.lowerBound * blockSize, to: min(blocks.upperBound * blockSize, count), by: size)
  }
}

/// What a thread computes a tile in; kept from tile to tile.
struct TileBuffers<Number: KernelNumber>: ~Copyable {
  typealias Numbers = UnsafeMutablePointer<Number>

  /// The distance between the rows of two components.
  let tileSize: Int
  /// Rows of log densities, then of ratios: what densities are to a common unit.
  let densities: Numbers
  let maxima: Numbers
  let sums: Numbers
  let scales: Numbers
  let residuals: Numbers
  let scratch: Numbers
  let labels: UnsafeMutablePointer<Int64>
  /// With room for one more than there can be.
  let rows: UnsafeMutablePointer<Int32>

  private let memory: UnsafeMutableRawPointer

  /// - Parameters:
  ///   - mixture: whose densities are computed.
  ///   - rowCount: the most components that have rows at once.
  ///   - moments: the most that are asked for; nil for none.
  init(tileSize: Int, for mixture: PackedMixture, rowCount: Int, moments: MomentKind? = nil) {
    self.tileSize = tileSize
    var plan = BufferPlan(tileSize: tileSize)
    let places = (
      densities: plan.place(
        max(rowCount, 1) * tileSize * MemoryLayout<Number>.stride / 8, beside: tileSize / 2),
      maxima: plan.place(tileSize, beside: tileSize / 4), sums: plan.place(tileSize, beside: tileSize / 4),
      scales: plan.place(tileSize, beside: 3 * tileSize / 4),
      residuals: plan.place(tileSize, beside: tileSize / 4),
      scratch: plan.place(
        MixtureKernels.scratchCount(
          dimension: mixture.dimension, form: mixture.form, kind: moments, tileSize: tileSize),
        beside: 0),
      labels: plan.place(tileSize, beside: 0), rows: plan.place(rowCount / 2 + 1, beside: 0)
    )
    let memory = plan.allocate()
    self.memory = memory
    func numbers(_ place: Int) -> Numbers { (memory + place).assumingMemoryBound(to: Number.self) }
    densities = numbers(places.densities)
    maxima = numbers(places.maxima)
    sums = numbers(places.sums)
    scales = numbers(places.scales)
    residuals = numbers(places.residuals)
    scratch = numbers(places.scratch)
    labels = (memory + places.labels).bindMemory(to: Int64.self, capacity: tileSize)
    rows = (memory + places.rows).bindMemory(to: Int32.self, capacity: rowCount + 1)
  }

  deinit { memory.deallocate() }
}

/// Where buffers stand in memory that is allocated once.
///
/// Blocks begin at the boundaries of pages; where stores had the same low address bits as the loads that follow,
/// processors would take them for the same. So large buffers begin at given places beside such boundaries.
private struct BufferPlan {
  private let alignment: Int
  private let keepsPlaces: Bool
  private var byteCount = 0

  init(tileSize: Int) {
    keepsPlaces = tileSize >= 256
    alignment = keepsPlaces ? 4096 : 64
  }

  /// - Returns: the offset of so many numbers of eight bytes.
  mutating func place(_ count: Int, beside place: Int) -> Int {
    let start = (byteCount + alignment - 1) / alignment * alignment + (keepsPlaces ? 8 * place : 0)
    byteCount = start + 8 * count
    return start
  }

  /// Zeros.
  func allocate() -> UnsafeMutableRawPointer {
    let memory = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: alignment)
    memory.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
    return memory
  }
}
