/// Room for numbers that are written part by part, before anybody reads them.
package struct UnwrittenNumbers<Number: BitwiseCopyable & Sendable>: Sendable {
  private let numbers: AlignedNumbers<Number>
  /// Where they go.
  package let writer: DisjointWriter<Number>

  /// - Parameters:
  ///   - count: how many there are.
  ///   - space: where they go as long as there is room; nil for memory.
  package init(count: Int, in space: ScratchSpace? = nil) {
    var writer: DisjointWriter<Number>?
    numbers = AlignedNumbers(count: count, in: space) { writer = DisjointWriter($0) }
    self.writer = writer.unsafelyUnwrapped
  }

  /// The numbers, all of which are written; nobody writes any more.
  package consuming func written() -> AlignedNumbers<Number> { numbers }
}
