internal import CNumberText
internal import Parallel
internal import Synchronization

/// What the bytes of a file tell before anything is made of them.
struct ByteSurvey: Sendable {
  /// Where the first NUL is.
  let firstNUL: Int?
  /// Whether no byte has its highest bit set.
  let isASCII: Bool

  private static let chunkSize = 1 << 20

  /// Looks through all bytes, by several threads.
  ///
  /// - Parameters:
  ///   - count: The number of bytes.
  ///   - threadCount: How many threads work, at most.
  ///   - read: Answers the bytes of a chunk, or as many of them as there are: it may fetch them, and they are looked at
  ///     while the processor still has them at hand.
  static func survey(
    count: Int, threadCount: Int, read: @Sendable (Range<Int>) -> UnsafeBufferPointer<UInt8>
  ) -> ByteSurvey {
    let first = Atomic(Int.max)
    let isASCII = Atomic(true)
    ParallelLoop.run(count: (count + chunkSize - 1) / chunkSize, threadCount: threadCount) { chunk in
      let start = chunk * chunkSize
      let bytes = read(start..<min(start + chunkSize, count))
      var highBits: UInt8 = 0
      let place = bytes.baseAddress.map { text_first_nul($0, bytes.count, &highBits) } ?? bytes.count
      if place < bytes.count { first.min(start + place, ordering: .relaxed) }
      if highBits != 0 { isASCII.store(false, ordering: .relaxed) }
    }
    let place = first.load(ordering: .relaxed)
    return ByteSurvey(firstNUL: place == Int.max ? nil : place, isASCII: isASCII.load(ordering: .relaxed))
  }

  /// Looks through bytes that are in memory.
  static func survey(_ file: FileBytes, threadCount: Int) -> ByteSurvey {
    survey(count: file.count, threadCount: threadCount) { chunk in
      file.withBytes { $0.extracting(chunk) }
    }
  }
}
