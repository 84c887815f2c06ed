internal import CNumberText
internal import GaussianMixtures
internal import Synchronization

/// What the bytes of a file tell before anything is made of them.
enum ByteSurvey {
  /// Looks through the whole text: this also is when a mapped file is brought into memory, by all threads.
  static func survey(_ file: FileBytes, threadCount: Int) -> (firstNUL: Int?, isASCII: Bool) {
    let chunkSize = 1 << 20
    let first = Atomic(Int.max)
    let isASCII = Atomic(true)
    ParallelLoop.run(
      count: (file.count + chunkSize - 1) / chunkSize, threadCount: threadCount
    ) { chunk in
      let (start, size) = (chunk * chunkSize, min(chunkSize, file.count - chunk * chunkSize))
      var highBits: UInt8 = 0
      let place = file.withBytes { bytes in
        bytes.baseAddress.map { text_first_nul($0 + start, size, &highBits) } ?? size
      }
      if place < size { first.min(start + place, ordering: .relaxed) }
      if highBits != 0 { isASCII.store(false, ordering: .relaxed) }
    }
    let place = first.load(ordering: .relaxed)
    return (place == Int.max ? nil : place, isASCII.load(ordering: .relaxed))
  }
}
