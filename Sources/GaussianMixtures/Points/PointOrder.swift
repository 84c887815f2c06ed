internal import Parallel

/// For each place of an order the point that is there.
struct PointOrder: Sendable {
  /// Two numbers of four bytes at each place.
  private let storage: AlignedDoubles

  /// - Parameters:
  ///   - count: the number of points.
  ///   - space: where the numbers go; nil for memory.
  ///   - write: writes all of them.
  init(count: Int, in space: ScratchSpace?, write: (UnsafeMutablePointer<Int32>) -> Void) {
    let half = (count + 1) / 2
    storage = AlignedDoubles(count: half, in: space) { numbers in
      numbers.withMemoryRebound(to: Int32.self, capacity: 2 * half) { write($0) }
    }
  }

  /// The point at a place.
  subscript(place: Int) -> Int {
    storage.pointer(at: 0).withMemoryRebound(to: Int32.self, capacity: place + 1) { Int($0[place]) }
  }
}
