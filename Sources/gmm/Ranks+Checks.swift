#if Command

import ArgumentParser
import Elementary
import GaussianMixtures
import MixtureRanks
import SystemCalls
import Tables

/// A command that several processes can do together.
protocol SharedCommand {}

extension Ranks {
  /// Refuses a command that only one process can do, where `mpirun` has started several.
  static func require(_ command: any ParsableCommand) throws {
    guard MPICommunicator.isStarted, !(command is any SharedCommand) else { return }
    guard GMMCommand.configuration.subcommands.contains(where: { $0 == type(of: command) }) else {
      // Help is said once.
      if MPICommunicator.startedRank ?? 0 > 0 { ThisProcess.end(0) }
      return
    }
    throw CommandFailure(
      .usage, "fit, select and classify are what several processes can do together; leave out mpirun.")
  }

  /// Refuses files that are not the same for all processes.
  func requireSame(_ data: [String]) throws {
    let paths = try Self.agree(self) { try InputFiles(data).paths }
    let own = paths.flatMap(FilePrint.numbers(of:))
    let all = try communicator.gather(own)
    try Self.agree(self) {
      for rank in all.indices {
        guard let what = Self.difference(of: all[rank], own, paths) else { continue }
        throw CommandFailure(
          .badData,
          "process \(rank) reads \(what) than process 0; give all processes the same, such as in one shared folder.")
      }
    }
  }

  /// What a process reads otherwise; nil for nothing but what cannot be read, of which who reads it says why.
  private static func difference(of prints: [Double], _ own: [Double], _ paths: [String]) -> String? {
    guard prints.count == own.count else { return "other files, or another number of them," }
    let place = paths.indices.first { place in
      let numbers = place * FilePrint.count..<(place + 1) * FilePrint.count
      return prints[numbers] != own[numbers] && prints[numbers].first != 0 && own[numbers].first != 0
    }
    return place.map { "another \(paths[$0])" }
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
    let hash = FNV1a.hash64(ends.joined())
    return [Double(status.size), Double(hash >> 32), Double(hash & 0xffff_ffff)]
  }

  private static func bytes(of descriptor: Int32, at offset: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: lengthOfEnds) { target, filled in
      filled = (try? Descriptor.read(descriptor, target.baseAddress, lengthOfEnds, at: offset)) ?? 0
    }
  }
}

#endif
