#if !os(Windows) && !os(WASI)

import SystemLibrary

/// Connections between processes, by the numbers of their descriptors.
///
/// None is handed on to a program that this one starts.
package enum Socket {
  /// Where a process listens.
  package enum Address: Sendable, Hashable {
    /// A path in the file system of one machine.
    case path(String)
    /// A machine's name or number, and a port of it.
    case host(String, port: Int)
  }

  /// Two ends of one connection.
  package static func pair() throws(SystemError) -> (Int32, Int32) {
    var ends: [Int32] = [-1, -1]
    guard socketpair(AF_UNIX, stream, 0, &ends) == 0 else { throw .last }
    for end in ends { prepare(end) }
    return (ends[0], ends[1])
  }

  /// Listens for connections.
  ///
  /// - Parameters:
  ///   - address: where; a path must not be there, and a port of 0 is any that is free.
  ///   - count: how many may wait.
  package static func listening(at address: Address, count: Int) throws(SystemError) -> Int32 {
    try opened(address, isListening: true) { descriptor, place, size in
      bind(descriptor, place, size) == 0 && listen(descriptor, Int32(count)) == 0
    }
  }

  /// The port that a descriptor listens at.
  package static func port(of descriptor: Int32) -> Int? {
    var storage = sockaddr_storage()
    var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
    let isKnown = withUnsafeMutablePointer(to: &storage) { place in
      place.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &size) == 0 }
    }
    guard isKnown else { return nil }
    // The port stands at the same place of an address of either version.
    return withUnsafeBytes(of: storage) { Int($0[2]) << 8 | Int($0[3]) }
  }

  /// The next connection to where a descriptor listens.
  ///
  /// - Parameter seconds: for how long it is waited for.
  /// - Throws: ``SystemError/wait`` where none comes in time.
  package static func accepted(_ listener: Int32, within seconds: Double) throws(SystemError) -> Int32 {
    guard isReadable(listener, within: seconds) else { throw .wait }
    let descriptor = accept(listener, nil, nil)
    guard descriptor >= 0 else { throw .last }
    prepare(descriptor)
    return descriptor
  }

  /// Waits until there is something to be read, or until the other end is gone.
  package static func isReadable(_ descriptor: Int32, within seconds: Double) -> Bool {
    isReady(descriptor, for: POLLIN, within: seconds)
  }

  /// Waits until there is room for what is to be written, or until the other end is gone.
  package static func isWritable(_ descriptor: Int32, within seconds: Double) -> Bool {
    isReady(descriptor, for: POLLOUT, within: seconds)
  }

  private static func isReady(_ descriptor: Int32, for event: some BinaryInteger, within seconds: Double)
    -> Bool
  {
    var request = pollfd(fd: descriptor, events: Int16(event), revents: 0)
    return poll(&request, 1, Int32(clamping: Int((seconds * 1000).rounded(.up)))) > 0
  }

  /// A connection to where a process listens.
  ///
  /// - Parameter seconds: for how long an answer is waited for: of a machine out of reach there is none.
  package static func connected(to address: Address, within seconds: Double) throws(SystemError) -> Int32 {
    try opened(address, isListening: false) { descriptor, place, size in
      let flags = fcntl(descriptor, F_GETFL)
      guard flags >= 0, fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) == 0 else { return false }
      guard
        connect(descriptor, place, size) == 0
          || errno == EINPROGRESS && isConnected(descriptor, within: seconds)
      else { return false }
      return fcntl(descriptor, F_SETFL, flags) == 0
    }
  }

  /// Waits until a connection is made; says why where it is not.
  private static func isConnected(_ descriptor: Int32, within seconds: Double) -> Bool {
    guard isWritable(descriptor, within: seconds) else {
      errno = ETIMEDOUT
      return false
    }
    var failure: Int32 = 0
    var size = socklen_t(MemoryLayout<Int32>.size)
    guard getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &failure, &size) == 0 else { return false }
    errno = failure
    return failure == 0
  }

  /// Sets for how long reading and writing wait for the other end.
  package static func setTimeLimit(_ descriptor: Int32, seconds: Double, reading: Bool) {
    var limit = timeval()
    limit.tv_sec = numericCast(Int(seconds))
    limit.tv_usec = numericCast(Int((seconds - seconds.rounded(.down)) * 1e6))
    let option = reading ? SO_RCVTIMEO : SO_SNDTIMEO
    setsockopt(descriptor, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
  }

  /// Waits for a while.
  package static func pause(seconds: Double) { _ = poll(nil, 0, Int32(clamping: Int(seconds * 1000))) }

  /// Writes all bytes.
  package static func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) throws(SystemError) {
    var rest = bytes
    while let start = rest.baseAddress, !rest.isEmpty {
      // Whoever is gone is no reason for a signal.
      let step = send(descriptor, start, rest.count, noSignal)
      if step < 0 {
        let error = SystemError.last
        guard error == .interruption else { throw error }
        continue
      }
      rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(step))
    }
  }

  /// Writes as many bytes as there is room for, and answers how many; 0 for no room.
  package static func writeSome(
    _ descriptor: Int32, _ bytes: UnsafeRawBufferPointer
  ) throws(SystemError) -> Int {
    guard let start = bytes.baseAddress else { return 0 }
    let step = send(descriptor, start, bytes.count, noSignal | noWait)
    guard step < 0 else { return step }
    let error = SystemError.last
    guard error == .wait || error == .interruption else { throw error }
    return 0
  }

  // MARK: -

  #if canImport(Darwin)
  private static let stream = SOCK_STREAM
  private static let noSignal: Int32 = 0
  private static let noWait = MSG_DONTWAIT
  #else
  private static let stream = Int32(SOCK_STREAM.rawValue)
  private static let noSignal = Int32(MSG_NOSIGNAL)
  private static let noWait = Int32(MSG_DONTWAIT)
  #endif

  private typealias Use = (Int32, UnsafePointer<sockaddr>, socklen_t) -> Bool

  private static func opened(
    _ address: Address, isListening: Bool, _ use: Use
  ) throws(SystemError) -> Int32 {
    switch address {
    case .path(let path):
      var place = sockaddr_un()
      place.sun_family = sa_family_t(AF_UNIX)
      let capacity = MemoryLayout.size(ofValue: place.sun_path)
      guard path.utf8.count < capacity else { throw SystemError(failure: ENAMETOOLONG) }
      withUnsafeMutableBytes(of: &place.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
      return try withUnsafePointer(to: &place) { place throws(SystemError) in
        try opened(
          AF_UNIX, UnsafeRawPointer(place).assumingMemoryBound(to: sockaddr.self),
          socklen_t(MemoryLayout<sockaddr_un>.size), use)
      }
    case .host(let host, let port): return try opened(host, port, isListening: isListening, use)
    }
  }

  /// The first of a machine's addresses that can be used.
  private static func opened(
    _ host: String, _ port: Int, isListening: Bool, _ use: Use
  ) throws(SystemError) -> Int32 {
    var hints = addrinfo()
    hints.ai_socktype = stream
    hints.ai_flags = isListening ? AI_PASSIVE : 0
    var found: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, "\(port)", &hints, &found) == 0 else { throw SystemError(failure: EHOSTUNREACH) }
    defer { freeaddrinfo(found) }
    var failure = SystemError(failure: EHOSTUNREACH)
    var next = found
    while let entry = next?.pointee {
      if let place = entry.ai_addr {
        do throws(SystemError) {
          return try opened(entry.ai_family, UnsafePointer(place), entry.ai_addrlen, use)
        } catch {
          failure = error
        }
      }
      next = entry.ai_next
    }
    throw failure
  }

  private static func opened(
    _ family: Int32, _ place: UnsafePointer<sockaddr>, _ size: socklen_t, _ use: Use
  ) throws(SystemError) -> Int32 {
    let descriptor = socket(family, stream, 0)
    guard descriptor >= 0 else { throw .last }
    prepare(descriptor)
    guard use(descriptor, place, size) else {
      let failure = SystemError.last
      Descriptor.close(descriptor)
      throw failure
    }
    return descriptor
  }

  /// What every connection has: small messages go at once, and a machine that is gone is noticed within half a minute.
  private static func prepare(_ descriptor: Int32) {
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    set(descriptor, SOL_SOCKET, SO_KEEPALIVE, 1)
    set(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
    #if os(Linux)
    set(descriptor, Int32(IPPROTO_TCP), TCP_KEEPIDLE, 8)
    set(descriptor, Int32(IPPROTO_TCP), TCP_KEEPINTVL, 4)
    set(descriptor, Int32(IPPROTO_TCP), TCP_KEEPCNT, 4)
    set(descriptor, Int32(IPPROTO_TCP), TCP_USER_TIMEOUT, 24_000)
    #endif
  }

  private static func set(_ descriptor: Int32, _ level: Int32, _ option: Int32, _ value: Int32) {
    var value = value
    setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
  }
}

#endif
