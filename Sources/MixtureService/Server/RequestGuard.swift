internal import HTTPTypes
internal import HummingbirdCore

/// Lets through what a page of this server asks for, or a program on this machine; nothing from other pages.
struct RequestGuard: Sendable {
  /// The port that the server listens on.
  let port: Int

  private static let hosts = ["127.0.0.1", "localhost", "[::1]"]

  /// Checks the head of a request before anything else looks at it.
  func check(_ request: Request) throws(ServiceError) {
    let authority = request.head.authority ?? ""
    // A page elsewhere may have its own name resolve to this machine, but it cannot change this header.
    guard Self.hosts.contains(where: { authority == "\($0):\(port)" || (port == 80 && authority == $0) })
    else {
      throw ServiceError(
        .misdirectedRequest, "This server is not «\(authority.prefix(100))».",
        cure: "Ask http://127.0.0.1:\(port)/ on the machine that it runs on.")
    }
    if let site = header("Sec-Fetch-Site", of: request), site != "same-origin", site != "none",
      request.method != .get || request.uri.path != "/"
    {
      throw foreign("another site")
    }
    guard let origin = request.headers[.origin] else { return }
    guard Self.hosts.contains(where: { origin == "http://\($0):\(port)" }) else {
      throw foreign("«\(origin.prefix(100))»")
    }
  }

  private func foreign(_ origin: String) -> ServiceError {
    ServiceError(
      .forbidden, "The request comes from a page of \(origin).",
      cure: "Use the page at http://127.0.0.1:\(port)/.")
  }

  private func header(_ name: String, of request: Request) -> String? {
    HTTPField.Name(name).flatMap { request.headers[$0] }
  }
}
