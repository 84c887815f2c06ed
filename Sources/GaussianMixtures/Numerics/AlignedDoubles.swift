/// Doubles on a page's boundary, written once while they are made and only read afterwards.
///
/// `@unchecked Sendable`: the pointer is private, the writing initializer returns before anybody else can
/// hold the instance, and nothing writes later.
final class AlignedDoubles: @unchecked Sendable {
  let count: Int
  private let memory: UnsafeMutableRawBufferPointer

  /// - Parameters:
  ///   - count: the number of doubles.
  ///   - write: writes all of them.
  init(count: Int, write: (UnsafeMutablePointer<Double>) -> Void) {
    self.count = count
    memory = .allocate(byteCount: max(count, 1) * MemoryLayout<Double>.stride, alignment: 4096)
    let doubles = memory.bindMemory(to: Double.self)
    if let base = doubles.baseAddress { write(base) }
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
    let doubles = UnsafePointer(memory.baseAddress!.assumingMemoryBound(to: Double.self))
    return doubles + index
  }
}
