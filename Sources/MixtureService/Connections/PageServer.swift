#if Command

internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOHTTPTypesHTTP1
internal import NIOPosix

/// A server that listens on this machine alone, and has every connection looked after.
struct PageServer: Sendable {
  private let listener: any Channel
  private let connections: ConnectionRegistry
  private let sweeping: RepeatedTask

  /// Begins to listen.
  ///
  /// - Parameters:
  ///   - port: the port on 127.0.0.1; 0 for any that is free.
  ///   - handler: who answers the requests.
  ///   - connections: where connections are entered.
  /// - Throws: the error of the system where the port cannot be had.
  init(port: Int, _ handler: RequestHandler, _ connections: ConnectionRegistry) async throws {
    let http = HTTP1Channel(
      responder: { request, writer, channel in try await handler.respond(request, writer, channel) },
      configuration: HTTP1Channel.Configuration(
        additionalChannelHandlers: [RequestStageHandler(connections), BadRequestHandler(connections)],
        httpDecoderConfiguration: .init(
          maxHeaderFieldSize: 1 << 14, maxHeaderListSize: 1 << 15, maxHeaderFieldCount: 100)))
    let logger = Logger(label: "viewer") { _ in SwiftLogNoOpLogHandler() }
    let group = MultiThreadedEventLoopGroup.singleton
    listener = try await ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 256)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .serverChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(AcceptErrorHandler(connections))
        }
      }
      .childChannelOption(.allowRemoteHalfClosure, value: true)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(ConnectionHandler(connections))
        }
        .flatMap { http.setup(channel: channel, logger: logger) }
        .map { connection in
          Self.addAuthorityWatch(to: channel)
          // What has been set up has to be looked after, whatever becomes of the connection.
          Task { await http.handle(value: connection, logger: logger) }
          // From now on it may be evicted for another.
          connections.add(channel)
        }
      }
      .bind(host: "127.0.0.1", port: port).get()
    self.connections = connections
    sweeping = group.next().scheduleRepeatedTask(initialDelay: .milliseconds(500), delay: .milliseconds(500))
    { _ in
      connections.sweep()
    }
  }

  private static func addAuthorityWatch(to channel: any Channel) {
    let pipeline = channel.pipeline.syncOperations
    guard
      let codec = try? pipeline.context(handlerType: HTTP1ToHTTPServerCodec.self).handler
        as? HTTP1ToHTTPServerCodec
    else { return }
    try? pipeline.addHandler(AuthorityHandler(), position: .before(codec))
  }

  /// The port that it listens on.
  var port: Int { listener.localAddress?.port ?? 0 }

  /// Stops accepting, lets responses be finished for a moment, and closes the connections that are left.
  func end(within duration: Duration) async {
    listener.close(promise: nil)
    await connections.end(within: duration)
    sweeping.cancel()
  }
}

#endif
