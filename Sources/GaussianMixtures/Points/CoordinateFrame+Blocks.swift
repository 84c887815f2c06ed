/// Points as frames take them: rows that stand one after the other as they stand, others column by column.
struct EnteredPoints: Sendable {
  private let columns: [PointColumn]
  /// All numbers, row by row.
  private let rows: PointColumn?

  var count: Int { columns[0].count }

  init(_ points: PointSet) {
    columns = points.coordinates
    rows = points.dimension > 1 ? PointColumn.wholeRows(points.coordinates) : nil
  }
}

/// Where the coordinates of points go: blocks one after the other, each coordinate by coordinate.
struct EnteredBlocks<Number: KernelNumber> {
  let output: UnsafeMutablePointer<Number>
  let dimension: Int
  /// The distance between two coordinates of a point.
  let stride: Int

  fileprivate static var size: Int { PointBlocks.blockSize }

  /// Calls the body with the first point and the number of points of each block, and with where these go.
  fileprivate func forEach(of count: Int, _ body: (_ first: Int, Int, UnsafeMutablePointer<Number>) -> Void) {
    for first in Swift.stride(from: 0, to: count, by: Self.size) {
      body(first, min(Self.size, count - first), output + first / Self.size * dimension * stride)
    }
  }
}

extension CoordinateFrame {
  /// How many blocks are entered at once: their coordinates stay in a core's own cache, while each column is looked up, and its
  /// owner held, as seldom as can be. Threads that hold the same owner wait for each other.
  static func blocksAtOnce(dimension: Int) -> Int { max(1, 16 / dimension) }

  /// Writes some blocks of points, from the caller's units into this frame, one after the other; behind the last point of all
  /// that one is repeated to the next multiple of the lanes: the loops read whole vectors, and must find numbers there.
  ///
  /// - Parameter stride: the distance between two coordinates of a point in the output.
  /// - Returns: whether all coordinates are nearer than the farthest that there are: so all are finite.
  @discardableResult
  func enter<Number: KernelNumber>(
    _ points: EnteredPoints, blocks: Range<Int>, kernels: MixtureKernels, to output: UnsafeMutablePointer<Number>,
    stride: Int
  ) -> Bool {
    let size = PointBlocks.blockSize
    let range = (blocks.lowerBound * size)..<min(blocks.upperBound * size, points.count)
    let target = EnteredBlocks(output: output, dimension: dimension, stride: stride)
    let areNear = points.enter(range, into: self, kernels: kernels, to: target)
    target.forEach(of: range.count) { _, used, block in
      for column in 0..<(used < size ? dimension : 0) {
        let numbers = block + column * stride
        (numbers + used).update(repeating: numbers[used - 1], count: Tile.padded(used) - used)
      }
    }
    return areNear
  }
}

extension EnteredPoints {
  fileprivate func enter<Number: KernelNumber>(
    _ range: Range<Int>, into frame: CoordinateFrame, kernels: MixtureKernels, to target: EnteredBlocks<Number>
  ) -> Bool {
    var areNear = true
    guard let rows, Number.precision == .double else {
      for column in 0..<frame.dimension {
        columns[column].withRun(range) { values in
          guard let source = values.baseAddress else { return }
          target.forEach(of: range.count) { first, count, block in
            Number.take(count, to: block + column * target.stride, kernels: kernels) {
              let isNear = frame.enter(source + first, count: count, column: column, kernels: kernels, to: $0)
              areNear = areNear && isNear
            }
          }
        }
      }
      return areNear
    }
    let dimension = frame.dimension
    rows.withRun((range.lowerBound * dimension)..<(range.upperBound * dimension)) { values in
      guard let source = values.baseAddress else { return }
      target.forEach(of: range.count) { first, count, block in
        let isNear = kernels.enter(
          rows: source + first * dimension, count: count, in: frame,
          to: UnsafeMutableRawPointer(block).assumingMemoryBound(to: Double.self), stride: target.stride)
        areNear = areNear && isNear
      }
    }
    return areNear
  }
}
