#if !os(Windows) && !os(WASI)

public import GaussianMixtures
internal import SystemCalls

/// Where processes meet that are to fit together.
///
/// ```swift
/// import MixtureRanks
///
/// let place = MeetingPlace.path("/run/user/1000/fit.socket")
/// ```
public enum MeetingPlace: Sendable, Hashable {
  /// A path in the file system of one machine, which is not there.
  case path(String)
  /// A machine's name or number, and a port of it.
  case host(String, port: Int)

  var address: Socket.Address {
    switch self {
    case .path(let path): .path(path)
    case .host(let host, let port): .host(host, port: port)
    }
  }
}

extension SocketCommunicator {
  private static let greeting: UInt64 = 0x676d_6d2d_726e_6b31

  /// Meets the other processes: rank 0 listens, the others come.
  ///
  /// - Parameters:
  ///   - place: where rank 0 listens.
  ///   - rank: the number of this process, from 0.
  ///   - size: how many there are.
  ///   - secret: a text that only these processes know; whoever comes without it is sent away.
  ///   - seconds: for how long the others are waited for.
  ///   - secondsToAnswer: for how long rank 0 waits for an answer later.
  ///   - listener: on rank 0 a descriptor that listens at the place already, which is closed here; nil to listen.
  ///   - stopping: asked while this process waits, then and later, whether to leave off.
  /// - Throws: ``CommunicationError`` where the place cannot be had, or not all come in time.
  public convenience init(
    meetingAt place: MeetingPlace, rank: Int, of size: Int, secret: String, within seconds: Double = 60,
    secondsToAnswer: Double = 600, listener: Int32? = nil, stopping: StopQuestion? = nil
  ) throws(CommunicationError) {
    let end = ContinuousClock.now + .seconds(seconds)
    let descriptors =
      rank == 0
      ? try Self.met(at: place, listener, size: size, secret, until: end, stopping)
      : [try Self.come(to: place, rank: rank, size: size, secret, until: end, stopping)]
    self.init(
      rank: rank, size: size, descriptors: descriptors, secondsToAnswer: secondsToAnswer, stopping: stopping)
  }

  private static func met(
    at place: MeetingPlace, _ listener: Int32?, size: Int, _ secret: String,
    until end: ContinuousClock.Instant, _ stopping: StopQuestion?
  ) throws(CommunicationError) -> [Int32] {
    var met = [Int32?](repeating: nil, count: max(size, 1) - 1)
    do throws(SystemError) {
      let listener =
        if let listener { listener } else { try Socket.listening(at: place.address, count: size) }
      defer { Descriptor.close(listener) }
      while met.contains(where: { $0 == nil }) {
        if !Socket.isReadable(listener, within: look), ContinuousClock.now < end, stopping?() != true {
          continue
        }
        let descriptor = try Socket.accepted(listener, within: 0)
        guard let rank = rank(of: descriptor, size: size, secret), met[rank - 1] == nil else {
          Descriptor.close(descriptor)
          continue
        }
        met[rank - 1] = descriptor
      }
    } catch {
      for descriptor in met.compactMap(\.self) { Descriptor.close(descriptor) }
      let missing = met.indices.filter { met[$0] == nil }.map { "\($0 + 1)" }.joined(separator: ", ")
      throw error == .wait
        ? CommunicationError(.timeLimit, "These processes did not come to the meeting place: \(missing).")
        : CommunicationError(.refused, "The meeting place cannot be had: \(error.cause); \(error.cure).")
    }
    return met.compactMap(\.self)
  }

  /// The number of who comes, where it belongs here.
  private static func rank(of descriptor: Int32, size: Int, _ secret: String) -> Int? {
    Socket.setTimeLimit(descriptor, seconds: 5, reading: true)
    let own = hello(rank: 0, size: size, secret)
    var told = own
    let count = own.count * 8
    let filled = told.withUnsafeMutableBytes { try? Descriptor.read(descriptor, $0.baseAddress, count) }
    guard filled == count, told[1] < UInt64(size) else { return nil }
    let rank = Int(told[1])
    guard rank > 0, rank < size, told == hello(rank: rank, size: size, secret) else { return nil }
    return rank
  }

  private static func hello(rank: Int, size: Int, _ secret: String) -> [UInt64] {
    let text = Array(secret.utf8)
    let words = stride(from: 0, to: text.count, by: 8).map { start in
      text[start..<min(start + 8, text.count)].reduce(0) { $0 << 8 | UInt64($1) }
    }
    return [greeting, UInt64(rank), UInt64(size), UInt64(text.count)] + words
  }

  private static func come(
    to place: MeetingPlace, rank: Int, size: Int, _ secret: String, until end: ContinuousClock.Instant,
    _ stopping: StopQuestion?
  ) throws(CommunicationError) -> Int32 {
    while true {
      do throws(SystemError) {
        let descriptor = try Socket.connected(to: place.address)
        let words = hello(rank: rank, size: size, secret)
        let outcome = words.withUnsafeBytes { bytes in
          Result { () throws(SystemError) in try Socket.write(descriptor, bytes) }
        }
        try outcome.get()
        return descriptor
      } catch {
        // Rank 0 may not be there yet.
        guard ContinuousClock.now < end, stopping?() != true else {
          throw CommunicationError(
            .timeLimit, "Process 0 is not at the meeting place: \(error.cause); \(error.cure).")
        }
        Socket.pause(seconds: 0.05)
      }
    }
  }
}

#endif
