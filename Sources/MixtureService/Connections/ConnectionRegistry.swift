#if Command

internal import CAllocator
internal import NIOCore
internal import Synchronization

/// The connections that are open, and which of them is closed when there are too many.
///
/// Whoever connects is entered at once. Where there are too many, the connection is evicted that is least of a loss:
/// one on which nothing happens or a request trickles in, then one that has just come, and only then one that works.
final class ConnectionRegistry: Sendable {
  /// The stage of the request on a connection, or of the response to it.
  enum Stage: Sendable {
    /// Nothing of a request has come yet, or since the last response.
    case idle
    /// The head of a request is on its way.
    case head
    /// The body of a request is on its way.
    case body
    /// A whole request is being answered.
    case answering
    /// A fit is being watched; a browser opens such a stream again by itself.
    case watching
    /// The last response has been written, and what still arrives is discarded.
    case closing
  }

  private struct Entry {
    let channel: any Channel
    var stage = Stage.idle
    var since = ContinuousClock.now
    var byteCount = 0
    /// The moment since which nothing more can be written, because nobody reads it.
    var blockedSince: ContinuousClock.Instant?
  }

  private let limits: ViewerLimits
  private let most: Int
  /// The bytes that have come since freed memory was last given back.
  private let received = Atomic(0)
  /// The number of times that memory is still to be given back.
  private let returnsLeft = Atomic(0)
  private let entries = Mutex<[ObjectIdentifier: Entry]>([:])
  private let ending = Atomic(false)

  /// The bytes a second of a request that somebody is really sending.
  private static let honestRate = 1 << 18
  /// The age below which a connection is not judged.
  private static let youth = Duration.milliseconds(250)
  /// The time for which a response may wait to be read before its connection is closed.
  static let linger = Duration.seconds(2)
  /// The descriptors that are left for all else.
  private static let otherDescriptors = 64
  /// The bytes that come before freed memory is worth giving back.
  private static let worthReturning = 1 << 20
  /// The most bytes that are discarded meanwhile.
  static let lingeringBytes = 1 << 24

  init(_ limits: ViewerLimits) {
    self.limits = limits
    // Files, fits and figures need descriptors as well.
    most = min(limits.connections, max(4, DescriptorLimit.current - Self.otherDescriptors))
  }

  /// Whether the viewer is about to end.
  var isEnding: Bool { ending.load(ordering: .relaxed) }

  // MARK: Coming and going

  /// Enters a new connection, for which another may be evicted.
  func add(_ channel: any Channel) {
    if entries.withLock({ $0.count }) >= most { evict() }
    entries.withLock { $0[ObjectIdentifier(channel)] = Entry(channel: channel) }
    channel.closeFuture.whenComplete { [weak self] _ in
      self?.entries.withLock { _ = $0.removeValue(forKey: ObjectIdentifier(channel)) }
    }
    if isEnding { channel.close(promise: nil) }
  }

  /// Closes the connection that is least of a loss, unless all are being answered and there is still room.
  func evict() {
    let now = ContinuousClock.now
    let evicted = entries.withLock { entries -> (any Channel)? in
      let least = entries.min { Self.worth($0.value, now) < Self.worth($1.value, now) }
      guard let least, Self.worth(least.value, now).rank < 4 || entries.count >= 4 * most else {
        return nil
      }
      return entries.removeValue(forKey: least.key)?.channel
    }
    evicted?.close(promise: nil)
  }

  private struct Worth: Comparable {
    let rank: Int
    let since: ContinuousClock.Instant

    static func < (a: Worth, b: Worth) -> Bool { (a.rank, a.since) < (b.rank, b.since) }
  }

  private static func worth(_ entry: Entry, _ now: ContinuousClock.Instant) -> Worth {
    let age = now - entry.since
    let rank =
      switch entry.stage {
      case .answering: 4
      case .watching: 3
      case .body where Double(entry.byteCount) >= Double(honestRate) * (age / .seconds(1)): 2
      case .closing: 0
      case .idle, .head, .body: age < youth ? 1 : 0
      }
    return Worth(rank: rank, since: entry.since)
  }

  // MARK: What happens on a connection

  /// Notes the stage of the request or its response.
  func move(_ channel: any Channel, to stage: Stage) {
    change(channel) { entry in
      guard entry.stage != .closing else { return }
      (entry.stage, entry.since, entry.byteCount) = (stage, .now, 0)
    }
  }

  /// Notes that bytes have come.
  func count(_ bytes: Int, on channel: any Channel) {
    change(channel) { entry in
      if entry.stage == .idle { (entry.stage, entry.since) = (.head, .now) }
      entry.byteCount += bytes
    }
    received.wrappingAdd(bytes, ordering: .relaxed)
  }

  /// Notes whether what is written is read.
  func note(isWritable: Bool, _ channel: any Channel) {
    change(channel) { $0.blockedSince = isWritable ? nil : .now }
  }

  private func change(_ channel: any Channel, _ body: (inout Entry) -> Void) {
    entries.withLock { entries in
      if var entry = entries[ObjectIdentifier(channel)] {
        body(&entry)
        entries[ObjectIdentifier(channel)] = entry
      }
    }
  }

  /// Closes a connection once its last response has been read, or a moment later.
  func closeAfterResponse(_ channel: any Channel) {
    change(channel) { ($0.stage, $0.since) = (.closing, .now) }
    channel.pipeline.fireUserInboundEventTriggered(ConnectionHandler.LingeringClose())
  }

  // MARK: Time

  /// Closes connections that have taken longer than they may, and gives freed memory back; to be called now and then.
  func sweep() {
    let now = ContinuousClock.now
    let (overdue, isBusy) = entries.withLock { entries in
      (
        entries.values.filter { isOverdue($0, now) },
        entries.values.contains { $0.stage == .body || $0.stage == .answering }
      )
    }
    returnMemory(isBusy: isBusy)
    for entry in overdue {
      if entry.stage == .head {
        entry.channel.pipeline.fireUserInboundEventTriggered(ConnectionHandler.HeadTimeout())
      } else {
        entry.channel.close(promise: nil)
      }
    }
  }

  /// Gives freed memory back after many bytes have come, and for a while after: buffers are freed bit by bit.
  private func returnMemory(isBusy: Bool) {
    if received.load(ordering: .relaxed) >= Self.worthReturning {
      received.store(0, ordering: .relaxed)
      returnsLeft.store(20, ordering: .relaxed)
    }
    guard !isBusy, returnsLeft.load(ordering: .relaxed) > 0 else { return }
    returnsLeft.wrappingSubtract(1, ordering: .relaxed)
    allocator_trim()
  }

  private func isOverdue(_ entry: Entry, _ now: ContinuousClock.Instant) -> Bool {
    let age = now - entry.since
    switch entry.stage {
    case .idle: return age > .seconds(limits.idleSeconds)
    case .head: return age > .seconds(limits.headSeconds)
    // Whoever reads the body gives up before, and says so.
    case .body: return age > .seconds(limits.bodySeconds + 2)
    case .closing: return age > Self.linger + .seconds(1)
    case .answering, .watching:
      return entry.blockedSince.map { now - $0 > .seconds(limits.bodySeconds) } ?? false
    }
  }

  /// Ends all connections: at once where nothing is being answered, and the others when time is over.
  func end(within duration: Duration) async {
    ending.store(true, ordering: .relaxed)
    let deadline = ContinuousClock.now + duration
    while true {
      let isLate = ContinuousClock.now >= deadline
      let (closable, rest) = entries.withLock { entries in
        let closable = entries.values.filter { isLate || ($0.stage != .answering && $0.stage != .watching) }
        return (closable.map(\.channel), entries.count)
      }
      for channel in closable { channel.close(promise: nil) }
      guard rest > 0, !isLate else { return }
      try? await Task.sleep(for: .milliseconds(20))
    }
  }
}

#endif
