import Foundation
import GaussianMixtures
import SystemCalls
import Testing

@testable import MixtureRanks

/// Processes that are alive, and some that are not.
@Suite("Signs of life")
struct PulseTests {
  /// A process that has come and says nothing more, as one that is stopped: the system keeps its connections.
  private final class Silent: Sendable {
    private let lines: SocketCommunicator.Lines

    init(comingTo place: MeetingPlace) throws {
      lines = try SocketCommunicator.come(
        to: place, rank: 1, size: 2, "", until: .now + .seconds(20), nil)
    }

    deinit { for descriptor in lines.values.joined() { Descriptor.close(descriptor) } }
  }

  /// Rank 0 of two, and what the other one does at the place meanwhile.
  private func first<Other: Sendable>(
    silence: Double, _ other: @escaping @Sendable (MeetingPlace) throws -> Other
  ) throws -> (rank: SocketCommunicator, other: Other) {
    let path = FileManager.default.temporaryDirectory.appending(path: "pulse-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let (group, found) = (DispatchGroup(), Found<Other>())
    group.enter()
    Thread.detachNewThread {
      found.value = try? other(.path(path))
      group.leave()
    }
    let rank = try SocketCommunicator(
      meetingAt: .path(path), rank: 0, of: 2, secret: "", within: 20, secondsOfSilence: silence)
    group.wait()
    return (rank, try #require(found.value))
  }

  @Test("a process that is stopped ends every wait with its number and the limit")
  func silence() throws {
    let words = "Process 1 has given no sign of life for 1.5 seconds"
    let (rank, other) = try first(silence: 1.5) { try Silent(comingTo: $0) }
    let gathering = #expect(throws: CommunicationError.self) { try rank.gather([]) }
    #expect(gathering?.code == .timeLimit && gathering?.message.contains(words) == true)
    // More than the system takes for somebody who reads nothing.
    let telling = #expect(throws: CommunicationError.self) {
      try rank.broadcast([UInt8](repeating: 1, count: 1 << 26))
    }
    #expect(telling?.message.contains(words) == true)
    withExtendedLifetime(other) {}
  }

  @Test("a process that is killed is gone at once")
  func end() throws {
    let (rank, _) = try first(silence: 1e6) { place in
      _ = try Silent(comingTo: place)
      return true
    }
    let error = #expect(throws: CommunicationError.self) { try rank.gather([]) }
    #expect(error?.code == .lost && error?.message.contains("Process 1 is gone") == true)
  }

  @Test("a long work is no silence")
  func work() throws {
    let (rank, other) = try first(silence: 4) { place in
      try SocketCommunicator(
        meetingAt: place, rank: 1, of: 2, secret: "", within: 20, secondsOfSilence: 4)
    }
    Thread.detachNewThread {
      Thread.sleep(forTimeInterval: 9)
      _ = try? other.gather([7])
    }
    #expect(try rank.gather([]) == [[], [7]])
  }

  @Test("the others notice that rank 0 is stopped, once they have heard of it or waited for all to come")
  func firstIsSilent() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "pulse-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    // Whoever listens there never says a word.
    let listener = try Socket.listening(at: .path(path), count: 2)
    defer { Descriptor.close(listener) }
    let other = try SocketCommunicator(
      meetingAt: .path(path), rank: 1, of: 2, secret: "", within: 1, secondsOfSilence: 0.5)
    let error = #expect(throws: CommunicationError.self) { try other.broadcast([]) }
    #expect(error?.message.contains("Process 0 has given no sign of life for 0.5 seconds") == true)
  }
}

/// What another thread has found.
private final class Found<Value: Sendable>: @unchecked Sendable {
  // Written by one thread before the other is told that it may read.
  var value: Value?
}
