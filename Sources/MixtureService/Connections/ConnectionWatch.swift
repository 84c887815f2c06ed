internal import HTTPTypes
internal import NIOCore
internal import NIOHTTPTypes

/// Sees the bytes of a connection before anything is made of them, and closes it so that a last answer is read.
final class ConnectionWatch: ChannelDuplexHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer
  typealias OutboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  /// The last answer has been written.
  struct Departure: Sendable {}
  /// The head of a request did not come in time.
  struct HeadTimeout: Sendable {}

  private let places: ConnectionPlaces
  /// The bytes thrown away since the last answer; nil before.
  private var thrownAway: Int?

  init(_ places: ConnectionPlaces) {
    self.places = places
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let count = unwrapInboundIn(data).readableBytes
    guard let thrownAway else {
      places.count(count, on: context.channel)
      context.fireChannelRead(data)
      return
    }
    self.thrownAway = thrownAway + count
    guard thrownAway + count <= ConnectionPlaces.lingeringBytes else {
      context.close(promise: nil)
      return
    }
    // Whoever asks for more otherwise has had enough.
    context.read()
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    places.note(isWritable: context.channel.isWritable, context.channel)
    context.fireChannelWritabilityChanged()
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    switch event {
    case is Departure: leave(context)
    case is HeadTimeout:
      let answer = Answer(
        ServiceError(
          .requestTimeout, "The head of the request did not arrive in time.",
          cure: "Send it again, all at once."))
      context.write(wrapOutboundOut(ByteBuffer(bytes: answer.bytesInHTTP)), promise: nil)
      leave(context)
    case ChannelEvent.inputClosed where thrownAway != nil: context.close(promise: nil)
    default: context.fireUserInboundEventTriggered(event)
    }
  }

  /// A connection that is closed with bytes unread takes the answer along; so these are read for a moment.
  private func leave(_ context: ChannelHandlerContext) {
    guard thrownAway == nil else { return }
    thrownAway = 0
    context.flush()
    context.close(mode: .output, promise: nil)
    context.read()
    let channel = context.channel
    context.eventLoop.scheduleTask(in: .init(ConnectionPlaces.linger)) { channel.close(promise: nil) }
  }
}

/// Says how far the requests of a connection are.
final class RequestWatch: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  private let places: ConnectionPlaces
  private var unanswered = 0

  init(_ places: ConnectionPlaces) {
    self.places = places
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head:
      unanswered += 1
      places.move(context.channel, to: .body)
    case .body: break
    case .end: places.move(context.channel, to: .answering)
    }
    context.fireChannelRead(data)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    if case .end = unwrapOutboundIn(data) {
      unanswered -= 1
      if unanswered == 0 { places.move(context.channel, to: .idle) }
    }
    context.write(data, promise: promise)
  }
}
