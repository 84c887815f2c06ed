internal import Parallel

/// An order of points in which neighbours in space are neighbours: along Morton's curve through a grid of
/// cells, then, chunk of cells by chunk, by splits at medians.
///
/// The grid is coarse, so that one round of counting sorts by it; the splits do the rest, however many points a cell has.
/// Points are ordered within runs of so many, so that what this takes beside the blocks does not grow with their number,
/// and a run can be ordered without the others.
///
/// Source: G. Morton, A computer oriented geodetic data base, IBM, 1966; J. Bentley, Multidimensional binary
/// search trees used for associative searching, Communications of the ACM 18 (1975) 509-517.
struct SpatialOrder {
  let points: PointSet
  /// The points that are ordered among themselves.
  let run: Range<Int>
  private let frame: CoordinateFrame
  let engine: Engine
  private let centres: [Double]
  private let spreads: [Double]
  /// Of a cell's number along an axis.
  private let bits: Int

  /// The largest dimension that has an order.
  static let largestDimension = SpatialKernels.largestDimension
  /// The largest number of points that has one.
  static let largestCount = Int(Int32.max)
  /// The number of points in a run: whole blocks, and of what fits in memory as a rule all.
  static let runLength = 1 << 22

  /// The least number of points that are split on their own, and how many are moved at a time.
  private static let chunk = 4096

  /// - Parameters:
  ///   - points: all of them.
  ///   - run: those that are ordered.
  ///   - frame: of the blocks.
  ///   - centres: of the columns, in the frame.
  ///   - spreads: of the columns, in the frame.
  ///   - engine: how the work is done.
  init(
    _ points: PointSet, _ run: Range<Int>, frame: CoordinateFrame, centres: [Double], spreads: [Double],
    engine: Engine
  ) {
    self.points = points
    self.run = run
    self.frame = frame
    self.engine = engine
    self.centres = centres
    self.spreads = spreads
    bits = SpatialKernels.keyBits / points.dimension
  }

  private var width: Int { points.dimension + 1 }
  private var cellCount: Int { 1 << (bits * points.dimension) }
  /// Parts of the run, in their own order, that are counted and moved one by one.
  private var partCount: Int { max(1, min(4 * engine.threads, run.count >> 14)) }

  /// Writes the points of the run into blocks, and for each place the number of the point that is there.
  func write<Number: KernelNumber>(to blocks: DisjointWriter<Number>, order: DisjointWriter<Int32>) {
    let chunks = Self.chunks(sort(to: order))
    ParallelLoop.run(count: chunks.count, threadCount: engine.threads) { index in
      let chunk = chunks[index]
      split(
        order: order.pointer(at: chunk.lowerBound), count: chunk.count,
        to: blocks.pointer(at: chunk.lowerBound * points.dimension))
    }
  }

  // MARK: - Along the curve

  /// Writes the numbers of the points in the order of their cells, those of a cell in their own order.
  ///
  /// - Returns: for each cell the place where it ends, from the first of the run.
  func sort(to order: DisjointWriter<Int32>) -> [Int] {
    var places = [Int](repeating: 0, count: partCount * cellCount)
    return places.withUnsafeMutableBufferPointer { places in
      guard let base = places.baseAddress else { return [] }
      let writer = DisjointWriter(base)
      let keys = keys(counting: writer)
      let ends = turnIntoPlaces(places)
      ParallelLoop.run(count: partCount, threadCount: engine.threads) { part in
        let range = range(ofPart: part)
        keys.withUnsafeBufferPointer { keys in
          guard let keys = keys.baseAddress else { return }
          SpatialKernels.scatter(
            keys + range.lowerBound, count: range.count, first: run.lowerBound + range.lowerBound,
            places: writer.pointer(at: part * cellCount), to: order.pointer(at: 0))
        }
      }
      return ends
    }
  }

  /// Of the run's points, from its first one.
  private func range(ofPart part: Int) -> Range<Int> {
    (run.count * part / partCount)..<(run.count * (part + 1) / partCount)
  }

  /// For each point its cell's place on the curve; the points of each part are counted by their cells.
  ///
  /// The grid covers four spreads to each side of the columns' centres: points beyond are in its outermost
  /// cells, so that a few far away do not make all cells wide.
  private func keys(counting counts: DisjointWriter<Int>) -> [UInt16] {
    let cellWidth = 8 * (spreads.max() ?? 1) / Double(1 << bits)
    return [UInt16].written(count: run.count) { keys in
      let capacity = points.dimension * Self.chunk
      ParallelLoop.run(
        count: partCount, threadCount: engine.threads,
        makeWorker: { [Double](repeating: 0, count: capacity) },
        task: { memory, part in
          memory.withUnsafeMutableBufferPointer { memory in
            guard let columns = memory.baseAddress else { return }
            let range = range(ofPart: part)
            for start in stride(from: range.lowerBound, to: range.upperBound, by: Self.chunk) {
              let count = min(Self.chunk, range.upperBound - start)
              let keys = keys.pointer(at: start)
              keys.initialize(repeating: 0, count: count)
              for d in 0..<points.dimension {
                let column = columns + d * count
                points.coordinates[d].copy(
                  (run.lowerBound + start)..<(run.lowerBound + start + count), to: column)
                frame.enter(column, count: count, column: d, kernels: engine.kernels, to: column)
                SpatialKernels.addCells(
                  column, count: count, lowest: centres[d] - 4 * spreads[d], width: cellWidth, bits: bits,
                  axis: d, axes: points.dimension, to: keys)
              }
              SpatialKernels.count(keys, count: count, in: counts.pointer(at: part * cellCount))
            }
          }
        })
    }
  }

  /// Turns counts into the places where the points of each part and cell begin; answers the cells' ends.
  private func turnIntoPlaces(_ counts: UnsafeMutableBufferPointer<Int>) -> [Int] {
    var place = 0
    return (0..<cellCount).map { cell in
      for part in 0..<partCount {
        let count = counts[part * cellCount + cell]
        counts[part * cellCount + cell] = place
        place += count
      }
      return place
    }
  }

  /// The ranges of places that are split on their own: whole blocks of points of neighbouring cells.
  ///
  /// - Parameter ends: of each cell, and so of the run.
  static func chunks(_ ends: [Int]) -> [Range<Int>] {
    var chunks: [Range<Int>] = []
    let count = ends.last ?? 0
    var start = 0
    for end in ends {
      let blockCount = (end + PointBlocks.blockSize - 1) / PointBlocks.blockSize
      let cut = min(blockCount * PointBlocks.blockSize, count)
      guard cut - start >= Self.chunk || cut == count, cut > start else { continue }
      chunks.append(start..<cut)
      start = cut
    }
    return chunks
  }

  // MARK: - Splits

  /// Splits a chunk of the run, and writes its points into blocks.
  ///
  /// - Parameters:
  ///   - order: the numbers of its points, before and after.
  ///   - count: how many they are.
  ///   - blocks: where they go.
  private func split<Number: KernelNumber>(
    order: UnsafeMutablePointer<Int32>, count: Int, to blocks: UnsafeMutablePointer<Number>
  ) {
    split(count: count, to: blocks, order: order) { column, target in
      if column < points.dimension {
        points.coordinates[column].gather(count, to: target) { Int(order[$0]) }
      } else {
        for i in 0..<count { (target + i).initialize(to: Double(order[i])) }
      }
    }
  }

  /// Splits points, and writes them into blocks.
  ///
  /// - Parameters:
  ///   - count: how many they are.
  ///   - blocks: where they go.
  ///   - order: where their numbers go.
  ///   - write: writes a column of them: coordinates, and behind them the points' numbers.
  func split<Number: KernelNumber>(
    count: Int, to blocks: UnsafeMutablePointer<Number>, order: UnsafeMutablePointer<Int32>,
    _ write: (_ column: Int, _ target: UnsafeMutablePointer<Double>) -> Void
  ) {
    let spareCount = (count / 2 + 1) * width
    let rows = UnsafeMutablePointer<Double>.allocate(capacity: count * width + max(spareCount, count))
    defer { rows.deallocate() }
    let spare = rows + count * width
    for column in 0..<width {
      write(column, spare)
      if column < points.dimension {
        frame.enter(spare, count: count, column: column, kernels: engine.kernels, to: spare)
      }
      for i in 0..<count { (rows + i * width + column).initialize(to: spare[i]) }
    }
    SpatialKernels.split(rows, count: count, dimension: points.dimension, spare: spare)
    self.write(rows, count: count, to: blocks, order: order)
  }

  private func write<Number: KernelNumber>(
    _ rows: UnsafePointer<Double>, count: Int, to blocks: UnsafeMutablePointer<Number>,
    order: UnsafeMutablePointer<Int32>
  ) {
    let (blockSize, dimension) = (PointBlocks.blockSize, points.dimension)
    for start in stride(from: 0, to: count, by: blockSize) {
      let used = min(blockSize, count - start)
      let first = rows + start * width
      for d in 0..<dimension {
        let target = blocks + start * dimension + d * blockSize
        for i in 0..<used { target[i] = Number(first[i * width + d]) }
        // The last point again where the block is not full: the loops read whole vectors.
        (target + used).update(repeating: target[used - 1], count: blockSize - used)
      }
      for i in 0..<used { order[start + i] = Int32(first[i * width + dimension]) }
    }
  }
}
