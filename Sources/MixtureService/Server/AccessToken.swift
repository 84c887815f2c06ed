#if Command

internal import Tables

/// The secret that every request has to show: made anew for each viewer, and printed with its address.
///
/// Other users of the machine can connect to the port as well; they do not see what is printed.
struct AccessToken: Sendable {
  /// The token: 192 random bits in hexadecimal digits.
  let text: String

  /// Draws one from the system's generator of random numbers.
  init() {
    var system = SystemRandomNumberGenerator()
    text = (0..<3).map { _ in HexText.padded(system.next() as UInt64, to: 16) }.joined()
  }

  /// Whether a text is the token; how long that takes does not tell how much of it is right.
  func matches(_ other: some StringProtocol) -> Bool {
    let (own, given) = (Array(text.utf8), Array(other.utf8.prefix(text.utf8.count + 1)))
    guard own.count == given.count else { return false }
    return zip(own, given).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }

  /// The name under which a browser keeps the token, with the port: cookies do not know ports apart.
  static func cookieName(port: Int) -> String { "gmm-viewer-\(port)" }

  /// The field that has a browser keep the token as long as it runs, show it to no script and send it from no other
  /// site.
  func cookie(port: Int) -> String {
    "\(Self.cookieName(port: port))=\(text); Path=/; HttpOnly; SameSite=Strict"
  }
}

#endif
