#if Command

internal import HTTPTypes
internal import HummingbirdCore

/// Lets through what a page of this server asks for, or a program that was told the token; nothing from other
/// pages and other users.
struct RequestGuard: Sendable {
  /// The port that the server listens on.
  let port: Int
  let token: AccessToken

  private static let hosts = ["127.0.0.1", "localhost", "[::1]"]

  /// Checks the head of a request before anything else looks at it.
  func check(_ request: Request) throws(ServiceError) {
    try requireHost(request)
    guard hasToken(request) else {
      let isWrong = request.uri.queryParameters["token"] != nil || request.headers[.authorization] != nil
      var error = ServiceError(
        .forbidden,
        isWrong ? "The token is not that of this viewer." : "The request has no token of this viewer.",
        cure: "Open the whole address that gmm view printed when it was started; programs send the token as "
          + "«Authorization: Bearer …».")
      error.closesConnection = true
      throw error
    }
    try requireOwnPage(request)
  }

  // MARK: Host

  /// Checks that the request names this server.
  ///
  /// A page elsewhere may have its own name resolve to this machine, but it cannot change this header.
  private func requireHost(_ request: Request) throws(ServiceError) {
    // The first one has become the authority.
    guard let authority = request.head.authority,
      !request.headers.contains(where: { $0.name.canonicalName == "host" })
    else {
      throw .badRequest(
        request.head.authority == nil
          ? "The request has no Host header."
          : "The request names more than one server, by Host headers or its address.",
        cure: "Send one: Host: 127.0.0.1:\(port).")
    }
    guard Self.hosts.contains(where: { authority == "\($0):\(port)" || (port == 80 && authority == $0) })
    else {
      throw ServiceError(
        .misdirectedRequest, "This server is not «\(authority.prefix(100))».",
        cure: "Ask http://127.0.0.1:\(port)/ on the machine that it runs on.")
    }
  }

  // MARK: Token

  private func hasToken(_ request: Request) -> Bool {
    if isInAddress(request) { return true }
    let scheme = "bearer "
    if let given = request.headers[.authorization], given.lowercased().hasPrefix(scheme) {
      return token.matches(given.dropFirst(scheme.count).drop { $0 == " " })
    }
    let name = AccessToken.cookieName(port: port) + "="
    let cookies = request.headers[values: .cookie].flatMap { $0.split(separator: ";") }
    return cookies.map { $0.drop { $0 == " " } }.contains {
      $0.hasPrefix(name) && token.matches($0.dropFirst(name.count))
    }
  }

  /// Whether the token stands in the address, as where the page is opened.
  func isInAddress(_ request: Request) -> Bool {
    request.uri.queryParameters["token"].map { token.matches($0) } ?? false
  }

  // MARK: Origin

  private func requireOwnPage(_ request: Request) throws(ServiceError) {
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

#endif
