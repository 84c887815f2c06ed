#if Command

internal import Parallel

import CAllocator
import GaussianMixtures
import SystemCalls

/// Limits of the process below which the libraries that it is made of end it by a trap, or wait for ever.
enum ProcessLimits {
  /// More than any command needs beside the files of its user: queues, pipes to a program, a watch on its end.
  private static let neededFiles = 20
  /// The bytes for threads, and for what every command makes of a few rows.
  private static let neededMemory = 48 << 20

  /// Sees that there is enough of all.
  ///
  /// - Throws: what says how to allow more.
  static func requireEnough() throws(CommandFailure) {
    try requireFiles()
    guard isMemoryLimited else { return }
    // A queue that gets no thread waits for one for ever.
    allocator_save_addresses()
    let available = AvailableMemory.now()
    guard available.limit == .process, available.bytes < neededMemory else { return }
    throw CommandFailure(
      .inputOutput,
      "\(available.explanation) \(available.bytes >> 20) MiB more, and gmm needs \(neededMemory >> 20) MiB at the "
        + "least; allow more.")
  }

  private static func requireFiles() throws(CommandFailure) {
    var opened: [Int32] = []
    defer { for descriptor in opened { Descriptor.close(descriptor) } }
    while opened.count < neededFiles {
      do throws(SystemError) {
        opened.append(try Descriptor.openForReading("/dev/null"))
      } catch {
        guard error.isOfOpenFiles else { return }
        throw CommandFailure(
          .inputOutput,
          "only \(opened.count) more files can be open at a time, and \(neededFiles) may be needed; allow 32 or more "
            + "(ulimit -n), or close some.")
      }
    }
  }

  /// Whether there is a limit for the addresses of the process.
  private static var isMemoryLimited: Bool { ProcessLimit.addressSpace.current.map { $0 < 1 << 40 } ?? false }
}

#endif
