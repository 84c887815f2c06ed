#if Command

public import GaussianMixtures
internal import NIOCore
public import Tables
internal import UnixSignals

/// The live viewer: a page in the browser that fits mixtures to files, served to this machine alone.
///
/// ```swift
/// let worker = FitWorker(executable: "/usr/local/bin/survey", arguments: ["worker"])
/// let viewer = Viewer(software: .init(name: "survey", version: "2.1"), worker: worker)
/// try await viewer.show(PointTable(contentsOf: "points.csv"), name: "points.csv")
/// try await viewer.run(port: 0) { address in print(address.text) }    // until Ctrl-C
/// ```
///
/// What is sent to it stays in memory, and goes with it. Nothing is answered to who does not know its token.
public struct Viewer: Sendable {
  private let store: ViewerStore
  private let handler: RequestHandler
  private let connections: ConnectionRegistry
  private let token = AccessToken()

  /// The time for which responses may go on when the viewer is to end.
  private static let grace = Duration.seconds(2)

  /// Makes a viewer without data.
  ///
  /// - Parameters:
  ///   - limits: what it takes on at most.
  ///   - software: the program that model files are to name.
  ///   - worker: the process that a fit runs in.
  ///   - making: how reports came to be, as names and texts.
  public init(
    limits: ViewerLimits = ViewerLimits(), software: ModelDocument.Software, worker: FitWorker,
    making: [(name: String, text: String)] = []
  ) {
    let pool = WorkPool(limit: limits.concurrentTasks)
    store = ViewerStore(limits, software: software, worker: worker, pool: pool)
    connections = ConnectionRegistry(limits)
    handler = RequestHandler(
      store: store, pool: pool, limits: limits, making: making, connections: connections, token: token)
  }

  /// Shows a table before any is sent.
  ///
  /// - Parameters:
  ///   - table: the table.
  ///   - name: what the page calls it.
  ///   - columns: the columns to show at first, from 0; nil for the usual ones.
  ///   - invalid: what becomes of invalid cells at first.
  ///   - weights: the column that says how much each point counts, at first.
  ///   - knownLabels: the column of groups that are known, at first.
  ///   - unknownLabel: the label there that says that a point's group is not known, at first; nil for empty cells only.
  ///   - truth: the column of classes that labels are compared with, at first; nil for one called truth, where there is one.
  /// - Throws: ``ViewerError`` where it is larger than the limits, or has no numbers.
  public func show(
    _ table: PointTable, name: String, columns: [Int]? = nil, invalid: InvalidCellPolicy = .refuse,
    weights: Int? = nil, knownLabels: Int? = nil, unknownLabel: String? = nil, truth: Int? = nil
  ) async throws(ViewerError) {
    do {
      _ = try await store.keep(
        table, name: name,
        choice: PointChoice(
          columns: columns ?? [], invalid: invalid, weights: weights, known: knownLabels,
          unknown: unknownLabel ?? "", truth: truth))
    } catch {
      throw ViewerError(.badData, error.description)
    }
  }

  /// Serves the page until the process is sent SIGINT or SIGTERM, or the task is cancelled; then fits that run are
  /// given up.
  ///
  /// It returns within a few seconds; work that takes longer, such as reading a large file, may still be going on
  /// then, for nobody.
  ///
  /// - Parameters:
  ///   - port: where on 127.0.0.1 to listen; 0 for any that is free.
  ///   - isReady: is told the address once requests are answered.
  /// - Throws: ``ViewerError`` where the port cannot be had.
  public func run(
    port: Int, isReady: @escaping @Sendable (ViewerAddress) async -> Void
  ) async throws(ViewerError) {
    // The runtime's clock takes a descriptor when it is first used, and ends the process where there is none.
    try? await Task.sleep(for: .nanoseconds(1))
    let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
    let server: PageServer
    do {
      server = try await PageServer(port: port, handler, connections)
    } catch {
      throw ViewerError(
        .noPort,
        "Port \(port) of 127.0.0.1 cannot be had: \(error). Choose another with --port, or 0 for any.")
    }
    let address = ViewerAddress(port: server.port, token: token.text)
    // Opening a browser may take longer than somebody is willing to wait for the end.
    let telling = Task { await isReady(address) }
    for await _ in signals { break }
    telling.cancel()
    await store.stopAll()
    await server.end(within: Self.grace)
  }
}

/// The address of the page of a viewer.
///
/// ```swift
/// let worker = FitWorker(executable: "/usr/local/bin/survey", arguments: ["worker"])
/// let viewer = Viewer(software: .init(name: "survey", version: "2.1"), worker: worker)
/// try await viewer.run(port: 8080) { address in
///   print("open \(address.text)")    // who has the address but not the token sees nothing
/// }
/// ```
public struct ViewerAddress: Sendable, Hashable {
  /// The port on 127.0.0.1.
  public let port: Int
  /// The token that every request has to show, as `token` in the address, `Authorization: Bearer` or the page's cookie.
  public let token: String

  /// The address that opens the page, token included.
  public var text: String { "http://127.0.0.1:\(port)/?token=\(token)" }
}

#endif
