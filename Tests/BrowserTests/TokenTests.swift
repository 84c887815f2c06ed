import Foundation
import MixtureService
import Testing

/// Who does not know the token is answered nothing; and no request passes for one to another server.
@Suite(.serialized) struct TokenTests {
  private static let paths = [
    "/", "/viewer.js", "/viewer.css", "/api/data", "/api/fits/1/events", "/nowhere",
  ]

  private func ask(
    _ server: ViewerServer, _ path: String, _ headers: [String: String] = [:]
  ) async throws -> LoopbackRequest.Response {
    try await LoopbackRequest(port: server.port, "GET", path, headers: headers).response()
  }

  @Test func withoutItNothingIsAnswered() async throws {
    try await ViewerServer.running { server in
      for path in Self.paths {
        let response = try await ask(server, path)
        #expect(response.status == 403 && response.text.contains("token"), "\(path): \(response.text)")
        #expect(!response.text.contains(server.token))
      }
      let posted = try await LoopbackRequest(
        port: server.port, "POST", "/api/data", headers: ["Content-Type": "text/csv"],
        body: Data("1,2\n".utf8)
      ).response()
      #expect(posted.status == 403)
    }
  }

  @Test func anotherOneIsRefused() async throws {
    try await ViewerServer.running { server in
      try await ViewerServer.running { other in
        let wrong = [
          other.token, "", String(server.token.dropLast()), server.token + "0",
          "0\(server.token.dropFirst())x",
        ]
        for token in wrong {
          let statuses = try await statuses(server, showing: token)
          #expect(statuses == [403, 403, 403], "\(token)")
        }
        #expect(server.token != other.token && server.token.count >= 32)
      }
    }
  }

  /// Responses to who shows a token in the address, as a program and as a browser.
  private func statuses(_ server: ViewerServer, showing token: String) async throws -> [Int] {
    [
      try await ask(server, "/?token=\(token)").status,
      try await ask(server, "/api/data", ["Authorization": "Bearer \(token)"]).status,
      try await ask(server, "/api/data", ["Cookie": "gmm-viewer-\(server.port)=\(token)"]).status,
    ]
  }

  @Test("the page's address sets a cookie of its own, with which all goes on; programs need none")
  func pageAndPrograms() async throws {
    try await ViewerServer.running { server in
      let page = try await ask(server, "/?token=\(server.token)")
      let set = try #require(page.headers["set-cookie"])
      let cookie = String(set.prefix { $0 != ";" })
      #expect(page.status == 200 && cookie == "gmm-viewer-\(server.port)=\(server.token)")
      for attribute in ["HttpOnly", "SameSite=Strict", "Path=/"] {
        #expect(set.contains("; \(attribute)"), "\(set)")
      }
      #expect(!page.text.contains(server.token) && page.headers["referrer-policy"] == "no-referrer")
      for path in Self.paths.prefix(4) {
        let response = try await ask(server, path, ["Cookie": "other=1; \(cookie); gmm-viewer-1=x"])
        #expect(response.status == 200 && response.headers["set-cookie"] == nil, "\(path)")
        #expect(try await ask(server, path, ["Authorization": "Bearer \(server.token)"]).status == 200)
      }
      #expect(try await ask(server, "/api/data?token=\(server.token)").status == 200)
    }
  }

  @Test("a request that names two servers, or none, is refused")
  func hosts() async throws {
    try await ViewerServer.running { server in
      let own = "Host: 127.0.0.1:\(server.port)\r\n"
      let end = "Authorization: Bearer \(server.token)\r\n\r\n"
      let refused = [
        "GET / HTTP/1.1\r\n\(own)Host: evil.example\r\n\(end)", "GET / HTTP/1.1\r\n\(own)\(own)\(end)",
        "GET / HTTP/1.1\r\nHost: evil.example\r\n\(own)\(end)", "GET / HTTP/1.1\r\n\(end)",
        "GET / HTTP/1.0\r\n\(end)", "GET http://evil.example/ HTTP/1.1\r\n\(own)\(end)",
        "GET http://127.0.0.1:1/api/data HTTP/1.1\r\n\(own)\(end)",
        "GET http://127.0.0.1:\(server.port)@evil.example/ HTTP/1.1\r\n\(own)\(end)",
      ]
      for text in refused {
        let response = try await LoopbackRequest(port: server.port, message: Data(text.utf8)).response()
        #expect(
          response.status == 400 && response.text.contains("Host"),
          "\(text): \(response.status) \(response.text)")
      }
      let whole = "GET http://127.0.0.1:\(server.port)/api/data HTTP/1.1\r\n\(own)\(end)"
      #expect(
        try await LoopbackRequest(port: server.port, message: Data(whole.utf8)).response().status == 200)
    }
  }
}
