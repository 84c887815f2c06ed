/// An order of points in which neighbours in space are neighbours: along Morton's curve through a grid of
/// cells, then, chunk by chunk, by splits at medians.
///
/// Source: G. Morton, A computer oriented geodetic data base, IBM, 1966; J. Bentley, Multidimensional binary
/// search trees used for associative searching, Communications of the ACM 18 (1975) 509-517.
struct SpatialOrder {
  private let points: PointSet
  private let frame: CoordinateFrame
  private let threadCount: Int
  /// For each place the point that is there.
  private(set) var order: [Int32]

  /// The largest dimension that has an order.
  static let largestDimension = SpatialKernels.largestDimension
  /// The largest number of points that has one.
  static let largestCount = Int(Int32.max)

  private static let chunk = SpatialKernels.chunk

  /// The order along the curve.
  ///
  /// - Parameters:
  ///   - centres: of the columns, in the frame.
  ///   - spreads: of the columns, in the frame.
  /// - Complexity: O(N D).
  init(_ points: PointSet, frame: CoordinateFrame, centres: [Double], spreads: [Double], threadCount: Int) {
    self.points = points
    self.frame = frame
    self.threadCount = threadCount
    let bits = min(SpatialKernels.cellBits, 30 / points.dimension)
    let pairs = Self.sorted(
      Self.cells(points, frame, bits: bits, centres, spreads, threadCount), keyBits: bits * points.dimension,
      threadCount: threadCount)
    order = [Int32](unsafeUninitializedCapacity: points.count) { buffer, initialized in
      for place in 0..<points.count { buffer[place] = Int32(truncatingIfNeeded: pairs[place]) }
      initialized = points.count
    }
  }

  /// For each point its cell's place on the curve, above the point's number.
  ///
  /// The grid covers four spreads to each side of the columns' centres: points beyond are in its outermost
  /// cells, so that a few far away do not make all cells wide.
  private static func cells(
    _ points: PointSet, _ frame: CoordinateFrame, bits: Int, _ centres: [Double], _ spreads: [Double],
    _ threadCount: Int
  ) -> [UInt64] {
    let width = 8 * (spreads.max() ?? 1) / Double(1 << bits)
    return [UInt64].written(count: points.count) { keys in
      let chunk = 1 << 16
      ParallelLoop.run(count: (points.count + chunk - 1) / chunk, threadCount: threadCount) { index in
        let start = index * chunk
        let count = min(chunk, points.count - start)
        var entered = [Double](repeating: 0, count: count)
        for column in 0..<points.dimension {
          let reach = 4 * spreads[column]
          points.columns[column].withUnsafeBufferPointer { values in
            guard let source = values.baseAddress else { return }
            frame.enter(source + start, count: count, column: column, to: &entered)
          }
          entered.withUnsafeBufferPointer { values in
            SpatialKernels.addCells(
              values, lowest: centres[column] - reach, width: width, bits: bits, axis: column,
              axes: points.dimension, to: keys.pointer(at: start))
          }
        }
        for i in 0..<count {
          let key = keys.pointer(at: start + i)
          key.pointee = key.pointee << 32 | UInt64(start + i)
        }
      }
    }
  }

  /// A stable sort by the high halves, ten bits a round.
  private static func sorted(_ pairs: [UInt64], keyBits: Int, threadCount: Int) -> [UInt64] {
    let digit = 10
    let parts = max(1, min(threadCount, pairs.count >> 16))
    var from = pairs
    var to = [UInt64](repeating: 0, count: pairs.count)
    for shift in stride(from: 32, to: 32 + keyBits, by: digit) {
      to.withUnsafeMutableBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return }
        sortRound(from, to: DisjointWriter(base), shift: shift, bits: digit, parts: parts)
      }
      swap(&from, &to)
    }
    return from
  }

  /// Each part counts its digits, then moves its pairs to the places that all counts together give them.
  private static func sortRound(
    _ pairs: [UInt64], to target: DisjointWriter<UInt64>, shift: Int, bits: Int, parts: Int
  ) {
    let bins = 1 << bits
    @Sendable func range(_ part: Int) -> Range<Int> {
      (pairs.count * part / parts)..<(pairs.count * (part + 1) / parts)
    }
    var counts = [Int].written(count: parts * bins) { counts in
      ParallelLoop.run(count: parts, threadCount: parts) { part in
        var own = [Int](repeating: 0, count: bins)
        pairs.withUnsafeBufferPointer { source in
          SpatialKernels.countDigits(
            of: UnsafeBufferPointer(rebasing: source[range(part)]), shift: shift, bits: bits, to: &own)
        }
        for bin in 0..<bins { counts.pointer(at: part * bins + bin).pointee = own[bin] }
      }
    }
    var place = 0
    for bin in 0..<bins {
      for part in 0..<parts {
        let count = counts[part * bins + bin]
        counts[part * bins + bin] = place
        place += count
      }
    }
    let places = counts
    ParallelLoop.run(count: parts, threadCount: parts) { part in
      var own = Array(places[(part * bins)..<((part + 1) * bins)])
      pairs.withUnsafeBufferPointer { source in
        SpatialKernels.scatter(
          UnsafeBufferPointer(rebasing: source[range(part)]), shift: shift, bits: bits, places: &own,
          to: target.pointer(at: 0))
      }
    }
  }

  /// Splits the chunks, and writes their points into blocks.
  ///
  /// - Complexity: O(N D).
  mutating func write(to blocks: UnsafeMutablePointer<Double>) {
    let (points, frame) = (points, frame)
    let (count, dimension) = (points.count, points.dimension)
    let chunk = Self.chunk
    let writer = DisjointWriter(blocks)
    order.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let order = DisjointWriter(base)
      ParallelLoop.run(
        count: (count + chunk - 1) / chunk, threadCount: threadCount,
        makeWorker: { [Double](repeating: 0, count: 2 * chunk * (dimension + 1)) },
        task: { memory, index in
          memory.withUnsafeMutableBufferPointer { memory in
            guard let rows = memory.baseAddress else { return }
            let size = min(chunk, count - index * chunk)
            let places = order.pointer(at: index * chunk)
            Self.gather(points, frame, places, count: size, rows: rows)
            SpatialKernels.split(
              rows, count: size, dimension: dimension, spare: rows + chunk * (dimension + 1))
            Self.scatter(
              rows, count: size, dimension: dimension, places,
              to: writer.pointer(at: index * chunk * dimension))
          }
        })
    }
  }

  private static func gather(
    _ points: PointSet, _ frame: CoordinateFrame, _ places: UnsafePointer<Int32>, count: Int,
    rows: UnsafeMutablePointer<Double>
  ) {
    let width = points.dimension + 1
    withUnsafeTemporaryAllocation(of: Double.self, capacity: count) { column in
      guard let values = column.baseAddress else { return }
      for d in 0..<points.dimension {
        points.columns[d].withUnsafeBufferPointer { source in
          for i in 0..<count { values[i] = source[Int(places[i])] }
        }
        frame.enter(values, count: count, column: d, to: values)
        for i in 0..<count { rows[i * width + d] = values[i] }
      }
    }
    for i in 0..<count { rows[i * width + points.dimension] = Double(places[i]) }
  }

  private static func scatter(
    _ rows: UnsafePointer<Double>, count: Int, dimension: Int, _ places: UnsafeMutablePointer<Int32>,
    to blocks: UnsafeMutablePointer<Double>
  ) {
    let blockSize = PointBlocks.blockSize
    let width = dimension + 1
    for start in stride(from: 0, to: count, by: blockSize) {
      let used = min(blockSize, count - start)
      for d in 0..<dimension {
        let target = blocks + start * dimension + d * blockSize
        // The last point again where the block is not full: the loops read whole vectors.
        for i in 0..<blockSize { target[i] = rows[(start + min(i, used - 1)) * width + d] }
      }
    }
    for i in 0..<count { places[i] = Int32(rows[i * width + dimension]) }
  }
}
