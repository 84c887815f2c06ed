#if Command

import GaussianMixtures
import MixtureRanks
import SystemCalls
import Tables

/// A command that several processes can do together.
protocol SharedCommand {}

extension Ranks {
  /// Refuses a command that only one process can do, where `mpirun` has started several.
  static func require(_ command: Any) throws {
    guard MPICommunicator.isStarted, !(command is any SharedCommand) else { return }
    throw CommandFailure(
      .usage, "fit, select and classify are what several processes can do together; leave out mpirun.")
  }

  /// Refuses files that are not the same for all processes.
  func requireSame(_ data: [String]) throws {
    let paths = try Self.agree(self) { try InputFiles(data).paths }
    let own = paths.flatMap(FilePrint.numbers(of:))
    let all = try communicator.gather(own)
    try Self.agree(self) {
      guard let rank = all.firstIndex(where: { $0 != own }) else { return }
      let place = zip(all[rank], own).enumerated().first { $1.0 != $1.1 }.map { $0.offset / FilePrint.count }
      let what =
        all[rank].count == own.count
        ? "another \(place.map { paths[$0] } ?? "file") than" : "other files, or another number of them, than"
      throw CommandFailure(
        .badData, "process \(rank) reads \(what) process 0; give all processes the same, such as in one shared folder.")
    }
  }
}

/// What tells files apart without reading them whole.
private enum FilePrint {
  /// How many numbers it is.
  static let count = 3
  private static let lengthOfEnds = 1 << 16

  /// The size, and a hash of the first and the last bytes; zeros for what cannot be read: who reads it says why.
  static func numbers(of path: String) -> [Double] {
    guard let descriptor = try? Descriptor.openForReading(path) else { return [0, 0, 0] }
    defer { Descriptor.close(descriptor) }
    guard let status = try? FileStatus(of: descriptor), status.kind == .file else { return [0, 0, 0] }
    let ends = [0, max(0, status.size - lengthOfEnds)].map { bytes(of: descriptor, at: $0) }
    // FNV-1a.
    let hash = ends.joined().reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    return [Double(status.size), Double(hash >> 32), Double(hash & 0xffff_ffff)]
  }

  private static func bytes(of descriptor: Int32, at offset: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: lengthOfEnds) { target, filled in
      filled = (try? Descriptor.read(descriptor, target.baseAddress, lengthOfEnds, at: offset)) ?? 0
    }
  }
}

#endif
