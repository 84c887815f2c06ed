/// Doubles on a page's boundary, written once while they are made and only read afterwards.
///
/// `@unchecked Sendable`: the pointer is private, the writing initializer returns before anybody else can
/// hold the instance, and nothing writes later.
package final class AlignedDoubles: @unchecked Sendable {
  package let count: Int
  private let memory: UnsafeMutablePointer<Double>

  /// - Parameters:
  ///   - count: the number of doubles.
  ///   - write: writes all of them.
  package init(count: Int, write: (UnsafeMutablePointer<Double>) -> Void) {
    self.count = count
    memory = .allocateOnPage(capacity: count)
    write(memory)
  }

  package convenience init(_ numbers: [Double]) {
    self.init(count: numbers.count) { target in
      numbers.withUnsafeBufferPointer { source in
        if let base = source.baseAddress { target.update(from: base, count: source.count) }
      }
    }
  }

  deinit { memory.deallocate() }

  /// Valid as long as the instance lives.
  package func pointer(at index: Int) -> UnsafePointer<Double> {
    precondition(index <= count, "beyond the storage")
    return UnsafePointer(memory) + index
  }
}
