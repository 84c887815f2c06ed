/// A run of points of one block.
struct Tile {
  /// The first point's place among all, in the blocks' order.
  let start: Int
  let count: Int
  /// Coordinate d of the tile's point i is at `points[d * blockSize + i]`.
  let points: UnsafePointer<Double>

  /// With the points that loops over whole vectors read beyond the last.
  var paddedCount: Int { Self.padded(count) }

  static func padded(_ count: Int) -> Int {
    (count + MixtureKernels.lanes - 1) / MixtureKernels.lanes * MixtureKernels.lanes
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
  let scratch: Doubles
  let labels: UnsafeMutablePointer<Int64>
  let rows: UnsafeMutablePointer<Int32>

  private let places: [Int]

  init(tileSize: Int, rowCount: Int, dimension: Int) {
    self.tileSize = tileSize
    places = [tileSize / 2, tileSize / 4, tileSize / 4, 3 * tileSize / 4, 0]
    densities = Self.buffer(max(rowCount, 1) * tileSize, beside: places[0])
    maxima = Self.buffer(tileSize, beside: places[1])
    sums = Self.buffer(tileSize, beside: places[2])
    scales = Self.buffer(tileSize, beside: places[3])
    scratch = Self.buffer(MixtureKernels.scratchCount(dimension: dimension), beside: places[4])
    labels = .allocate(capacity: tileSize)
    labels.initialize(repeating: 0, count: tileSize)
    rows = .allocate(capacity: max(rowCount, 1))
    rows.initialize(repeating: 0, count: max(rowCount, 1))
  }

  deinit {
    for (buffer, place) in zip([densities, maxima, sums, scales, scratch], places) {
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
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: (count + place) * MemoryLayout<Double>.stride, alignment: 4096)
    let doubles = memory.bindMemory(to: Double.self, capacity: count + place)
    doubles.initialize(repeating: 0, count: count + place)
    return doubles + place
  }
}
