#if !os(Windows) && !os(WASI)

internal import CMPI
internal import GaussianMixtures

/// Signs of life of other processes, by connections that nothing else goes by.
///
/// From a thread of its own each process tells every second that it is alive, however long its work takes.
final class Pulse: Sendable {
  /// For how long nothing may be heard of a process.
  let secondsOfSilence: Double
  // What is asked of it and told to it are atomic numbers; the thread that reads and writes them lets go of it.
  nonisolated(unsafe) private let pulse: OpaquePointer

  /// - Parameters:
  ///   - descriptors: of connections, which it closes at its end.
  ///   - ranks: the numbers of the processes at the other ends.
  ///   - secondsOfSilence: for how long nothing may be heard of a process.
  ///   - secondsUntilFirst: for how much longer its first sign is waited for.
  /// - Throws: ``CommunicationError`` where the system gives no thread.
  init(
    _ descriptors: [Int32], ranks: [Int], secondsOfSilence: Double, secondsUntilFirst: Double
  ) throws(CommunicationError) {
    let begun = cmpi_begin_pulse(
      descriptors, ranks.map { Int32($0) }, Int32(descriptors.count), secondsOfSilence, secondsUntilFirst)
    guard let begun else { throw .noThread }
    pulse = begun
    self.secondsOfSilence = secondsOfSilence
  }

  deinit { cmpi_end_pulse(pulse) }

  /// Says which process has been silent for too long, if one has.
  func check() throws(CommunicationError) {
    let lost = cmpi_lost_by(pulse)
    if lost >= 0 { throw MPICommunicator.silence(ofRank: Int(lost), seconds: secondsOfSilence) }
  }
}

extension CommunicationError {
  /// That nobody can be told that this process is alive.
  static var noThread: Self {
    Self(.refused, "The system gives no thread more; raise the limit of the user's processes.")
  }
}

#endif
