internal import CAllocator
internal import NIOCore
internal import Synchronization

/// The connections that are open, and who has to leave when there are too many.
///
/// Whoever connects gets a place at once. Where all are taken, the connection goes that is least of a loss: one on
/// which nothing happens or a request trickles in, then one that has just come, and only then one that works.
final class ConnectionPlaces: Sendable {
  /// How far the exchange on a connection is.
  enum Stage: Sendable {
    /// Nothing of a request has come yet, or since the last answer.
    case idle
    /// The head of a request is on its way.
    case head
    /// The body of a request is on its way.
    case body
    /// A whole request is being answered.
    case answering
    /// A fit is being watched; a browser opens such a stream again by itself.
    case watching
    /// The last answer has been given, and what is still on its way is thrown away.
    case leaving
  }

  private struct Place {
    let channel: any Channel
    var stage = Stage.idle
    var since = ContinuousClock.now
    var byteCount = 0
    /// Since when nothing more can be written, because nobody reads it.
    var blockedSince: ContinuousClock.Instant?
  }

  private let limits: ViewerLimits
  private let most: Int
  /// The bytes that have come since freed memory was last given back.
  private let received = Atomic(0)
  /// How often it is still to be given back.
  private let returnsLeft = Atomic(0)
  private let places = Mutex<[ObjectIdentifier: Place]>([:])
  private let ending = Atomic(false)

  /// Bytes a second of a request that somebody is really sending.
  private static let honestRate = 1 << 18
  /// The age below which nothing is said of a connection.
  private static let youth = Duration.milliseconds(250)
  /// How long an answer waits to be read before a connection is closed.
  static let linger = Duration.seconds(2)
  /// Descriptors that are left for all else.
  private static let otherDescriptors = 64
  /// Bytes that come before freed memory is worth giving back.
  private static let worthReturning = 1 << 20
  /// Of what is thrown away meanwhile, the most bytes.
  static let lingeringBytes = 1 << 24

  init(_ limits: ViewerLimits) {
    self.limits = limits
    // Files, fits and figures need descriptors as well.
    most = min(limits.connections, max(4, Descriptors.most - Self.otherDescriptors))
  }

  /// Whether the viewer is about to end.
  var isEnding: Bool { ending.load(ordering: .relaxed) }

  // MARK: Coming and going

  /// Gives a new connection a place, for which another may have to go.
  func enter(_ channel: any Channel) {
    if places.withLock({ $0.count }) >= most { makeRoom() }
    places.withLock { $0[ObjectIdentifier(channel)] = Place(channel: channel) }
    channel.closeFuture.whenComplete { [weak self] _ in
      self?.places.withLock { _ = $0.removeValue(forKey: ObjectIdentifier(channel)) }
    }
    if isEnding { channel.close(promise: nil) }
  }

  /// Closes the connection that is least of a loss, unless all are being answered and there is still room.
  func makeRoom() {
    let now = ContinuousClock.now
    let leaver = places.withLock { places -> (any Channel)? in
      let least = places.min { Self.worth($0.value, now) < Self.worth($1.value, now) }
      guard let least, Self.worth(least.value, now).rank < 4 || places.count >= 4 * most else {
        return nil
      }
      return places.removeValue(forKey: least.key)?.channel
    }
    leaver?.close(promise: nil)
  }

  private struct Worth: Comparable {
    let rank: Int
    let since: ContinuousClock.Instant

    static func < (a: Worth, b: Worth) -> Bool { (a.rank, a.since) < (b.rank, b.since) }
  }

  private static func worth(_ place: Place, _ now: ContinuousClock.Instant) -> Worth {
    let age = now - place.since
    let rank =
      switch place.stage {
      case .answering: 4
      case .watching: 3
      case .body where Double(place.byteCount) >= Double(honestRate) * (age / .seconds(1)): 2
      case .leaving: 0
      case .idle, .head, .body: age < youth ? 1 : 0
      }
    return Worth(rank: rank, since: place.since)
  }

  // MARK: What happens on a connection

  /// Notes how far the exchange has come.
  func move(_ channel: any Channel, to stage: Stage) {
    change(channel) { place in
      guard place.stage != .leaving else { return }
      (place.stage, place.since, place.byteCount) = (stage, .now, 0)
    }
  }

  /// Notes bytes that have come.
  func count(_ bytes: Int, on channel: any Channel) {
    change(channel) { place in
      if place.stage == .idle { (place.stage, place.since) = (.head, .now) }
      place.byteCount += bytes
    }
    received.wrappingAdd(bytes, ordering: .relaxed)
  }

  /// Notes whether what is written is read.
  func note(isWritable: Bool, _ channel: any Channel) {
    change(channel) { $0.blockedSince = isWritable ? nil : .now }
  }

  private func change(_ channel: any Channel, _ body: (inout Place) -> Void) {
    places.withLock { places in
      if var place = places[ObjectIdentifier(channel)] {
        body(&place)
        places[ObjectIdentifier(channel)] = place
      }
    }
  }

  /// Has a connection closed once its last answer has been read, or a moment later.
  func dismiss(_ channel: any Channel) {
    change(channel) { ($0.stage, $0.since) = (.leaving, .now) }
    channel.pipeline.fireUserInboundEventTriggered(ConnectionWatch.Departure())
  }

  // MARK: Time

  /// Closes what has taken longer than it may, and gives freed memory back; to be called now and then.
  func sweep() {
    let now = ContinuousClock.now
    let (overdue, isBusy) = places.withLock { places in
      (
        places.values.filter { isOverdue($0, now) },
        places.values.contains { $0.stage == .body || $0.stage == .answering }
      )
    }
    returnMemory(isBusy: isBusy)
    for place in overdue {
      if place.stage == .head {
        place.channel.pipeline.fireUserInboundEventTriggered(ConnectionWatch.HeadTimeout())
      } else {
        place.channel.close(promise: nil)
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

  private func isOverdue(_ place: Place, _ now: ContinuousClock.Instant) -> Bool {
    let age = now - place.since
    switch place.stage {
    case .idle: return age > .seconds(limits.idleSeconds)
    case .head: return age > .seconds(limits.headSeconds)
    // Whoever reads the body gives up before, and says so.
    case .body: return age > .seconds(limits.bodySeconds + 2)
    case .leaving: return age > Self.linger + .seconds(1)
    case .answering, .watching:
      return place.blockedSince.map { now - $0 > .seconds(limits.bodySeconds) } ?? false
    }
  }

  /// Ends all connections: at once where nothing is being answered, and the others when time is over.
  func end(within duration: Duration) async {
    ending.store(true, ordering: .relaxed)
    let deadline = ContinuousClock.now + duration
    while true {
      let isLate = ContinuousClock.now >= deadline
      let (leavers, rest) = places.withLock { places in
        let leavers = places.values.filter { isLate || ($0.stage != .answering && $0.stage != .watching) }
        return (leavers.map(\.channel), places.count)
      }
      for channel in leavers { channel.close(promise: nil) }
      guard rest > 0, !isLate else { return }
      try? await Task.sleep(for: .milliseconds(20))
    }
  }
}
