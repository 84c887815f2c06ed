#if Command

internal import GaussianMixtures
internal import HTTPTypes
internal import HummingbirdCore
internal import MixtureFigures
internal import NIOCore
internal import PageAssets
internal import Tables

/// Takes requests, finds who answers them, and writes the responses.
struct RequestHandler: Sendable {
  let store: ViewerStore
  let pool: WorkPool
  let limits: ViewerLimits
  let making: [(name: String, text: String)]
  let connections: ConnectionRegistry
  let token: AccessToken
  private let uploads = UploadBudget()

  /// The most bytes of a message; those of the page have a few hundred.
  private static let largestMessage = 1 << 16

  /// Answers one request.
  ///
  /// - Throws: what goes wrong in writing; then the connection is closed.
  func respond(_ request: Request, _ writer: consuming ResponseWriter, _ channel: any Channel) async throws {
    let response = await response(request, &writer, channel)
    var body: any ResponseBodyWriter = try await writer.writeHead(response.head)
    if request.method != .head {
      switch response.body {
      case .bytes(let bytes): try await Self.write(bytes, to: &body)
      case .events(let job):
        connections.move(channel, to: .watching)
        try await EventStream(job: job, connections: connections).write(to: &body)
      }
    }
    try await body.finish(nil)
    if response.closesConnection { connections.closeAfterResponse(channel) }
  }

  private func response(
    _ request: Request, _ writer: inout ResponseWriter, _ channel: any Channel
  ) async -> ViewerResponse {
    do throws(ServiceError) {
      let port = channel.localAddress?.port ?? 0
      let guarding = RequestGuard(port: port, token: token)
      try guarding.check(request)
      // As it was sent: nothing is decoded.
      let route = try Route.find(request.method, String((request.head.path ?? "").prefix { $0 != "?" }))
      if request.headers[.expect]?.lowercased() == "100-continue", isExpected(request) {
        try? await writer.writeInformationalHead(HTTPResponse(status: .continue))
      }
      var response = try await self.response(route, request)
      if route == .page, guarding.isInAddress(request) { response.cookie = token.cookie(port: port) }
      return response
    } catch {
      var response = ViewerResponse(error)
      // The rest of a large body is not worth waiting for.
      if Self.announcesMuch(request) { response.closesConnection = true }
      return response
    }
  }

  /// Writes bytes in pieces, each of which has to be taken before the next one follows.
  private static func write(_ bytes: [UInt8], to body: inout any ResponseBodyWriter) async throws {
    guard bytes.count > pieceSize else { return try await body.write(ByteBuffer(bytes: bytes)) }
    for start in stride(from: 0, to: bytes.count, by: pieceSize) {
      try await body.write(ByteBuffer(bytes: bytes[start..<min(start + pieceSize, bytes.count)]))
    }
  }

  private static let pieceSize = 1 << 20

  private static func announcesMuch(_ request: Request) -> Bool {
    request.headers[.transferEncoding] != nil
      || (request.headers[.contentLength].flatMap { Int($0) } ?? 0) > largestMessage
  }

  private func isExpected(_ request: Request) -> Bool {
    (request.headers[.contentLength].flatMap { Int($0) } ?? 0) <= limits.uploadBytes
  }

  private func response(_ route: Route, _ request: Request) async throws(ServiceError) -> ViewerResponse {
    switch route {
    case .page:
      return ViewerResponse(
        PageAssets.viewerPage(accepting: TableFormats.accepted), contentType: "text/html; charset=utf-8")
    case .script:
      return ViewerResponse(PageAssets.viewerScript, contentType: "text/javascript; charset=utf-8")
    case .style: return ViewerResponse(PageAssets.viewerStyle, contentType: "text/css; charset=utf-8")
    case .dataSets: return ViewerResponse(await store.json())
    case .upload: return try await upload(request)
    case .example(let name): return try await example(name)
    case .points(let dataSet): return try await points(dataSet, request)
    case .startFit: return try await startFit(request)
    case .events(let fit): return ViewerResponse(eventsOf: try await store.fit(fit))
    case .stop(let fit):
      let job = try await store.fit(fit)
      job.monitor.stop(.asked)
      return ViewerResponse(await job.summary)
    case .scene(let fit):
      let job = try await store.fit(fit)
      return ViewerResponse(
        try await pool.run { try await job.sceneBytes() }, contentType: "application/octet-stream")
    case .classify(let fit):
      let job = try await store.fit(fit)
      let point = try await messageReader.decode(PointRequest.self, request)
      return ViewerResponse(try await pool.run { try await PointClassification.json(point, job) })
    case .candidate(let fit):
      let candidate = try await messageReader.decode(CandidateRequest.self, request)
      return ViewerResponse(await (try await store.candidate(candidate, of: fit)).summary)
    case .download(let fit, let name):
      let job = try await store.fit(fit)
      guard let download = Download(name: name) else { throw ServiceError(.notFound, "", cure: "") }
      return try await pool.run { [making] in try await download.response(job, making: making) }
    }
  }

  private var messageReader: RequestBodyReader {
    RequestBodyReader(limit: Self.largestMessage, seconds: limits.bodySeconds)
  }

  // MARK: Files

  private func upload(_ request: Request) async throws(ServiceError) -> ViewerResponse {
    try RequestBodyReader.require(TableFormats.contentTypes, request)
    let name = Self.fileName(request.uri.queryParameters["name"].map(String.init))
    let reader = RequestBodyReader(limit: limits.uploadBytes, seconds: limits.bodySeconds)
    let reservation = UploadReservation(of: uploads, most: 2 * limits.uploadBytes)
    // What has arrived counts until it is a table that is kept, or refused.
    defer { withExtendedLifetime(reservation) {} }
    let bytes = try await reader.readTable(request, reservation, mostColumns: limits.columns)
    return try await keep(name, bytes)
  }

  private func example(_ name: String) async throws(ServiceError) -> ViewerResponse {
    guard let example = Example(rawValue: name) else {
      let names = Example.allCases.map(\.rawValue).joined(separator: ", ")
      throw ServiceError(.notFound, "There is no example \(name.prefix(40)).", cure: "There are \(names).")
    }
    let bytes = ArrivingBytes()
    try example.bytes().withUnsafeBytes { _ = bytes.append($0) }
    return try await keep(example.rawValue, bytes)
  }

  private func keep(_ name: String, _ bytes: ArrivingBytes) async throws(ServiceError) -> ViewerResponse {
    let table = try await pool.run { [limits] in
      try PointTable(taking: bytes, source: name, options: limits.reading(ReadingOptions()))
    }
    return ViewerResponse(try await store.keep(table, name: name).json, status: .created)
  }

  /// The name of a file to show: the last part of a path, without signs that no screen shows.
  private static func fileName(_ given: String?) -> String {
    let last = given?.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last ?? "points"
    let shown = last.unicodeScalars.filter { !$0.properties.isDefaultIgnorableCodePoint && $0.value >= 0x20 }
    return String(String(String.UnicodeScalarView(shown)).prefix(120))
  }

  private func points(_ dataSet: Int, _ request: Request) async throws(ServiceError) -> ViewerResponse {
    let query = request.uri.queryParameters
    let choice = try PointChoiceRequest(query: { name in query[Substring(name)].map(String.init) })
    let selection = try await store.selection(dataSet, choice)
    let bytes = try await pool.run { selection.scene.document.bytes }
    return ViewerResponse(bytes, contentType: "application/octet-stream")
  }

  // MARK: Fits

  private func startFit(_ request: Request) async throws(ServiceError) -> ViewerResponse {
    let job = try await store.start(try await messageReader.decode(FitRequest.self, request))
    let specification = job.specification
    // Several have no components that could be watched.
    guard !specification.isSelection else { return ViewerResponse(job.request, status: .created) }
    let components = LiveScene.components(specification.mostComponents)
    let noise: JSONValue = specification.hasNoise ? ["noiseColour": LiveScene.noiseColour] : [:]
    return ViewerResponse(job.request.adding(["palette": components]).adding(noise), status: .created)
  }
}

#endif
