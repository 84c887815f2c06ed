#if Command

import ArgumentParser
import SystemCalls
import Tables

/// How a fit that is interrupted can go on.
struct CheckpointOptions: ParsableArguments {
  @Option(
    help:
      "Keep in this file how far the fit has come, so that it can go on if it is interrupted or killed. It is removed when "
      + "all is written; another file's place is never taken.", as: "file")
  var checkpoint: String?

  @Option(
    unconditional:
      "With --checkpoint or --resume: after how many seconds to keep it again, at the earliest; 0 for after every iteration "
      + "(default: 60). At Ctrl-C it is kept too.", as: "seconds")
  var checkpointEvery: Double?

  @Option(
    help:
      "Go on from this checkpoint, and keep it up to date unless --checkpoint names another file. Data and options have to "
      + "be those that it was made with, but for --threads and what is written; the result has the bits of a run that was "
      + "not interrupted.", as: "file")
  var resume: String?

  /// Where checkpoints go.
  var path: String? { checkpoint ?? resume }

  private static let usualInterval = 60.0

  var interval: Duration { .seconds(checkpointEvery ?? Self.usualInterval) }

  mutating func validate() throws {
    if let checkpointEvery {
      guard path != nil else {
        throw ValidationError(
          "--checkpoint-every belongs to --checkpoint FILE; name the file, or leave it out.")
      }
      guard checkpointEvery >= 0, checkpointEvery <= 1e9 else {
        throw ValidationError(
          "--checkpoint-every must be from 0 to 1e9 seconds; \(checkpointEvery) was given.")
      }
    }
    for (option, path) in [("--checkpoint", checkpoint), ("--resume", resume)] where path == "-" {
      throw ValidationError("\(option) needs the name of a file; a checkpoint is written again and again.")
    }
  }

  /// Those that are given, for a run that has no use for them.
  var given: [(String, Bool)] { [("--checkpoint", checkpoint != nil), ("--resume", resume != nil)] }

  func add(to files: inout FilesOfRun) {
    if let resume, checkpoint != nil, resume != checkpoint {
      files.read(resume, "the checkpoint to go on from")
    }
    files.write(path, checkpoint == nil ? "--resume" : "--checkpoint", "the checkpoint")
  }

  /// What keeps checkpoints; nil where none are asked for.
  ///
  /// - Throws: what is wrong with the files.
  func keeper(_ console: Console) throws -> CheckpointKeeper? {
    guard let path else { return nil }
    let bytes = try resume.map(read)
    if path != resume { try requireFree(path) }
    try AtomicFile.requireCreatable(path)
    return CheckpointKeeper(
      path, every: interval, console: console, resuming: bytes.flatMap { bytes in resume.map { ($0, bytes) } }
    )
  }

  private func read(_ path: String) throws -> [UInt8] {
    do throws(TableError) {
      return try FileBytes.read(path, options: ReadingOptions()).withBytes { Array($0) }
    } catch {
      guard error.code == .noInput else { throw error }
      throw CommandFailure(
        .noInput,
        "\(error) A checkpoint is there once the first iteration is over, and until all is written; to begin anew, give "
          + "--checkpoint \(path) instead of --resume.")
    }
  }

  /// What is there may be hours of work.
  private func requireFree(_ path: String) throws {
    guard let status = try? FileStatus(at: path), status.kind == .file, status.size > 0 else { return }
    throw CommandFailure(
      .cannotCreate,
      "--checkpoint \(path): the file is there already. If it is the checkpoint of this fit, go on with --resume \(path); "
        + "if not, name another file, or remove it.")
  }
}

#endif
