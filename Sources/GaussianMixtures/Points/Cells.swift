internal import Parallel

/// Runs of neighbouring points, each by its mass, mean and covariance: what EM needs of points that share their
/// responsibilities.
///
/// A box of points is halved at medians until no part has more points than a cell may have.
///
/// Source: J. Verbeek, J. Nunnink and N. Vlassis, Accelerated EM-based clustering of large data sets, Data Mining and
/// Knowledge Discovery 13 (2006) 291-307; the statistics are those of A. Moore, Very fast EM-based mixture model
/// clustering using multiresolution kd-trees, NIPS 11 (1999) 543-549.
struct Cells: Sendable {
  let count: Int
  /// Weights of points, summed.
  let masses: AlignedDoubles
  /// In the layout of blocks of points.
  let means: AlignedDoubles
  /// In such blocks too: the lower triangle, row by row.
  let covariances: AlignedDoubles

  static func entryCount(dimension: Int) -> Int { dimension * (dimension + 1) / 2 }

  /// Where the first of so many numbers of the cell at a place is.
  static func index(of place: Int, entryCount: Int) -> Int {
    place / PointBlocks.blockSize * entryCount * PointBlocks.blockSize + place % PointBlocks.blockSize
  }

  /// - Parameters:
  ///   - blocks: points in an order in space.
  ///   - pointsPerCell: the most points of a cell, from 1 to those of a box.
  ///   - engine: how the work is done.
  /// - Complexity: O(N D²).
  init(_ blocks: PointBlocks, pointsPerCell: Int, engine: Engine) {
    let size = PointBlocks.boxedCount
    let (boxCount, dimension) = ((blocks.count + size - 1) / size, blocks.dimension)
    // Only the last box is not full.
    let (perBox, last) = (
      Self.cellCount(of: min(size, blocks.count), pointsPerCell),
      Self.cellCount(of: blocks.count - (boxCount - 1) * size, pointsPerCell)
    )
    let count = (boxCount - 1) * perBox + last
    self.count = count
    let padded = (count + PointBlocks.blockSize - 1) / PointBlocks.blockSize * PointBlocks.blockSize
    let parts = [padded * dimension, padded * Self.entryCount(dimension: dimension), padded]
    let total = parts.reduce(0, +)
    let numbers = [Double].written(count: total) { numbers in
      numbers.pointer(at: 0).initialize(repeating: 0, count: total)
      let target = Target(
        dimension: dimension, numbers: numbers, covariances: parts[0], masses: parts[0] + parts[1])
      ParallelLoop.run(
        count: boxCount, threadCount: engine.threads(points: blocks.count, operations: dimension * dimension),
        makeWorker: { CellMaker(blocks, pointsPerCell: pointsPerCell, kernels: engine.kernels) },
        task: { maker, box in maker.makeCells(ofBox: box, firstCell: box * perBox, in: target) })
    }
    means = AlignedDoubles(Array(numbers[..<parts[0]]))
    covariances = AlignedDoubles(Array(numbers[parts[0]..<(parts[0] + parts[1])]))
    masses = AlignedDoubles(Array(numbers[(total - padded)..<(total - padded + count)]))
  }

  /// Into how many cells so many points fall.
  static func cellCount(of points: Int, _ pointsPerCell: Int) -> Int {
    points <= pointsPerCell
      ? 1 : cellCount(of: points / 2, pointsPerCell) + cellCount(of: points - points / 2, pointsPerCell)
  }

}

/// Where cells are written: means, then covariances, then masses.
private struct Target: Sendable {
  let dimension: Int
  let numbers: DisjointWriter<Double>
  let covariances: Int
  let masses: Int

  func mass(of cell: Int) -> UnsafeMutablePointer<Double> { numbers.pointer(at: masses + cell) }

  func mean(of cell: Int) -> UnsafeMutablePointer<Double> {
    numbers.pointer(at: Cells.index(of: cell, entryCount: dimension))
  }

  func covariance(of cell: Int) -> UnsafeMutablePointer<Double> {
    numbers.pointer(
      at: covariances + Cells.index(of: cell, entryCount: Cells.entryCount(dimension: dimension)))
  }
}

/// Makes the cells of boxes, one after the other, in buffers that a thread keeps.
private struct CellMaker: ~Copyable {
  private let tiles: TileReader
  private let pointsPerCell: Int
  private var members: [Int] = []
  private var cell = 0

  init(_ blocks: PointBlocks, pointsPerCell: Int, kernels: MixtureKernels) {
    tiles = TileReader(blocks, size: PointBlocks.boxedCount, in: .double, kernels: kernels)
    self.pointsPerCell = pointsPerCell
  }

  mutating func makeCells(ofBox box: Int, firstCell: Int, in target: Target) {
    let tile = tiles.tile(at: box * PointBlocks.boxedCount)
    members = Array(0..<tile.count)
    cell = firstCell
    split(0..<tile.count, tile, target)
  }

  /// Halves a part along its widest axis until it is a cell.
  private mutating func split(_ part: Range<Int>, _ tile: Tile, _ target: Target) {
    guard part.count > pointsPerCell else {
      write(part, tile, target)
      cell += 1
      return
    }
    let points = tile.points.assumingMemoryBound(to: Double.self)
    var widest = (axis: 0, width: -1.0)
    for axis in 0..<target.dimension {
      let column = points + axis * tile.stride
      var (lowest, highest) = (Double.infinity, -Double.infinity)
      for place in part {
        lowest = min(lowest, column[members[place]])
        highest = max(highest, column[members[place]])
      }
      if highest - lowest > widest.width { widest = (axis, highest - lowest) }
    }
    let column = points + widest.axis * tile.stride
    members[part].sort { (column[$0], $0) < (column[$1], $1) }
    let middle = part.lowerBound + part.count / 2
    split(part.lowerBound..<middle, tile, target)
    split(middle..<part.upperBound, tile, target)
  }

  private func write(_ part: Range<Int>, _ tile: Tile, _ target: Target) {
    let dimension = target.dimension
    let points = tile.points.assumingMemoryBound(to: Double.self)
    let mass = part.reduce(0) { $0 + tile.weight(of: members[$1]) }
    target.mass(of: cell).pointee = mass
    let mean = target.mean(of: cell)
    for d in 0..<dimension {
      let first = points[d * tile.stride + members[part.lowerBound]]
      // About a point of its own, since one cell is small beside its distance from the origin.
      let sum = part.reduce(0) {
        $0 + tile.weight(of: members[$1]) * (points[d * tile.stride + members[$1]] - first)
      }
      mean[d * PointBlocks.blockSize] = first + sum / mass
    }
    var next = target.covariance(of: cell)
    for i in 0..<dimension {
      let (ofOne, one) = (mean[i * PointBlocks.blockSize], points + i * tile.stride)
      for j in 0...i {
        let (ofOther, other) = (mean[j * PointBlocks.blockSize], points + j * tile.stride)
        let sum = part.reduce(0) {
          let point = members[$1]
          return $0 + tile.weight(of: point) * (one[point] - ofOne) * (other[point] - ofOther)
        }
        next.pointee = sum / mass
        next += PointBlocks.blockSize
      }
    }
  }
}
