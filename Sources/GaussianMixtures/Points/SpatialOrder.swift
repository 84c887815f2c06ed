internal import Parallel

/// An order of points in which neighbours in space are neighbours: along Morton's curve through a grid of
/// cells, then, chunk of cells by chunk, by splits at medians.
///
/// The grid is coarse, so that one round of counting and moving sorts by it; the splits do the rest, however
/// many points a cell has.
///
/// Source: G. Morton, A computer oriented geodetic data base, IBM, 1966; J. Bentley, Multidimensional binary
/// search trees used for associative searching, Communications of the ACM 18 (1975) 509-517.
struct SpatialOrder {
  private let points: PointSet
  private let frame: CoordinateFrame
  private let engine: Engine
  private let centres: [Double]
  private let spreads: [Double]
  /// Of a cell's number along an axis.
  private let bits: Int

  /// The largest dimension that has an order.
  static let largestDimension = SpatialKernels.largestDimension
  /// The largest number of points that has one.
  static let largestCount = Int(Int32.max)

  /// The least number of points that are split on their own, and how many are moved at a time.
  private static let chunk = 4096

  /// - Parameters:
  ///   - centres: of the columns, in the frame.
  ///   - spreads: of the columns, in the frame.
  ///   - engine: how the work is done.
  init(
    _ points: PointSet, frame: CoordinateFrame, centres: [Double], spreads: [Double], engine: Engine
  ) {
    self.points = points
    self.frame = frame
    self.engine = engine
    self.centres = centres
    self.spreads = spreads
    bits = SpatialKernels.keyBits / points.dimension
  }

  private var width: Int { points.dimension + 1 }
  private var cellCount: Int { 1 << (bits * points.dimension) }
  /// Parts of the points, in their own order, that are counted and moved one by one.
  private var partCount: Int { max(1, min(4 * engine.threads, points.count >> 14)) }

  /// Writes the points into blocks.
  ///
  /// - Returns: for each place the point that is there.
  /// - Complexity: O(N D) as long as points spread over the cells, O(N D log N) where all are in one.
  func write(to blocks: UnsafeMutablePointer<Double>) -> [Int32] {
    let rows = UnsafeMutablePointer<Double>.allocate(capacity: points.count * width)
    defer { rows.deallocate() }
    let chunks = sort(to: DisjointWriter(rows))
    return [Int32](unsafeUninitializedCapacity: points.count) { order, initialized in
      initialized = points.count
      guard let base = order.baseAddress else { return }
      split(DisjointWriter(rows), chunks, to: DisjointWriter(blocks), order: DisjointWriter(base))
    }
  }

  // MARK: - Along the curve

  /// Writes the points as rows in the order of their cells, those of a cell in their own order.
  ///
  /// - Returns: the ranges of rows that are split on their own.
  private func sort(to rows: DisjointWriter<Double>) -> [Range<Int>] {
    var places = [Int](repeating: 0, count: partCount * cellCount)
    return places.withUnsafeMutableBufferPointer { places in
      guard let base = places.baseAddress else { return [] }
      let writer = DisjointWriter(base)
      let keys = keys(counting: writer)
      let ends = turnIntoPlaces(places)
      keys.withUnsafeBufferPointer { keys in
        guard let keys = keys.baseAddress.map({ DisjointWriter(UnsafeMutablePointer(mutating: $0)) }) else {
          return
        }
        forEachRun { part, run, columns in
          SpatialKernels.scatter(
            columns, count: run.count, dimension: points.dimension, first: run.lowerBound,
            keys: keys.pointer(at: run.lowerBound), places: writer.pointer(at: part * cellCount),
            to: rows.pointer(at: 0))
        }
      }
      return chunks(ends)
    }
  }

  /// For each point its cell's place on the curve; the points of each part are counted by their cells.
  ///
  /// The grid covers four spreads to each side of the columns' centres: points beyond are in its outermost
  /// cells, so that a few far away do not make all cells wide.
  private func keys(counting counts: DisjointWriter<Int>) -> [UInt16] {
    let cellWidth = 8 * (spreads.max() ?? 1) / Double(1 << bits)
    return [UInt16].written(count: points.count) { keys in
      forEachRun { part, run, columns in
        let keys = keys.pointer(at: run.lowerBound)
        keys.initialize(repeating: 0, count: run.count)
        for d in 0..<points.dimension {
          SpatialKernels.addCells(
            columns + d * run.count, count: run.count, lowest: centres[d] - 4 * spreads[d], width: cellWidth,
            bits: bits, axis: d, axes: points.dimension, to: keys)
        }
        SpatialKernels.count(keys, count: run.count, in: counts.pointer(at: part * cellCount))
      }
    }
  }

  /// Calls `body` with runs of points of every part, and their coordinates in the frame, column after column.
  private func forEachRun(
    _ body: @Sendable (_ part: Int, _ run: Range<Int>, _ columns: UnsafePointer<Double>) -> Void
  ) {
    let parts = partCount
    let capacity = points.dimension * Self.chunk
    ParallelLoop.run(
      count: parts, threadCount: engine.threads,
      makeWorker: { [Double](repeating: 0, count: capacity) },
      task: { memory, part in
        memory.withUnsafeMutableBufferPointer { memory in
          guard let columns = memory.baseAddress else { return }
          let end = points.count * (part + 1) / parts
          for start in stride(from: points.count * part / parts, to: end, by: Self.chunk) {
            let run = start..<min(start + Self.chunk, end)
            enter(run, columns)
            body(part, run, columns)
          }
        }
      })
  }

  private func enter(_ run: Range<Int>, _ columns: UnsafeMutablePointer<Double>) {
    for d in 0..<points.dimension {
      points.columns[d].withUnsafeBufferPointer { values in
        guard let source = values.baseAddress else { return }
        frame.enter(
          source + run.lowerBound, count: run.count, column: d, kernels: engine.kernels,
          to: columns + d * run.count)
      }
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

  /// Whole blocks of points of neighbouring cells.
  private func chunks(_ ends: [Int]) -> [Range<Int>] {
    var chunks: [Range<Int>] = []
    var start = 0
    for end in ends {
      let blockCount = (end + PointBlocks.blockSize - 1) / PointBlocks.blockSize
      let cut = min(blockCount * PointBlocks.blockSize, points.count)
      guard cut - start >= Self.chunk || cut == points.count, cut > start else { continue }
      chunks.append(start..<cut)
      start = cut
    }
    return chunks
  }

  // MARK: - Splits

  /// Splits the chunks, and writes their points into blocks.
  private func split(
    _ rows: DisjointWriter<Double>, _ chunks: [Range<Int>], to blocks: DisjointWriter<Double>,
    order: DisjointWriter<Int32>
  ) {
    let spareCount = ((chunks.map(\.count).max() ?? 0) / 2 + 1) * width
    ParallelLoop.run(
      count: chunks.count, threadCount: engine.threads,
      makeWorker: { Spare(count: spareCount) },
      task: { spare, index in
        let chunk = chunks[index]
        let rows = rows.pointer(at: chunk.lowerBound * width)
        SpatialKernels.split(
          rows, count: chunk.count, dimension: points.dimension, spare: spare.base)
        write(
          rows, count: chunk.count, to: blocks.pointer(at: chunk.lowerBound * points.dimension),
          order: order.pointer(at: chunk.lowerBound))
      })
  }

  private func write(
    _ rows: UnsafePointer<Double>, count: Int, to blocks: UnsafeMutablePointer<Double>,
    order: UnsafeMutablePointer<Int32>
  ) {
    let (blockSize, dimension) = (PointBlocks.blockSize, points.dimension)
    for start in stride(from: 0, to: count, by: blockSize) {
      let used = min(blockSize, count - start)
      let first = rows + start * width
      for d in 0..<dimension {
        let target = blocks + start * dimension + d * blockSize
        for i in 0..<used { target[i] = first[i * width + d] }
        // The last point again where the block is not full: the loops read whole vectors.
        (target + used).update(repeating: target[used - 1], count: blockSize - used)
      }
      for i in 0..<used { order[start + i] = Int32(first[i * width + dimension]) }
    }
  }
}

/// A thread's room for half of the largest chunk, left as it is.
private struct Spare: ~Copyable {
  let base: UnsafeMutablePointer<Double>

  init(count: Int) { base = .allocate(capacity: count) }

  deinit { base.deallocate() }
}
