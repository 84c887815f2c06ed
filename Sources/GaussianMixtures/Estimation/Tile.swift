/// A run of points of one block.
struct Tile {
  /// The first point's place among all, in the blocks' order.
  let start: Int
  let count: Int
  /// Coordinate d of the tile's point i is at `points[d * blockSize + i]`.
  let points: UnsafePointer<Double>
  /// The points' weights; nil where all are 1.
  var weights: UnsafePointer<Double>?

  func weight(of point: Int) -> Double { weights.map { $0[point] } ?? 1 }

  /// With the points that loops over whole vectors read beyond the last.
  var paddedCount: Int { Self.padded(count) }

  static func padded(_ count: Int) -> Int {
    (count + MixtureKernels.lanes - 1) / MixtureKernels.lanes * MixtureKernels.lanes
  }

  /// The tiles that a block is cut into.
  ///
  /// - Parameters:
  ///   - block: the block's coordinates.
  ///   - number: the block's number.
  ///   - count: the number of all points.
  ///   - size: the number of points of a tile.
  static func tiles(
    of block: UnsafePointer<Double>, number: Int, count: Int, size: Int
  ) -> some Sequence<Tile> {
    let first = number * PointBlocks.blockSize
    let used = min(PointBlocks.blockSize, count - first)
    return stride(from: 0, to: used, by: size).lazy.map { start in
      Tile(start: first + start, count: min(size, used - start), points: block + start)
    }
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

  init(tileSize: Int, rowCount: Int, dimension: Int) {
    self.tileSize = tileSize
    places = [tileSize / 2, tileSize / 4, tileSize / 4, 3 * tileSize / 4, tileSize / 4, 0]
    densities = Self.buffer(max(rowCount, 1) * tileSize, beside: places[0])
    maxima = Self.buffer(tileSize, beside: places[1])
    sums = Self.buffer(tileSize, beside: places[2])
    scales = Self.buffer(tileSize, beside: places[3])
    residuals = Self.buffer(tileSize, beside: places[4])
    scratch = Self.buffer(MixtureKernels.scratchCount(dimension: dimension), beside: places[5])
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
