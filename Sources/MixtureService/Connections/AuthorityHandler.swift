#if Command

internal import NIOCore
internal import NIOHTTP1

/// A handler that lets an address such as `http://name/path` count as a further Host header where it names another
/// server: the handlers after it are told the path alone.
final class AuthorityHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard case .head(var head) = unwrapInboundIn(data), let authority = Self.authority(of: head.uri),
      authority != head.headers.first(name: "Host") ?? ""
    else {
      context.fireChannelRead(data)
      return
    }
    head.headers.add(name: "Host", value: authority)
    context.fireChannelRead(wrapInboundOut(.head(head)))
  }

  /// The authority: what stands between the scheme and the path; nil where the address is a path alone.
  private static func authority(of address: String) -> String? {
    guard !address.hasPrefix("/"), let start = address.firstRange(of: "://") else { return nil }
    return String(address[start.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" })
  }
}

#endif
