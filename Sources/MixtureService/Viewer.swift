public import GaussianMixtures
internal import HTTPTypes
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOPosix
public import PointFiles
internal import ServiceLifecycle
internal import UnixSignals

/// The live viewer: a page in the browser that fits mixtures to files, served to this machine alone.
///
/// What is sent to it stays in memory, and goes with it.
public struct Viewer: Sendable {
  private let store: ViewerStore
  private let exchange: Exchange
  private let limits: ViewerLimits

  /// Makes a viewer without data.
  ///
  /// - Parameters:
  ///   - limits: what it takes on at most.
  ///   - software: the program that model files are to name.
  ///   - making: how reports came to be, as names and texts.
  public init(
    limits: ViewerLimits = ViewerLimits(), software: ModelDocument.Software,
    making: [(name: String, text: String)] = []
  ) {
    self.limits = limits
    let workshop = Workshop(limit: limits.concurrentTasks)
    store = ViewerStore(limits, software: software, workshop: workshop)
    exchange = Exchange(store: store, workshop: workshop, limits: limits, making: making)
  }

  /// Shows a table before any is sent.
  ///
  /// - Parameters:
  ///   - table: the table.
  ///   - name: what the page calls it.
  ///   - columns: the columns to show at first, from 0; nil for the usual ones.
  ///   - invalid: what becomes of rows with invalid cells at first; they cannot be taken as missing.
  /// - Throws: ``ViewerError`` where it is larger than the limits, or has no numbers.
  public func show(
    _ table: PointTable, name: String, columns: [Int]? = nil, invalid: InvalidCellPolicy = .refuse
  ) async throws(ViewerError) {
    guard invalid != .missing else {
      throw ViewerError(
        .badData,
        "The viewer draws and fits complete points only; leave rows with invalid cells out, or fit on the command "
          + "line: gmm fit --missing --report report.html.")
    }
    do {
      _ = try await store.keep(
        table, name: name, byteCount: 0, columns: columns, skipsInvalid: invalid == .skipRows)
    } catch {
      throw ViewerError(.badData, "\(error.message) \(error.cure)")
    }
  }

  /// Serves the page until the process is sent SIGINT or SIGTERM; then fits that run are stopped.
  ///
  /// - Parameters:
  ///   - port: where on 127.0.0.1 to listen; 0 for any that is free.
  ///   - isReady: is told the port once requests are answered.
  /// - Throws: ``ViewerError`` where the port cannot be had.
  public func run(port: Int, isReady: @escaping @Sendable (Int) async -> Void) async throws(ViewerError) {
    let logger = Logger(label: "viewer") { _ in SwiftLogNoOpLogHandler() }
    let channel = HTTP1Channel(
      responder: { [exchange] request, writer, channel in
        try await exchange.respond(request, writer, port: channel.localAddress?.port ?? 0)
      },
      configuration: HTTP1Channel.Configuration(
        additionalChannelHandlers: [RefusalExplainer()],
        idleTimeout: .seconds(Int64(max(1, limits.bodySeconds))),
        httpDecoderConfiguration: .init(
          maxHeaderFieldSize: 1 << 14, maxHeaderListSize: 1 << 15, maxHeaderFieldCount: 100)))
    let server = channel.server(
      configuration: ServerConfiguration(
        address: .hostname("127.0.0.1", port: port),
        availableConnectionsDelegate: MaximumAvailableConnections(limits.connections)),
      onServerRunning: { channel in
        // No request is answered before this returns.
        Task { await isReady(channel.localAddress?.port ?? port) }
      },
      eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: logger)
    var group = ServiceGroupConfiguration(
      services: [server], gracefulShutdownSignals: [.sigint, .sigterm], logger: logger)
    group.maximumGracefulShutdownDuration = .seconds(3)
    do {
      try await ServiceGroup(configuration: group).run()
    } catch let error as IOError {
      throw ViewerError(
        .noPort,
        "Port \(port) of 127.0.0.1 cannot be had: \(error). Choose another with --port, or 0 for any.")
    } catch {
      // Requests that had not ended when the time for that was over.
    }
    await store.stopAll()
  }
}

/// Why a viewer cannot serve.
public struct ViewerError: Error, Sendable, CustomStringConvertible {
  /// What is wrong; new codes may be added.
  public struct Code: Sendable, Hashable {
    let name: String
    /// A table that it does not take.
    public static let badData = Code(name: "badData")
    /// A port that cannot be listened on.
    public static let noPort = Code(name: "noPort")
  }

  /// What is wrong.
  public let code: Code
  /// What is wrong and what would cure it.
  public let message: String

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  /// The message.
  public var description: String { message }
}
