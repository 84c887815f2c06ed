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
  private static let greeting: UInt64 = 0x676d_6d2d_726e_6b32

  /// What a connection is for: each process comes with one of each.
  enum Purpose: UInt64, CaseIterable {
    case messages, pulse
  }

  /// Connections with other processes by what they are for, each in the order of these.
  typealias Lines = [Purpose: [Int32]]

  /// Meets the other processes: rank 0 listens, the others come.
  ///
  /// - Parameters:
  ///   - place: where rank 0 listens.
  ///   - rank: the number of this process, from 0.
  ///   - size: how many there are.
  ///   - secret: a text that only these processes know; whoever comes without it is sent away.
  ///   - seconds: for how long the others are waited for.
  ///   - secondsToAnswer: for how long rank 0 waits for an answer later, however alive who works on it.
  ///   - secondsOfSilence: for how long nothing may be heard of a process that has come: it tells every second that it is
  ///     alive, however long its work takes.
  ///   - listener: on rank 0 a descriptor that listens at the place already, which is closed here; nil to listen.
  ///   - stopping: asked while this process waits, then and later, whether to leave off.
  /// - Throws: ``CommunicationError`` where the place cannot be had, or not all come in time.
  public convenience init(
    meetingAt place: MeetingPlace, rank: Int, of size: Int, secret: String, within seconds: Double = 60,
    secondsToAnswer: Double = 1e9, secondsOfSilence: Double = 15, listener: Int32? = nil,
    stopping: StopQuestion? = nil
  ) throws(CommunicationError) {
    let end = ContinuousClock.now + .seconds(seconds)
    let lines =
      rank == 0
      ? try Self.met(at: place, listener, size: size, secret, until: end, stopping)
      : try Self.come(to: place, rank: rank, size: size, secret, until: end, stopping)
    let pulse: Pulse
    do throws(CommunicationError) {
      // Until all others have come nothing is heard of rank 0.
      pulse = try Pulse(
        lines[.pulse] ?? [], ranks: rank == 0 ? Array(1..<max(size, 1)) : [0],
        secondsOfSilence: secondsOfSilence, secondsUntilFirst: rank == 0 ? 0 : seconds)
    } catch {
      Self.close(lines)
      throw error
    }
    self.init(
      rank: rank, size: size, descriptors: lines[.messages] ?? [], secondsToAnswer: secondsToAnswer,
      pulse: pulse, stopping: stopping)
  }

  private static func close(_ lines: Lines) {
    for descriptor in lines.values.joined() { Descriptor.close(descriptor) }
  }

  private static func met(
    at place: MeetingPlace, _ listener: Int32?, size: Int, _ secret: String,
    until end: ContinuousClock.Instant, _ stopping: StopQuestion?
  ) throws(CommunicationError) -> Lines {
    var met = Met(size: size)
    do throws(SystemError) {
      let count = size * Purpose.allCases.count
      let listener =
        if let listener { listener } else { try Socket.listening(at: place.address, count: count) }
      defer { Descriptor.close(listener) }
      while !met.missing.isEmpty {
        if !Socket.isReadable(listener, within: look), ContinuousClock.now < end, stopping?() != true {
          continue
        }
        let descriptor = try Socket.accepted(listener, within: 0)
        guard let caller = caller(descriptor, size: size, secret), met.take(descriptor, caller) else {
          Descriptor.close(descriptor)
          continue
        }
      }
    } catch {
      close(met.lines)
      let missing = met.missing.map(\.description).joined(separator: ", ")
      throw error == .wait
        ? CommunicationError(.timeLimit, "These processes did not come to the meeting place: \(missing).")
        : CommunicationError(.refused, "The meeting place cannot be had: \(error.cause); \(error.cure).")
    }
    return met.lines
  }

  /// Who comes and what with, where it belongs here.
  private static func caller(
    _ descriptor: Int32, size: Int, _ secret: String
  ) -> (rank: Int, purpose: Purpose)? {
    Socket.setTimeLimit(descriptor, seconds: 5, reading: true)
    let own = hello(rank: 0, .messages, size: size, secret)
    var told = own
    let count = own.count * 8
    let filled = told.withUnsafeMutableBytes { try? Descriptor.read(descriptor, $0.baseAddress, count) }
    guard filled == count, told[1] < UInt64(size), let purpose = Purpose(rawValue: told[2]) else {
      return nil
    }
    let rank = Int(told[1])
    guard rank > 0, told == hello(rank: rank, purpose, size: size, secret) else { return nil }
    return (rank, purpose)
  }

  private static func hello(rank: Int, _ purpose: Purpose, size: Int, _ secret: String) -> [UInt64] {
    let text = Array(secret.utf8)
    let words = stride(from: 0, to: text.count, by: 8).map { start in
      text[start..<min(start + 8, text.count)].reduce(0) { $0 << 8 | UInt64($1) }
    }
    return [greeting, UInt64(rank), purpose.rawValue, UInt64(size), UInt64(text.count)] + words
  }

  static func come(
    to place: MeetingPlace, rank: Int, size: Int, _ secret: String, until end: ContinuousClock.Instant,
    _ stopping: StopQuestion?
  ) throws(CommunicationError) -> Lines {
    var lines = Lines()
    do throws(CommunicationError) {
      for purpose in Purpose.allCases {
        let words = hello(rank: rank, purpose, size: size, secret)
        lines[purpose] = [try entered(place, saying: words, until: end, stopping)]
      }
    } catch {
      close(lines)
      throw error
    }
    return lines
  }

  /// For how long one try to come waits: then whether to leave off is asked, and the next one is made.
  private static let secondsOfTry = 2.0

  private static func entered(
    _ place: MeetingPlace, saying words: [UInt64], until end: ContinuousClock.Instant,
    _ stopping: StopQuestion?
  ) throws(CommunicationError) -> Int32 {
    while true {
      do throws(SystemError) {
        let left = (end - ContinuousClock.now) / .seconds(1)
        let descriptor = try Socket.connected(to: place.address, within: min(max(left, look), secondsOfTry))
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

/// Who has come to rank 0.
private struct Met {
  private var descriptors: [SocketCommunicator.Purpose: [Int32?]]

  init(size: Int) {
    let none = [Int32?](repeating: nil, count: max(size, 1) - 1)
    descriptors = Dictionary(uniqueKeysWithValues: SocketCommunicator.Purpose.allCases.map { ($0, none) })
  }

  /// Takes a connection, unless there is such a one.
  mutating func take(_ descriptor: Int32, _ caller: (rank: Int, purpose: SocketCommunicator.Purpose)) -> Bool
  {
    guard descriptors[caller.purpose]?[caller.rank - 1] == nil else { return false }
    descriptors[caller.purpose]?[caller.rank - 1] = descriptor
    return true
  }

  /// The numbers of those that have not come, or with one connection alone.
  var missing: [Int] {
    let absent = descriptors.values.map { line in line.indices.filter { line[$0] == nil } }
    return Set(absent.joined()).sorted().map { $0 + 1 }
  }

  var lines: SocketCommunicator.Lines { descriptors.mapValues { $0.compactMap(\.self) } }
}

#endif
