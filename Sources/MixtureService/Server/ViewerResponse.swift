#if Command

internal import HTTPTypes
internal import MixtureFigures

/// A response to a request: its head, and its body or the fit whose states make it.
struct ViewerResponse: Sendable {
  enum Body: Sendable {
    case bytes([UInt8])
    /// The states of a fit, sent as they come.
    case events(FitJob)
  }

  var status: HTTPResponse.Status = .ok
  var contentType: String
  var body: Body
  /// The name under which a browser saves the body.
  var fileName: String?
  var allowedMethods: [HTTPRequest.Method] = []
  var closesConnection = false
  /// The cookie that a browser is to keep and send along.
  var cookie: String?

  init(_ bytes: [UInt8], contentType: String, fileName: String? = nil) {
    body = .bytes(bytes)
    self.contentType = contentType
    self.fileName = fileName
  }

  init(_ text: String, contentType: String, fileName: String? = nil) {
    self.init(Array(text.utf8), contentType: contentType, fileName: fileName)
  }

  init(_ json: JSONValue, status: HTTPResponse.Status = .ok) {
    self.init(json.text, contentType: "application/json")
    self.status = status
  }

  init(eventsOf job: FitJob) {
    body = .events(job)
    contentType = "text/event-stream"
  }

  init(_ error: ServiceError) {
    self.init(["error": .string(error.message), "cure": .string(error.cure)], status: error.code)
    allowedMethods = error.allowedMethods
    closesConnection = error.closesConnection
  }

  /// The head, with the fields that keep a page to itself.
  var head: HTTPResponse {
    var fields: [(name: String, value: String)] = [
      ("Content-Type", contentType), ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff"),
      ("Content-Security-Policy", Self.policy), ("Referrer-Policy", "no-referrer"),
      ("X-Frame-Options", "DENY"), ("Cross-Origin-Resource-Policy", "same-origin"),
      ("Cross-Origin-Opener-Policy", "same-origin"),
    ]
    if case .bytes(let bytes) = body { fields.append(("Content-Length", "\(bytes.count)")) }
    if let fileName { fields.append(("Content-Disposition", "attachment; filename=\"\(fileName)\"")) }
    if let cookie { fields.append(("Set-Cookie", cookie)) }
    if !allowedMethods.isEmpty {
      fields.append(("Allow", allowedMethods.map(\.rawValue).sorted().joined(separator: ", ")))
    }
    if status == .tooManyRequests { fields.append(("Retry-After", "2")) }
    if closesConnection { fields.append(("Connection", "close")) }
    var head = HTTPResponse(status: status)
    for (name, value) in fields {
      if let name = HTTPField.Name(name) { head.headerFields.append(HTTPField(name: name, value: value)) }
    }
    return head
  }

  /// The response as it goes over the wire, for where no request has been understood.
  var serialized: [UInt8] {
    guard case .bytes(let bytes) = body else { return [] }
    let fields = head.headerFields.map { "\($0.name.rawName): \($0.value)\r\n" }.joined()
    return Array("HTTP/1.1 \(status.code) \(status.reasonPhrase)\r\n\(fields)\r\n".utf8) + bytes
  }

  /// The policy of the page: it may run its own script, use its own style and ask its own server, and nothing else.
  private static let policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data: blob:; "
    + "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
}

#endif
