#if Command

internal import HTTPTypes
internal import HummingbirdCore
internal import MixtureFiles
internal import NIOCore
internal import Synchronization
internal import Tables

/// Reads the body of a request within limits of size and time.
struct RequestBodyReader: Sendable {
  let limit: Int
  let seconds: Double

  /// Reads a whole message.
  ///
  /// - Throws: 413 where it is larger than the limit, and 408 where it does not come in time.
  func read(_ request: Request) async throws(ServiceError) -> [UInt8] {
    let bytes = Mutex<[UInt8]>([])
    try await read(request) { part in bytes.withLock { $0.append(contentsOf: part) } }
    return bytes.withLock { $0 }
  }

  /// Reads a table, and stops as soon as it is none that is taken.
  ///
  /// - Parameters:
  ///   - request: the request.
  ///   - reservation: its part of the budget for uploads.
  ///   - mostColumns: the most columns that are taken.
  /// - Returns: the bytes of the table.
  /// - Throws: as ``read(_:)``; also 413 as soon as there are too many columns, 429 where too much is arriving, and
  ///   507 where there is no memory.
  func readTable(
    _ request: Request, _ reservation: UploadReservation, mostColumns: Int
  ) async throws(ServiceError) -> ArrivingBytes {
    let bytes = ArrivingBytes()
    let watch = Mutex(WidthWatch(mostColumns: mostColumns))
    try await read(request) { part throws(ServiceError) in
      guard watch.withLock({ $0.accepts(part) }) else {
        throw ServiceError(TableError.tooLarge("", "columns", most: mostColumns))
      }
      try reservation.grow(by: part.count)
      guard bytes.append(part) else {
        throw ServiceError(
          ServiceError.noMemory, "There is no memory for the file.", cure: "Send a smaller one.")
      }
    }
    return bytes
  }

  private func read(
    _ request: Request, taking take: @escaping @Sendable (UnsafeRawBufferPointer) throws(ServiceError) -> Void
  ) async throws(ServiceError) {
    let declared = request.headers[.contentLength].flatMap { Int($0) } ?? 0
    guard declared <= limit else { throw tooLarge }
    let reading = await Self.within(seconds) { await collect(request.body, take) }
    guard let reading else {
      throw ended(
        ServiceError(
          .requestTimeout, "The request did not arrive within \(Int(seconds.rounded(.up))) s.",
          cure: "Send it again, all at once."))
    }
    if let error = reading { throw ended(error) }
  }

  private func ended(_ error: ServiceError) -> ServiceError {
    var error = error
    error.closesConnection = true
    return error
  }

  /// Takes the parts as they come.
  ///
  /// - Returns: the error where not all of them are taken, else nil.
  private func collect(
    _ body: RequestBody, _ take: @Sendable (UnsafeRawBufferPointer) throws(ServiceError) -> Void
  ) async -> ServiceError? {
    var count = 0
    do {
      for try await part in body {
        count += part.readableBytes
        guard count <= limit else { return tooLarge }
        try part.withUnsafeReadableBytes { try take($0) }
      }
      return nil
    } catch let error as ServiceError {
      return error
    } catch {
      return .badRequest("The request ended early.", cure: "Send it again, whole.")
    }
  }

  private var tooLarge: ServiceError {
    let size = limit >= 1 << 20 ? "\(limit >> 20) MiB" : "\(limit >> 10) KiB"
    return ServiceError(
      .contentTooLarge, "The request is larger than \(size).",
      cure: "Send less, or start the viewer with a larger --upload-limit, or give it the file: gmm view FILE."
    )
  }

  /// Reads a value from JSON.
  ///
  /// - Throws: also 415 for another kind of content, and 400 for what is no such JSON.
  func decode<Value: Decodable & Sendable>(
    _ kind: Value.Type, _ request: Request
  ) async throws(ServiceError) -> Value {
    try Self.require(["application/json"], request)
    let bytes = try await read(request)
    do throws(JSONProblem) {
      return try bytes.withUnsafeBufferPointer { bytes throws(JSONProblem) in
        try ModelFile.decode(kind, from: bytes)
      }
    } catch {
      throw .badRequest(error.message, cure: "Send an object as the page does.")
    }
  }

  /// Requires a kind of content.
  ///
  /// Pages of other sites can send some kinds of content without asking; ours are none of these.
  static func require(_ kinds: [String], _ request: Request) throws(ServiceError) {
    let given = request.headers[.contentType] ?? ""
    let kind = given.prefix { $0 != ";" && $0 != " " }.lowercased()
    guard kinds.contains(kind) else {
      throw ServiceError(
        .unsupportedMediaType,
        given.isEmpty ? "The request has no Content-Type." : "The content is «\(given.prefix(80))».",
        cure: "Send it as \(kinds.joined(separator: " or ")).")
    }
  }

  /// Returns what some work yields, or nil where it takes longer than some seconds.
  private static func within<Value: Sendable>(
    _ seconds: Double, _ work: @escaping @Sendable () async -> Value
  ) async -> Value? {
    await withTaskGroup(of: Value?.self) { group in
      group.addTask { await work() }
      group.addTask {
        try? await Task.sleep(for: .seconds(seconds))
        return nil
      }
      let first = await group.next() ?? nil
      group.cancelAll()
      return first
    }
  }
}

#endif
