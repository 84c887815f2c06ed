/// Doubles on a page's boundary, written once while they are made and only read afterwards.
///
/// `@unchecked Sendable`: the pointer is private, the writing initializer returns before anybody else can
/// hold the instance, and nothing writes later.
final class AlignedDoubles: @unchecked Sendable {
  let count: Int
  private let memory: UnsafeMutablePointer<Double>

  /// - Parameters:
  ///   - count: the number of doubles.
  ///   - write: writes all of them.
  init(count: Int, write: (UnsafeMutablePointer<Double>) -> Void) {
    self.count = count
    memory = .allocateOnPage(capacity: count)
    write(memory)
  }

  convenience init(_ numbers: [Double]) {
    self.init(count: numbers.count) { target in
      numbers.withUnsafeBufferPointer { source in
        if let base = source.baseAddress { target.update(from: base, count: source.count) }
      }
    }
  }

  deinit { memory.deallocate() }

  /// Valid as long as the instance lives.
  func pointer(at index: Int) -> UnsafePointer<Double> {
    precondition(index <= count, "beyond the storage")
    return UnsafePointer(memory) + index
  }
}
