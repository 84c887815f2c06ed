import Foundation
import GaussianMixtures
import MixtureRanks
import Synchronization
import SystemCalls
import Testing

/// What happens where processes do not go together, or one is gone.
@Suite("Shares of rows that fail")
struct ShareFailureTests {
  /// What each of two processes says of a fit.
  private func errors(_ first: RowShare, _ second: RowShare) throws -> [FitError?] {
    let ranks = try SocketCommunicator.threads(2, secondsToAnswer: 30)
    let other = Told()
    let group = DispatchGroup()
    group.enter()
    Thread.detachNewThread {
      other.tell(error(of: second, ranks[1]))
      group.leave()
    }
    let own = error(of: first, ranks[0])
    group.wait()
    return [own, other.error]
  }

  private func error(of share: RowShare, _ rank: SocketCommunicator) -> FitError? {
    do throws(FitError) {
      _ = try MixtureEstimator(componentCount: 1, engine: Engine(threadCount: 1)).fit(share, over: rank)
      return nil
    } catch { return error }
  }

  private let good = RowShare([PointColumn([1, 2, 3.5, 7]), PointColumn([0, 1, 5, 2])])

  @Test("both say what is wrong with one")
  func faults() throws {
    let infinite = RowShare([PointColumn([1, .infinity]), PointColumn([0, 1])])
    for errors in [try errors(good, infinite), try errors(infinite, good)] {
      #expect(errors.allSatisfy { $0?.code == .observations })
      #expect(errors[0]?.message == errors[1]?.message)
      #expect(errors[0]?.message.contains("row 2 of the share has no finite number in column 1") == true)
    }
    let narrow = RowShare([PointColumn([1, 2])])
    #expect(try errors(good, narrow).allSatisfy { $0?.message.contains("Process 1 has 1 column") == true })
    let weighted = RowShare(good.coordinates, weights: [1, 2, 3, 4])
    #expect(
      try errors(good, weighted).allSatisfy { $0?.message.contains("Process 1 has other weights") == true })
    let empty = RowShare([PointColumn([]), PointColumn([])])
    #expect(try errors(empty, empty).allSatisfy { $0?.message == "No process has a row." })
  }

  @Test("a process that goes ends the fit with its number")
  func lost() throws {
    let rows = Drawn.groups(3_000, dimension: 2, groups: 2)
    let ranks = try SocketCommunicator.threads(2, secondsToAnswer: 30)
    let cuts = rows.cuts(2, isEven: true)
    Thread.detachNewThread {
      let session = try? ShareSession(rows.share(1, cuts: cuts), over: ranks[1], threadCount: 1)
      // It begins, and says no more.
      if session != nil { ranks[1].close() }
    }
    let error = #expect(throws: FitError.self) {
      try MixtureEstimator(componentCount: 2, engine: Engine(threadCount: 1))
        .fit(rows.share(0, cuts: cuts), over: ranks[0])
    }
    #expect(error?.code == .communication)
    #expect(error?.message.contains("Process 1 is gone") == true)
  }

  @Test("a process that hangs ends the fit after the time limit")
  func hangs() throws {
    let rows = Drawn.groups(3_000, dimension: 2, groups: 2)
    let ranks = try SocketCommunicator.threads(2, secondsToAnswer: 0.2)
    let cuts = rows.cuts(2, isEven: true)
    let ended = DispatchSemaphore(value: 0)
    Thread.detachNewThread {
      let session = try? ShareSession(rows.share(1, cuts: cuts), over: ranks[1], threadCount: 1)
      ended.wait()
      withExtendedLifetime(session) {}
    }
    let error = #expect(throws: FitError.self) {
      try MixtureEstimator(componentCount: 2, engine: Engine(threadCount: 1))
        .fit(rows.share(0, cuts: cuts), over: ranks[0])
    }
    ended.signal()
    #expect(error?.message.contains("Process 1 did not answer in time") == true)
  }

  @Test("processes meet at a path, and only those that know the secret")
  func meeting() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "meet-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let group = DispatchGroup()
    for (rank, secret) in [(1, "other"), (1, "ours"), (2, "ours")] {
      group.enter()
      Thread.detachNewThread {
        defer { group.leave() }
        guard
          let ranks = try? SocketCommunicator(
            meetingAt: .path(path), rank: rank, of: 3, secret: secret, within: secret == "ours" ? 20 : 1)
        else { return }
        // Who has been sent away has nobody to talk to.
        _ = try? ranks.gather([Double(rank)])
        let heard = try? ranks.broadcast([])
        #expect((heard == [1, 2, 3]) == (secret == "ours"))
      }
    }
    let first = try SocketCommunicator(meetingAt: .path(path), rank: 0, of: 3, secret: "ours", within: 20)
    #expect(try first.gather([0, -0.0]) == [[0, 0], [1], [2]])
    #expect(try first.broadcast([1, 2, 3]) == [1, 2, 3])
    group.wait()
  }

  @Test("nobody has to wait to the end")
  func leftOff() throws {
    for rank in 0...1 {
      let error = #expect(throws: CommunicationError.self) {
        try SocketCommunicator(
          meetingAt: .host("127.0.0.1", port: rank), rank: rank, of: 2, secret: "", within: 600,
          stopping: { true })
      }
      #expect(error?.code == .timeLimit)
    }
    let path = FileManager.default.temporaryDirectory.appending(path: "leave-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let met = DispatchSemaphore(value: 0)
    Thread.detachNewThread {
      let other = try? SocketCommunicator(meetingAt: .path(path), rank: 1, of: 2, secret: "", within: 20)
      met.wait()
      withExtendedLifetime(other) {}
    }
    let leaving = Leaving()
    let first = try SocketCommunicator(
      meetingAt: .path(path), rank: 0, of: 2, secret: "", within: 20,
      stopping: { leaving.isWanted.withLock { $0 } })
    leaving.isWanted.withLock { $0 = true }
    let error = #expect(throws: CommunicationError.self) { try first.gather([]) }
    met.signal()
    #expect(error?.code == .stopped)
  }

  @Test("who does not come is named")
  func missing() throws {
    let error = #expect(throws: CommunicationError.self) {
      try SocketCommunicator(meetingAt: .host("127.0.0.1", port: 0), rank: 0, of: 3, secret: "", within: 0.05)
    }
    #expect(error?.code == .timeLimit)
    #expect(error?.message.contains("1, 2") == true)
  }

  #if os(Linux)
  /// Where a queue is full the system says nothing to who comes, as a machine out of reach does.
  @Test("a place that does not answer is waited for as long as is said")
  func silentPlace() throws {
    let listener = try Socket.listening(at: .host("127.0.0.1", port: 0), count: 0)
    let port = try #require(Socket.port(of: listener))
    var waiting: [Int32] = [listener]
    defer { for descriptor in waiting { Descriptor.close(descriptor) } }
    let error = #expect(throws: SystemError.self) {
      for _ in 0..<64 {
        waiting.append(try Socket.connected(to: .host("127.0.0.1", port: port), within: 0.2))
      }
    }
    #expect(error?.cause == "no machine answers there")
    let late = #expect(throws: CommunicationError.self) {
      try SocketCommunicator(
        meetingAt: .host("127.0.0.1", port: port), rank: 1, of: 2, secret: "", within: 0.1)
    }
    #expect(late?.code == .timeLimit)
    #expect(late?.message.contains("no machine answers there; check the machine's name") == true)
  }
  #endif
}

/// Whether a thread wants to leave off.
private final class Leaving: Sendable {
  let isWanted = Mutex(false)
}

/// What another thread has said.
private final class Told: @unchecked Sendable {
  // Written by one thread before the other is told that it may read.
  private(set) var error: FitError?

  func tell(_ error: FitError?) { self.error = error }
}
