/// Numbers on a page's boundary, written once while they are made and only read afterwards.
///
/// `@unchecked Sendable`: the pointer is private, the writing initializer returns before anybody else can
/// hold the instance, and nothing writes later.
package final class AlignedNumbers<Number: BitwiseCopyable & Sendable>: @unchecked Sendable {
  package let count: Int
  private let memory: UnsafeMutablePointer<Number>
  /// Where they stand; nil for memory of their own.
  private let space: ScratchSpace?

  /// - Parameters:
  ///   - count: how many there are.
  ///   - space: where they go as long as there is room; nil for memory.
  ///   - write: writes all of them.
  package init(count: Int, in space: ScratchSpace? = nil, write: (UnsafeMutablePointer<Number>) -> Void) {
    self.count = count
    let place = space?.take(byteCount: max(count, 1) * MemoryLayout<Number>.stride)
    self.space = place == nil ? nil : space
    memory =
      place?.bindMemory(to: Number.self, capacity: max(count, 1)) ?? .allocateOnLargePages(capacity: count)
    write(memory)
  }

  package convenience init(_ numbers: [Number], in space: ScratchSpace? = nil) {
    self.init(count: numbers.count, in: space) { target in
      numbers.withUnsafeBufferPointer { source in
        if let base = source.baseAddress { target.update(from: base, count: source.count) }
      }
    }
  }

  deinit { if space == nil { memory.deallocate() } }

  /// Lets a part go from memory where the numbers stand in a file: they are read again when they are asked for.
  package func leaveMemory(_ part: Range<Int>) {
    space?.leaveMemory(
      from: pointer(at: part.lowerBound), byteCount: part.count * MemoryLayout<Number>.stride)
  }

  /// Valid as long as the instance lives.
  package func pointer(at index: Int) -> UnsafePointer<Number> {
    precondition(index <= count, "beyond the storage")
    return UnsafePointer(memory) + index
  }
}

package typealias AlignedDoubles = AlignedNumbers<Double>
