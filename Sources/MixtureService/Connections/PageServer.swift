internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOHTTPTypesHTTP1
internal import NIOPosix

/// Listens on this machine alone, and has every connection looked after.
struct PageServer: Sendable {
  private let listener: any Channel
  private let places: ConnectionPlaces
  private let sweeping: RepeatedTask

  /// Listens.
  ///
  /// - Parameter port: where; 0 for any that is free.
  /// - Throws: what the system says where the port cannot be had.
  init(port: Int, _ exchange: Exchange, _ places: ConnectionPlaces) async throws {
    let http = HTTP1Channel(
      responder: { request, writer, channel in try await exchange.respond(request, writer, channel) },
      configuration: HTTP1Channel.Configuration(
        additionalChannelHandlers: [RequestWatch(places), RefusalExplainer(places)],
        httpDecoderConfiguration: .init(
          maxHeaderFieldSize: 1 << 14, maxHeaderListSize: 1 << 15, maxHeaderFieldCount: 100)))
    let logger = Logger(label: "viewer") { _ in SwiftLogNoOpLogHandler() }
    let group = MultiThreadedEventLoopGroup.singleton
    listener = try await ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 256)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .serverChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(AcceptTroubles(places))
        }
      }
      .childChannelOption(.allowRemoteHalfClosure, value: true)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(ConnectionWatch(places))
        }
        .flatMap { http.setup(channel: channel, logger: logger) }
        .map { connection in
          Self.addAuthorityWatch(to: channel)
          // What has been set up has to be looked after, whatever becomes of the connection.
          Task { await http.handle(value: connection, logger: logger) }
          // From now on it may have to go for another.
          places.enter(channel)
        }
      }
      .bind(host: "127.0.0.1", port: port).get()
    self.places = places
    sweeping = group.next().scheduleRepeatedTask(initialDelay: .milliseconds(500), delay: .milliseconds(500))
    { _ in
      places.sweep()
    }
  }

  private static func addAuthorityWatch(to channel: any Channel) {
    let pipeline = channel.pipeline.syncOperations
    guard
      let codec = try? pipeline.context(handlerType: HTTP1ToHTTPServerCodec.self).handler
        as? HTTP1ToHTTPServerCodec
    else { return }
    try? pipeline.addHandler(AuthorityWatch(), position: .before(codec))
  }

  /// Where it listens.
  var port: Int { listener.localAddress?.port ?? 0 }

  /// Accepts nobody any more, lets answers be finished for a moment, and closes what is left.
  func end(within duration: Duration) async {
    listener.close(promise: nil)
    await places.end(within: duration)
    sweeping.cancel()
  }
}
