#if Command

internal import HTTPTypes
internal import NIOCore
internal import NIOHTTPTypes

/// A handler that sees the bytes of a connection first, and closes it so that a last response is read.
final class ConnectionHandler: ChannelDuplexHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer
  typealias OutboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  /// The event that the last response has been written, and the connection is to be closed once it is read.
  struct LingeringClose: Sendable {}
  /// The event that the head of a request did not come in time.
  struct HeadTimeout: Sendable {}

  private let connections: ConnectionRegistry
  /// The number of bytes discarded since the last response; nil before.
  private var discardedCount: Int?

  init(_ connections: ConnectionRegistry) {
    self.connections = connections
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let count = unwrapInboundIn(data).readableBytes
    guard let discardedCount else {
      connections.count(count, on: context.channel)
      context.fireChannelRead(data)
      return
    }
    self.discardedCount = discardedCount + count
    guard discardedCount + count <= ConnectionRegistry.lingeringBytes else {
      context.close(promise: nil)
      return
    }
    // Whoever asks for more otherwise has had enough.
    context.read()
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    connections.note(isWritable: context.channel.isWritable, context.channel)
    context.fireChannelWritabilityChanged()
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    switch event {
    case is LingeringClose: closeLingering(context)
    case is HeadTimeout:
      let response = ViewerResponse(
        ServiceError(
          .requestTimeout, "The head of the request did not arrive in time.",
          cure: "Send it again, all at once."))
      context.write(wrapOutboundOut(ByteBuffer(bytes: response.serialized)), promise: nil)
      closeLingering(context)
    case ChannelEvent.inputClosed where discardedCount != nil: context.close(promise: nil)
    default: context.fireUserInboundEventTriggered(event)
    }
  }

  /// Closes the connection after a moment in which bytes are still read: closed with bytes unread, it takes the
  /// response along.
  private func closeLingering(_ context: ChannelHandlerContext) {
    guard discardedCount == nil else { return }
    discardedCount = 0
    context.flush()
    context.close(mode: .output, promise: nil)
    context.read()
    let channel = context.channel
    context.eventLoop.scheduleTask(in: .init(ConnectionRegistry.linger)) { channel.close(promise: nil) }
  }
}

/// A handler that notes the stage of the requests of a connection.
final class RequestStageHandler: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  private let connections: ConnectionRegistry
  private var unanswered = 0

  init(_ connections: ConnectionRegistry) {
    self.connections = connections
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head:
      unanswered += 1
      connections.move(context.channel, to: .body)
    case .body: break
    case .end: connections.move(context.channel, to: .answering)
    }
    context.fireChannelRead(data)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    if case .end = unwrapOutboundIn(data) {
      unanswered -= 1
      if unanswered == 0 { connections.move(context.channel, to: .idle) }
    }
    context.write(data, promise: promise)
  }
}

#endif
