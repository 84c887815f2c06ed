internal import HTTPTypes
internal import NIOCore
internal import NIOHTTPTypes

/// Says why to whoever sends what is no HTTP: the server itself answers such with a status alone.
final class RefusalExplainer: ChannelOutboundHandler, RemovableChannelHandler {
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  private let places: ConnectionPlaces
  private var hasExplained = false

  init(_ places: ConnectionPlaces) {
    self.places = places
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    guard case .head(let head) = unwrapOutboundIn(data), head.status == .badRequest,
      head.headerFields[.contentType] == nil
    else {
      context.write(data, promise: promise)
      if hasExplained, case .end = unwrapOutboundIn(data) { places.dismiss(context.channel) }
      return
    }
    hasExplained = true
    let answer = Answer(
      .badRequest("This is no request in HTTP/1.1, or its head is too large.", cure: "Use a browser or curl.")
    )
    context.write(wrapOutboundOut(.head(answer.head)), promise: promise)
    guard case .bytes(let bytes) = answer.body else { return }
    context.write(wrapOutboundOut(.body(ByteBuffer(bytes: bytes))), promise: nil)
  }
}
