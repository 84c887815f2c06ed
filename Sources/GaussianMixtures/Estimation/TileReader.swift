internal import Parallel

/// Tiles of blocks in the precision that is computed in: where they are, or widened in a thread's buffer.
struct TileReader: ~Copyable {
  private let blocks: PointBlocks
  private let size: Int
  private let kernels: MixtureKernels
  /// Where tiles are widened; nil where they are read as they are kept.
  private let widened: UnsafeMutablePointer<Double>?
  /// The distance between two coordinates of a point there.
  private let stride: Int

  /// - Parameters:
  ///   - blocks: the points, in single precision where that is wanted.
  ///   - size: how many points a tile has, but for the last of a block.
  ///   - precision: what tiles are wanted in.
  init(_ blocks: PointBlocks, size: Int, in precision: Engine.Precision, kernels: MixtureKernels) {
    self.blocks = blocks
    self.size = size
    self.kernels = kernels
    stride = blocks.dimension > MixtureKernels.largestUnrolled ? Tile.padded(size) : MixtureKernels.blockSize
    widened = blocks.precision == precision ? nil : .allocateOnPage(capacity: blocks.dimension * stride)
  }

  deinit { widened?.deallocate() }

  /// Where the tiles of some blocks begin.
  func starts(of blocks: Range<Int>) -> StrideTo<Int> {
    Tile.starts(of: blocks, size: size, count: self.blocks.count)
  }

  /// The tile that begins at a place; valid until the next one is asked for.
  func tile(at start: Int) -> Tile {
    guard let widened else {
      return Tile(
        at: start, size: size, of: blocks.count, points: blocks.coordinates(from: start),
        stride: blocks.stride,
        weights: blocks.weights)
    }
    let count = Tile.padded(min(size, blocks.count - start))
    kernels.widen(
      blocks.coordinates(from: start).assumingMemoryBound(to: Float.self), dimension: blocks.dimension,
      count: count,
      stride: blocks.stride, to: widened, outputStride: stride)
    return Tile(
      at: start, size: size, of: blocks.count, points: widened, stride: stride, weights: blocks.weights)
  }
}
