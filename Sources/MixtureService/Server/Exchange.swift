internal import GaussianMixtures
internal import HTTPTypes
internal import HummingbirdCore
internal import MixtureFigures
internal import NIOCore
internal import PageAssets
internal import Tables

/// Takes requests, has them answered, and writes the answers.
struct Exchange: Sendable {
  let store: ViewerStore
  let workshop: Workshop
  let limits: ViewerLimits
  let making: [(name: String, text: String)]
  let places: ConnectionPlaces
  let token: AccessToken
  private let arriving = ArrivingTotal()

  /// A few hundred bytes are what such requests have.
  private static let largestMessage = 1 << 16

  /// Answers one request.
  ///
  /// - Throws: where the connection is to be closed.
  func respond(_ request: Request, _ writer: consuming ResponseWriter, _ channel: any Channel) async throws {
    let answer = await answer(request, &writer, channel)
    var body: any ResponseBodyWriter = try await writer.writeHead(answer.head)
    if request.method != .head {
      switch answer.body {
      case .bytes(let bytes): try await Self.write(bytes, to: &body)
      case .events(let job):
        places.move(channel, to: .watching)
        try await EventStream(job: job, places: places).write(to: &body)
      }
    }
    try await body.finish(nil)
    if answer.endsConnection { places.dismiss(channel) }
  }

  private func answer(
    _ request: Request, _ writer: inout ResponseWriter, _ channel: any Channel
  ) async -> Answer {
    do throws(ServiceError) {
      let port = channel.localAddress?.port ?? 0
      let guarding = RequestGuard(port: port, token: token)
      try guarding.check(request)
      // As it was sent: nothing is decoded.
      let route = try Route.find(request.method, String((request.head.path ?? "").prefix { $0 != "?" }))
      if request.headers[.expect]?.lowercased() == "100-continue", isExpected(request) {
        try? await writer.writeInformationalHead(HTTPResponse(status: .continue))
      }
      var answer = try await self.answer(route, request)
      if route == .page, guarding.isInAddress(request) { answer.cookie = token.cookie(port: port) }
      return answer
    } catch {
      var answer = Answer(error)
      // The rest of a large body is not worth waiting for.
      if Self.announcesMuch(request) { answer.endsConnection = true }
      return answer
    }
  }

  /// In pieces, each of which has to be taken before the next one follows.
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

  private func answer(_ route: Route, _ request: Request) async throws(ServiceError) -> Answer {
    switch route {
    case .page:
      return Answer(PageAssets.viewerPage(accepting: TableFormats.accepted), kind: "text/html; charset=utf-8")
    case .script: return Answer(PageAssets.viewerScript, kind: "text/javascript; charset=utf-8")
    case .style: return Answer(PageAssets.viewerStyle, kind: "text/css; charset=utf-8")
    case .dataSets: return Answer(await store.json())
    case .upload: return try await upload(request)
    case .example(let name): return try await example(name)
    case .points(let dataSet): return try await points(dataSet, request)
    case .startFit: return try await startFit(request)
    case .events(let fit): return Answer(eventsOf: try await store.fit(fit))
    case .stop(let fit):
      let job = try await store.fit(fit)
      job.watch.stop(.asked)
      return Answer(await job.summary)
    case .scene(let fit):
      let job = try await store.fit(fit)
      return Answer(try await workshop.run { try await job.sceneBytes() }, kind: "application/octet-stream")
    case .classify(let fit):
      let job = try await store.fit(fit)
      let point = try await message.decode(PointRequest.self, request)
      return Answer(try await workshop.run { try await PointAnswer.json(point, job) })
    case .download(let fit, let name):
      let job = try await store.fit(fit)
      guard let download = Download(name: name) else { throw ServiceError(.notFound, "", cure: "") }
      return try await workshop.run { [making] in try await download.answer(job, making: making) }
    }
  }

  private var message: RequestContents {
    RequestContents(limit: Self.largestMessage, seconds: limits.bodySeconds)
  }

  // MARK: Files

  private func upload(_ request: Request) async throws(ServiceError) -> Answer {
    try RequestContents.require(TableFormats.contentTypes, request)
    let name = Self.fileName(request.uri.queryParameters["name"].map(String.init))
    let contents = RequestContents(limit: limits.uploadBytes, seconds: limits.bodySeconds)
    let share = ArrivingShare(of: arriving, most: 2 * limits.uploadBytes)
    // What has arrived counts until it is a table that is kept, or refused.
    defer { withExtendedLifetime(share) {} }
    let bytes = try await contents.readTable(request, share, mostColumns: limits.columns)
    return try await keep(name, bytes)
  }

  private func example(_ name: String) async throws(ServiceError) -> Answer {
    guard let example = Example(rawValue: name) else {
      let names = Example.allCases.map(\.rawValue).joined(separator: ", ")
      throw ServiceError(.notFound, "There is no example \(name.prefix(40)).", cure: "There are \(names).")
    }
    let bytes = ArrivingBytes()
    try example.bytes().withUnsafeBytes { _ = bytes.append($0) }
    return try await keep(example.rawValue, bytes)
  }

  private func keep(_ name: String, _ bytes: ArrivingBytes) async throws(ServiceError) -> Answer {
    let table = try await workshop.run { [limits] in
      try PointTable(taking: bytes, source: name, options: limits.reading(ReadingOptions()))
    }
    return Answer(try await store.keep(table, name: name).json, status: .created)
  }

  /// A name to show: the last part of a path, without signs that no screen shows.
  private static func fileName(_ given: String?) -> String {
    let last = given?.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last ?? "points"
    let shown = last.unicodeScalars.filter { !$0.properties.isDefaultIgnorableCodePoint && $0.value >= 0x20 }
    return String(String(String.UnicodeScalarView(shown)).prefix(120))
  }

  private func points(_ dataSet: Int, _ request: Request) async throws(ServiceError) -> Answer {
    let query = request.uri.queryParameters
    let columns = try query["columns"].map { text throws(ServiceError) in try Self.columns(String(text)) }
    let selection = try await store.selection(
      dataSet, columns: columns, skipsInvalid: query["skip"] == "1")
    let bytes = try await workshop.run { selection.scene.document.bytes }
    return Answer(bytes, kind: "application/octet-stream")
  }

  private static func columns(_ text: String) throws(ServiceError) -> [Int] {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    let columns = parts.compactMap { Int($0) }
    guard columns.count == parts.count else {
      throw .badRequest("«\(text.prefix(60))» are no columns.", cure: "Give numbers from 0, such as 0,1,2.")
    }
    return columns
  }

  // MARK: Fits

  private func startFit(_ request: Request) async throws(ServiceError) -> Answer {
    let job = try await store.start(try await message.decode(FitRequest.self, request))
    let components = LiveScene.components(job.order.components)
    return Answer(job.request.adding(["palette": components]), status: .created)
  }
}
