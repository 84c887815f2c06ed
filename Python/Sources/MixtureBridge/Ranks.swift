public import CMixtureBridge
internal import GaussianMixtures
internal import MixtureRanks

/// A way between processes that C holds.
final class RankBox: Sendable {
  let communicator: any Communicator
  /// How far a fit has come.
  let keeper = FitKeeper()

  init(_ communicator: any Communicator) { self.communicator = communicator }

  /// What a caller has named.
  static func box(_ pointer: OpaquePointer?) throws -> RankBox {
    guard let pointer else { throw Failure.missing("way between processes") }
    return Unmanaged<RankBox>.fromOpaque(UnsafeRawPointer(pointer)).takeUnretainedValue()
  }

  /// The way that a caller has named.
  static func communicator(_ pointer: OpaquePointer?) throws -> any Communicator {
    try box(pointer).communicator
  }
}

/// As the header says.
@c @implementation
public func gmm_ranks_meet(
  _ meeting: UnsafePointer<gmm_meeting>!, _ observer: UnsafePointer<gmm_observer>!,
  _ failure: UnsafeMutablePointer<gmm_failure>!
) -> OpaquePointer! {
  answer(failure) {
    guard let meeting = meeting?.pointee else { throw Failure.missing("place to meet at") }
    let (rank, size, seconds) = (Int(meeting.rank), Int(meeting.size), meeting.seconds)
    guard size > 0, (0..<size).contains(rank) else {
      throw Failure(.options, "rank", "\(rank) is no number of one of \(size) processes.")
    }
    let limits = [seconds, meeting.seconds_to_answer, meeting.seconds_of_silence]
    guard (0...65535).contains(meeting.port), limits.allSatisfy({ $0 > 0 && $0 <= 1e9 }) else {
      throw Failure(.options, "meeting", "A port is from 0 to 65535, and limits of time are from 0 to 1e9 s.")
    }
    let communicator = try SocketCommunicator(
      meetingAt: .host(try Text.given(meeting.host, "host"), port: Int(meeting.port)), rank: rank, of: size,
      secret: Text.given(meeting.secret, "secret"), within: seconds,
      secondsToAnswer: meeting.seconds_to_answer, secondsOfSilence: meeting.seconds_of_silence,
      listener: meeting.listener < 0 ? nil : meeting.listener, stopping: Watcher(observer).question)
    return OpaquePointer(Unmanaged.passRetained(RankBox(communicator)).toOpaque())
  }
}

/// As the header says.
@c @implementation
public func gmm_ranks_release(_ ranks: OpaquePointer!) {
  guard let ranks else { return }
  Unmanaged<RankBox>.fromOpaque(UnsafeRawPointer(ranks)).release()
}

/// As the header says.
@c @implementation
public func gmm_ranks_gather(
  _ ranks: OpaquePointer!, _ json: UnsafePointer<CChar>!, _ failure: UnsafeMutablePointer<gmm_failure>!
) -> UnsafeMutablePointer<CChar>! {
  answer(failure) {
    let texts = try RankBox.communicator(ranks).gather(text: Text.given(json, "JSON value"))
    return Text.lent("[" + texts.joined(separator: ",") + "]")
  }
}

/// As the header says.
@c @implementation
public func gmm_ranks_broadcast(
  _ ranks: OpaquePointer!, _ text: UnsafePointer<CChar>!, _ failure: UnsafeMutablePointer<gmm_failure>!
) -> UnsafeMutablePointer<CChar>! {
  answer(failure) {
    let own = text == nil ? "" : try Text.given(text, "text")
    return Text.lent(
      String(decoding: try RankBox.communicator(ranks).broadcast(Array(own.utf8)), as: UTF8.self))
  }
}

/// As the header says.
@c @implementation
public func gmm_ranks_kept(_ ranks: OpaquePointer!) -> UnsafeMutablePointer<CChar>! {
  Text.lent((try? RankBox.box(ranks).keeper.text) ?? "")
}
