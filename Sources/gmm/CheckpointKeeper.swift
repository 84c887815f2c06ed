#if Command

import GaussianMixtures
import Synchronization
import SystemCalls
import Tables

/// Keeps in a file how far a fit has come: when it begins, from time to time, and when it is interrupted.
final class CheckpointKeeper: Sendable {
  private let path: String
  private let interval: Duration
  private let console: Console
  /// What the fit goes on from, and the file that it was in.
  private let resumed: (path: String, bytes: [UInt8])?
  private let state: Mutex<State>

  private struct State {
    /// Of the last iteration.
    var latest: (@Sendable () -> [UInt8])?
    /// How many iterations that one saves.
    var latestCount = 0
    var lastWritten: ContinuousClock.Instant?
    /// How many iterations the file saves; nil where it has not been written.
    var writtenCount: Int?
    /// Whether there is a file to go on from.
    var isThere: Bool
    var hasFailed = false
  }

  init(
    _ path: String, every interval: Duration, console: Console,
    resuming resumed: (path: String, bytes: [UInt8])?
  ) {
    self.path = path
    self.interval = interval
    self.console = console
    self.resumed = resumed
    let isSame = resumed?.path == path
    state = Mutex(State(lastWritten: isSame ? .now : nil, isThere: isSame))
  }

  /// What a checkpoint of a kind makes of the bytes to go on from; nil where the fit begins.
  ///
  /// - Throws: ``FitError``.
  func resumed<Checkpoint>(_ read: ([UInt8]) throws(FitError) -> Checkpoint) throws(FitError) -> Checkpoint? {
    try resumed.map { resumed throws(FitError) in try read(resumed.bytes) }
  }

  /// Takes what an iteration has come to, and writes it where it is time, or where there is a file for the first time, or
  /// one that saves any iteration.
  ///
  /// - Parameters:
  ///   - count: how many iterations it saves: what saves no more than the file has is not written.
  ///   - bytes: makes the file.
  func take(saving count: Int, _ bytes: @escaping @Sendable () -> [UInt8]) {
    state.withLock { state in
      (state.latest, state.latestCount) = (bytes, count)
      let isDue = state.lastWritten.map { .now - $0 >= interval } ?? true
      guard isDue || (count > 0 && state.writtenCount == 0) else { return }
      write(&state)
    }
  }

  /// Writes what the last iteration has come to.
  func keepLatest() { state.withLock { write(&$0) } }

  /// Removes the file, as all is done.
  func remove() {
    state.withLock { state in
      if state.isThere { FileName.remove(path) }
      state.isThere = false
    }
  }

  /// A fit does not end because the disk is full. That is said once: where room comes and goes, it would be at every turn.
  private func write(_ state: inout State) {
    guard let latest = state.latest, state.latestCount != state.writtenCount else { return }
    defer { state.lastWritten = .now }
    do throws(TableError) {
      try AtomicFile.write(latest(), to: path)
      (state.isThere, state.writtenCount) = (true, state.latestCount)
    } catch {
      if !state.hasFailed {
        console.progress.saying {
          Console.say("no checkpoint could be kept: \(error) The fit goes on, and will try again.")
        }
      }
      state.hasFailed = true
    }
  }
}

extension CheckpointKeeper {
  /// The end of an interrupted run, with what it goes on with.
  var interruption: CommandFailure {
    let isThere = state.withLock { $0.isThere }
    return isThere
      ? CommandFailure(.interrupted, CommandFailure.interruption.message + " Go on with: \(continuation)")
      : .interruption
  }

  /// What to do with an error of a fit.
  func failure(_ error: FitError) -> any Error {
    switch error.code {
    case .stopped where state.withLock({ $0.isThere }):
      CommandFailure(.interrupted, "\(error) Go on with: \(continuation)")
    case .communication: lost(error)
    case .checkpoint: CommandFailure(.badData, "--resume \(resumed?.path ?? path): \(error)")
    default: error
    }
  }

  /// A process is gone: what was last known is kept.
  private func lost(_ error: FitError) -> any Error {
    keepLatest()
    guard state.withLock({ $0.isThere }) else { return error }
    return CommandFailure(
      .inputOutput, "\(error) Go on, with any number of processes, with: \(continuation)")
  }

  /// The command line that goes on from the file.
  private var continuation: String {
    var words = ["gmm"]
    var arguments = CommandLine.arguments.dropFirst().makeIterator()
    let names = ["--checkpoint", "--resume"]
    while let argument = arguments.next() {
      if names.contains(argument) {
        _ = arguments.next()
      } else if !names.contains(where: { argument.hasPrefix($0 + "=") }) {
        words.append(argument)
      }
    }
    return (words + ["--resume", path]).map(Self.quoted).joined(separator: " ")
  }

  /// An argument as a shell reads it.
  private static func quoted(_ argument: String) -> String {
    let isPlain =
      !argument.isEmpty
      && argument.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...:
          true
        default: "-_./,:=+@%".utf8.contains(byte)
        }
      }
    return isPlain ? argument : "'" + argument.replacing("'", with: "'\\''") + "'"
  }
}

#endif
