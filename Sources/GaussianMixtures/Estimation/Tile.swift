internal import Parallel

/// A run of points of one block.
struct Tile {
  /// The first point's place among all, in the blocks' order.
  let start: Int
  let count: Int
  /// Coordinate d of the tile's point i is at `points[d * stride + i]`.
  let points: UnsafePointer<Double>
  let stride: Int
  /// The points' weights; nil where all are 1.
  let weights: UnsafePointer<Double>?

  func weight(of point: Int) -> Double { weights.map { $0[point] } ?? 1 }

  /// With the points that loops over whole vectors read beyond the last.
  var paddedCount: Int { Self.padded(count) }

  static func padded(_ count: Int) -> Int {
    (count + MixtureKernels.lanes - 1) / MixtureKernels.lanes * MixtureKernels.lanes
  }

  /// The tile that begins at a place and lies in one block.
  ///
  /// - Parameters:
  ///   - start: the place among all points.
  ///   - size: how many points a tile has, but for the last.
  ///   - count: the number of all points.
  ///   - block: the coordinates of the block that holds the place.
  ///   - stride: the distance between two coordinates of a point there.
  ///   - weights: of all points.
  init(
    at start: Int, size: Int, of count: Int, in block: UnsafePointer<Double>, stride: Int,
    weights: UnsafePointer<Double>? = nil
  ) {
    self.start = start
    self.count = min(size, count - start)
    points = block + start % PointBlocks.blockSize
    self.stride = stride
    self.weights = weights.map { $0 + start }
  }

  /// Where the tiles of some blocks begin.
  static func starts(of blocks: Range<Int>, size: Int, count: Int) -> StrideTo<Int> {
    let blockSize = PointBlocks.blockSize
    return Swift.stride(
      from: blocks.lowerBound * blockSize, to: min(blocks.upperBound * blockSize, count), by: size)
  }
}

extension PointBlocks {
  /// The tile that begins at a place; valid as long as the blocks live.
  func tile(at start: Int, size: Int) -> Tile {
    Tile(
      at: start, size: size, of: count, in: block(start / Self.blockSize), stride: stride, weights: weights)
  }
}

/// What a thread computes a tile in; kept from tile to tile.
struct TileBuffers: ~Copyable {
  typealias Doubles = UnsafeMutablePointer<Double>

  /// The distance between the rows of two components.
  let tileSize: Int
  /// Rows of log densities, then of ratios: what densities are to a common unit.
  let densities: Doubles
  let maxima: Doubles
  let sums: Doubles
  let scales: Doubles
  let residuals: Doubles
  let scratch: Doubles
  let labels: UnsafeMutablePointer<Int64>
  /// With room for one more than there can be.
  let rows: UnsafeMutablePointer<Int32>

  private let places: [Int]

  /// - Parameters:
  ///   - mixture: whose densities are computed.
  ///   - rowCount: the most components that have rows at once.
  ///   - moments: the most that are asked for.
  init(tileSize: Int, for mixture: PackedMixture, rowCount: Int, moments: MomentKind) {
    self.tileSize = tileSize
    places = [tileSize / 2, tileSize / 4, tileSize / 4, 3 * tileSize / 4, tileSize / 4, 0]
    densities = Self.buffer(max(rowCount, 1) * tileSize, beside: places[0])
    maxima = Self.buffer(tileSize, beside: places[1])
    sums = Self.buffer(tileSize, beside: places[2])
    scales = Self.buffer(tileSize, beside: places[3])
    residuals = Self.buffer(tileSize, beside: places[4])
    scratch = Self.buffer(
      MixtureKernels.scratchCount(dimension: mixture.dimension, form: mixture.form, kind: moments),
      beside: places[5])
    labels = .allocateOnPage(capacity: tileSize)
    labels.initialize(repeating: 0, count: tileSize)
    rows = .allocate(capacity: rowCount + 1)
    rows.initialize(repeating: 0, count: rowCount + 1)
  }

  deinit {
    for (buffer, place) in zip([densities, maxima, sums, scales, residuals, scratch], places) {
      (buffer - place).deallocate()
    }
    labels.deallocate()
    rows.deallocate()
  }

  /// Zeros that begin at a place beside a page's boundary.
  ///
  /// Blocks begin at such boundaries; where stores had the same low address bits as the loads that follow,
  /// processors would take them for the same.
  private static func buffer(_ count: Int, beside place: Int) -> Doubles {
    let doubles = Doubles.allocateOnPage(capacity: count + place)
    doubles.initialize(repeating: 0, count: count + place)
    return doubles + place
  }
}
