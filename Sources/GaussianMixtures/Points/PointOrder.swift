internal import Parallel

/// For each place of an order the point that is there.
struct PointOrder: Sendable {
  private let storage: AlignedNumbers<Int32>

  init(_ storage: AlignedNumbers<Int32>) { self.storage = storage }

  /// The point at a place.
  subscript(place: Int) -> Int { Int(storage.pointer(at: place).pointee) }
}
