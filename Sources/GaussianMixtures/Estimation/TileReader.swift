internal import Parallel

/// Tiles of blocks in the precision and the axes that are computed in: where they are, or widened or whitened in a
/// thread's buffer.
struct TileReader: ~Copyable {
  private let blocks: PointBlocks
  private let size: Int
  private let kernels: MixtureKernels
  /// What points are whitened by; nil where they are read in the frame.
  private let whitening: SharedWhitening?
  /// Where tiles are widened; nil where they are read as they are kept.
  private let widened: UnsafeMutablePointer<Double>?
  /// Where tiles are whitened, and as much scratch behind.
  private let whitened: UnsafeMutablePointer<Double>?
  /// The distance between two coordinates of a point there.
  private let stride: Int

  /// - Parameters:
  ///   - blocks: the points, in single precision where that is wanted.
  ///   - size: how many points a tile has, but for the last of a block.
  ///   - precision: what tiles are wanted in; double where they are whitened.
  ///   - whitening: what points are whitened by; nil for nothing.
  init(
    _ blocks: PointBlocks, size: Int, in precision: Engine.Precision,
    whitenedBy whitening: SharedWhitening? = nil,
    kernels: MixtureKernels
  ) {
    self.blocks = blocks
    self.size = size
    self.kernels = kernels
    self.whitening = whitening
    stride = blocks.dimension > MixtureKernels.largestUnrolled ? Tile.padded(size) : MixtureKernels.blockSize
    let capacity = blocks.dimension * stride
    widened = blocks.precision == precision ? nil : .allocateOnPage(capacity: capacity)
    whitened = whitening == nil ? nil : .allocateOnPage(capacity: 2 * capacity)
  }

  deinit {
    widened?.deallocate()
    whitened?.deallocate()
  }

  /// Where the tiles of some blocks begin.
  func starts(of blocks: Range<Int>) -> StrideTo<Int> {
    Tile.starts(of: blocks, size: size, count: self.blocks.count)
  }

  /// The tile that begins at a place; valid until the next one is asked for.
  func tile(at start: Int) -> Tile {
    let tile = widened.map { widen(at: start, to: $0) } ?? kept(at: start)
    guard let whitening, let whitened else { return tile }
    kernels.whiten(
      tile, dimension: blocks.dimension, axes: whitening.axes.pointer(at: 0), to: whitened, stride: stride,
      scratch: whitened + blocks.dimension * stride)
    return self.tile(at: start, points: whitened, stride: stride)
  }

  private func kept(at start: Int) -> Tile {
    tile(at: start, points: blocks.coordinates(from: start), stride: blocks.stride)
  }

  private func widen(at start: Int, to widened: UnsafeMutablePointer<Double>) -> Tile {
    let count = Tile.padded(min(size, blocks.count - start))
    kernels.widen(
      blocks.coordinates(from: start).assumingMemoryBound(to: Float.self), dimension: blocks.dimension,
      count: count,
      stride: blocks.stride, to: widened, outputStride: stride)
    return tile(at: start, points: widened, stride: stride)
  }

  private func tile(at start: Int, points: UnsafeRawPointer, stride: Int) -> Tile {
    Tile(
      at: start, size: size, of: blocks.count, points: points, stride: stride, weights: blocks.weights,
      scatters: blocks.scatters(from: start))
  }
}
