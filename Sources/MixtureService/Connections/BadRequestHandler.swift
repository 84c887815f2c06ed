#if Command

internal import HTTPTypes
internal import NIOCore
internal import NIOHTTPTypes

/// A handler that adds the reason to the response to what is no HTTP: the server itself answers with a status alone.
final class BadRequestHandler: ChannelOutboundHandler, RemovableChannelHandler {
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  private let connections: ConnectionRegistry
  private var hasExplained = false

  init(_ connections: ConnectionRegistry) {
    self.connections = connections
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    guard case .head(let head) = unwrapOutboundIn(data), head.status == .badRequest,
      head.headerFields[.contentType] == nil
    else {
      context.write(data, promise: promise)
      if hasExplained, case .end = unwrapOutboundIn(data) { connections.closeAfterResponse(context.channel) }
      return
    }
    hasExplained = true
    let response = ViewerResponse(
      .badRequest("This is no request in HTTP/1.1, or its head is too large.", cure: "Use a browser or curl.")
    )
    context.write(wrapOutboundOut(.head(response.head)), promise: promise)
    guard case .bytes(let bytes) = response.body else { return }
    context.write(wrapOutboundOut(.body(ByteBuffer(bytes: bytes))), promise: nil)
  }
}

#endif
