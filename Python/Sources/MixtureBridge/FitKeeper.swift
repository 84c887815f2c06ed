#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif
internal import GaussianMixtures
internal import Synchronization

/// Keeps how far a fit has come, for another one to go on from where a process is lost.
final class FitKeeper: Sendable {
  /// What takes less is begun anew as soon as it goes on.
  private static let leastWorth: Duration = .seconds(2)

  private let began = ContinuousClock.now
  private let latest = Mutex<(@Sendable () -> [UInt8])?>(nil)

  /// Takes what an iteration has come to.
  ///
  /// - Parameter bytes: makes the checkpoint. The first one takes a look at all points, as long as all are there who have
  ///   them.
  func take(_ bytes: @escaping @Sendable () -> [UInt8]) {
    guard .now - began > Self.leastWorth else { return }
    latest.withLock { latest in
      if latest == nil { _ = bytes() }
      latest = bytes
    }
  }

  /// The last one, in letters; nil where there is none.
  var text: String? { latest.withLock { $0 }.map { Data($0()).base64EncodedString() } }
}
