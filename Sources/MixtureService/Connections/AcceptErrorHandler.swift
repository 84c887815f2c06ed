#if Command

internal import NIOCore

/// A handler that keeps on accepting where the system has no descriptor left: another connection is evicted.
final class AcceptErrorHandler: ChannelInboundHandler {
  typealias InboundIn = any Channel

  private let connections: ConnectionRegistry
  private var isWaiting = false

  init(_ connections: ConnectionRegistry) {
    self.connections = connections
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard error is IOError else { return }
    connections.evict()
    guard !isWaiting else { return }
    // Asked at once, the system would say the same again, as fast as it can be asked.
    isWaiting = true
    let channel = context.channel
    channel.setOption(.autoRead, value: false).whenComplete { _ in
      channel.eventLoop.scheduleTask(in: .milliseconds(20)) {
        channel.setOption(.autoRead, value: true).whenComplete { _ in channel.read() }
      }
    }
    let box = NIOLoopBound(self, eventLoop: context.eventLoop)
    context.eventLoop.scheduleTask(in: .milliseconds(20)) { box.value.isWaiting = false }
  }
}

#endif
