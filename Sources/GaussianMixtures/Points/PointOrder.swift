internal import Parallel

/// For each place of an order the point that is there.
struct PointOrder: Sendable {
  private let storage: AlignedNumbers<Int32>

  /// - Parameters:
  ///   - count: the number of points.
  ///   - space: where the numbers go; nil for memory.
  ///   - write: writes all of them.
  init(count: Int, in space: ScratchSpace?, write: (UnsafeMutablePointer<Int32>) -> Void) {
    storage = AlignedNumbers(count: count, in: space, write: write)
  }

  /// The point at a place.
  subscript(place: Int) -> Int { Int(storage.pointer(at: place).pointee) }
}
