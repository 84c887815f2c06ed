internal import HTTPTypes
internal import HummingbirdCore
internal import NIOCore
internal import PointFiles

/// The body of a request, within limits of size and time.
struct RequestContents: Sendable {
  let limit: Int
  let seconds: Double

  /// Reads all of it.
  ///
  /// - Throws: 413 where it is larger than the limit, and 408 where it does not come in time.
  func read(_ request: Request) async throws(ServiceError) -> [UInt8] {
    let declared = request.headers[.contentLength].flatMap { Int($0) } ?? 0
    guard declared <= limit else { throw tooLarge }
    let reading = await Self.within(seconds) { await collect(request.body, expecting: declared) }
    switch reading {
    case .success(let bytes): return bytes
    case .failure(let error): throw error
    case nil:
      var error = ServiceError(
        .requestTimeout, "The request did not arrive within \(Int(seconds.rounded(.up))) s.",
        cure: "Send it again, all at once.")
      error.endsConnection = true
      throw error
    }
  }

  /// What is too much is read all the same, and forgotten: who is still sending reads no answer.
  private func collect(_ body: RequestBody, expecting count: Int) async -> Result<[UInt8], ServiceError> {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count)
    var isTooLarge = false
    do {
      for try await part in body {
        if isTooLarge { continue }
        if bytes.count + part.readableBytes > limit {
          isTooLarge = true
          bytes = []
        } else {
          part.withUnsafeReadableBytes { bytes.append(contentsOf: $0) }
        }
      }
    } catch {
      return .failure(.badRequest("The request ended early.", cure: "Send it again, whole."))
    }
    return isTooLarge ? .failure(tooLarge) : .success(bytes)
  }

  private var tooLarge: ServiceError {
    let size = limit >= 1 << 20 ? "\(limit >> 20) MiB" : "\(limit >> 10) KiB"
    return ServiceError(
      .contentTooLarge, "The request is larger than \(size).",
      cure: "Send less, or start the viewer with a larger --upload-limit, or give it the file: gmm view FILE."
    )
  }

  /// Reads JSON.
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

  /// What a task yields, or nil where it takes longer.
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
