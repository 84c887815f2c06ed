internal import Parallel

/// What reading may take of the memory: what an option allows, or what is there.
struct MemoryAllowance: Sendable {
  /// The bytes of the option; nil where there is none.
  let given: Int?
  /// The bytes that were taken for other files that are read with this one.
  var held = 0
  /// Whether files stay on the disk in any case.
  var keepsFilesOnDisk = false
  /// Whether only a part of each file is looked at.
  var readsParts = false

  /// Needs that no limit is looked up for.
  private static let small = 1 << 20

  /// Refuses to take more than there is.
  ///
  /// - Parameters:
  ///   - bytes: What is about to be taken.
  ///   - held: What has been taken for the same input before.
  ///   - source: The input.
  /// - Throws: ``TableError`` with the code `inputOutput`, which says how much is needed and how much there is.
  func require(_ bytes: Int, held: Int = 0, source: String) throws(TableError) {
    let held = held + self.held
    if let given, held + bytes > given {
      throw TableError(
        .inputOutput, source: source,
        message: "to read it takes \(ByteText.size(held + bytes)) of memory, and --memory allows "
          + "\(ByteText.size(given)); allow more, or read fewer rows or columns.")
    }
    guard bytes > Self.small else { return }
    let available = AvailableMemory.now()
    guard bytes <= available.bytes - Self.reserve(available) else {
      throw Self.shortage(bytes, source: source, available)
    }
  }

  /// How many bytes of files may stay in memory, where so many bytes of a file are too many to be copied into it: more than a
  /// quarter of what is allowed, or of what there is; nil where they are not, or what is allowed is too little to work in.
  func residentLimit(of bytes: Int) -> Int? {
    let mayStay = bytes > Self.small && given.map { $0 >= Self.leastToWorkIn } ?? true
    guard keepsFilesOnDisk || mayStay else { return nil }
    let share = Self.share(given)
    return keepsFilesOnDisk || readsParts || bytes + held > share ? share : nil
  }

  /// What one kind of data may take: a quarter of what is allowed, or of what there is.
  static func share(_ given: Int?) -> Int { (given ?? AvailableMemory.now().bytes) / 4 }

  /// Passes over files have buffers, samples and runs beside them.
  private static let leastToWorkIn = 500_000_000

  /// What threads, and all that is small, need of what a process may take: where there is none they wait for ever.
  private static func reserve(_ available: AvailableMemory) -> Int {
    available.limit == .process ? (24 + 9 * Processors.count) << 20 : 0
  }

  /// How many bytes an input whose end is not known may have, and the error where it has more.
  ///
  /// Without an option half of what is there: what is made of a text takes as much again.
  func limitOfStream(source: String) -> (bytes: Int, error: TableError) {
    let available = AvailableMemory.now()
    let half = available.bytes / 2
    if let given, given - held <= half {
      return (
        max(0, given - held),
        TableError(
          .inputOutput, source: source,
          message:
            "the input has more than the \(ByteText.size(given)) that --memory allows; allow more if it ends, "
            + "or cut it, such as with head.")
      )
    }
    return (
      half,
      TableError(
        .inputOutput, source: source,
        message:
          "the input has more than \(ByteText.size(half)), half of the memory that \(available.explanation); "
          + "cut it, such as with head, or read it where there is more.")
    )
  }

  /// The error where memory was refused that seemed to be there.
  static func shortage(
    _ bytes: Int, source: String, _ available: AvailableMemory = .now()
  ) -> TableError {
    TableError(
      .inputOutput, source: source,
      message: "to read it takes \(ByteText.size(bytes)) of memory more, and \(available.explanation) "
        + ByteText.size(max(0, available.bytes - reserve(available)))
        + (available.limit == .process ? " beside what its threads need" : "")
        + "; read fewer rows or columns, or raise the limit.")
  }
}
