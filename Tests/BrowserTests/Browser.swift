import Foundation
import Testing

/// A headless Chromium, driven through the WebDriver protocol (W3C Recommendation, 2018).
///
/// The graphics are computed in software, so that a page looks the same wherever the tests run.
actor Browser {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private let driver: Process
  private let address: String
  private let session: String

  static let driverPath = [
    "/usr/bin/chromedriver", "/usr/local/bin/chromedriver", "/opt/homebrew/bin/chromedriver",
  ]
  .first { FileManager.default.isExecutableFile(atPath: $0) }

  /// Whether there is something to test with.
  static var isThere: Bool { driverPath != nil }
  static let absence: Comment =
    "no chromedriver in /usr/bin or /usr/local/bin; on Debian: apt-get install chromium chromium-driver"

  init(width: Int = 1320, height: Int = 1000) async throws {
    guard let path = Self.driverPath else { throw Failure(description: "there is no chromedriver") }
    let output = Pipe()
    driver = Process()
    driver.executableURL = URL(fileURLWithPath: path)
    driver.arguments = ["--port=0"]
    driver.standardOutput = output
    driver.standardError = FileHandle.nullDevice
    try driver.run()
    address = "http://127.0.0.1:\(try Self.port(announcedIn: output))"
    let arguments = [
      "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars", "--use-gl=angle",
      "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--window-size=\(width),\(height)",
    ]
    let capabilities: [String: Any] = [
      "browserName": "chrome", "goog:chromeOptions": ["args": arguments],
      "goog:loggingPrefs": ["browser": "ALL", "performance": "ALL"],
    ]
    let body = try JSONSerialization.data(withJSONObject: ["capabilities": ["alwaysMatch": capabilities]])
    do {
      let response = try await Self.call("POST", address + "/session", body)
      guard let identifier = (Self.value(of: response) as? [String: Any])?["sessionId"] as? String else {
        throw Failure(description: "no session: \(String(decoding: response, as: UTF8.self))")
      }
      session = "\(address)/session/\(identifier)"
    } catch {
      await Self.end(driver, address)
      throw error
    }
  }

  /// Ends the browser and its driver.
  func close() async {
    _ = try? await Self.call("DELETE", session, nil)
    await Self.end(driver, address)
  }

  /// A driver that is asked to end takes its browser along; a signal would leave it behind.
  private static func end(_ driver: Process, _ address: String) async {
    _ = try? await call("GET", address + "/shutdown", nil)
    for _ in 0..<100 where driver.isRunning { try? await Task.sleep(for: .milliseconds(20)) }
    if driver.isRunning { driver.terminate() }
  }

  /// Opens a page and waits until its scene has been drawn.
  func open(_ path: String) async throws {
    try await visit("file://\(path)", until: "'drawn' in document.documentElement.dataset")
  }

  /// Opens a page and waits until a condition holds in it.
  func visit(_ address: String, until condition: String) async throws {
    _ = try await post("/url", ["url": address])
    try await wait(until: condition)
  }

  /// Waits until a condition, an expression of a script, holds in the page.
  func wait(until condition: String) async throws {
    for _ in 0..<600 {
      if try await evaluate("return String(\(condition))") == "true" { return }
      try await Task.sleep(for: .milliseconds(25))
    }
    throw Failure(description: "never came true: \(condition); \(try await log("browser"))")
  }

  /// Presses and releases the mouse at a place of the window.
  func click(x: Double, y: Double) async throws {
    let actions: [[String: Any]] = [
      ["type": "pointerMove", "x": Int(x), "y": Int(y)], ["type": "pointerDown", "button": 0],
      ["type": "pointerUp", "button": 0],
    ]
    let mouse: [String: Any] = [
      "type": "pointer", "id": "mouse", "parameters": ["pointerType": "mouse"], "actions": actions,
    ]
    _ = try await post("/actions", ["actions": [mouse]])
    try await settle()
  }

  /// The addresses that the page has asked for since this was last asked.
  func requests() async throws -> [String] {
    let sent = try await log("performance").filter { $0.contains("\"Network.requestWillBeSent\"") }
    return sent.compactMap { message -> String? in
      let object = try? JSONSerialization.jsonObject(with: Data(message.utf8)) as? [String: Any]
      let parameters = (object?["message"] as? [String: Any])?["params"] as? [String: Any]
      return (parameters?["request"] as? [String: Any])?["url"] as? String
    }.filter { !$0.hasPrefix("data:") && !$0.hasPrefix("blob:") }
  }

  /// The folder where the browser puts what it downloads.
  func download(into folder: String) async throws {
    _ = try await post(
      "/goog/cdp/execute",
      [
        "cmd": "Browser.setDownloadBehavior", "params": ["behavior": "allow", "downloadPath": folder],
      ])
  }

  /// Runs a script in the page and returns its string.
  func evaluate(_ script: String) async throws -> String {
    let response = try await post("/execute/sync", ["script": script, "args": [String]()])
    guard let text = Self.value(of: response) as? String else {
      throw Failure(description: "no text from \(script): \(String(decoding: response, as: UTF8.self))")
    }
    return text
  }

  /// Waits until the page has drawn what it was asked to.
  func settle() async throws {
    let script = """
      const done = arguments[0];
      requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done("drawn"), 20)));
      """
    _ = try await post("/execute/async", ["script": script, "args": [String]()])
  }

  /// Clicks on the first element of a selector.
  func click(_ selector: String) async throws {
    _ = try await post("/element/\(try await element(selector))/click", [String: String]())
    try await settle()
  }

  /// Sends keys to an element; for a field of files, the path of one.
  func type(_ keys: String, into selector: String) async throws {
    _ = try await post("/element/\(try await element(selector))/value", ["text": keys])
    try await settle()
  }

  /// The messages of a log since it was last asked for.
  func log(_ kind: String) async throws -> [String] {
    let response = try await post("/se/log", ["type": kind])
    return (Self.value(of: response) as? [[String: Any]] ?? []).compactMap { $0["message"] as? String }
  }

  /// Keeps a picture of the window among the outputs of the tests.
  func screenshot(_ name: String) async throws {
    let response = try await Self.call("GET", session + "/screenshot", nil)
    let picture = try #require((Self.value(of: response) as? String).flatMap { Data(base64Encoded: $0) })
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let folder = package.appendingPathComponent(".build/screenshots")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try picture.write(to: folder.appendingPathComponent("\(name).png"))
  }

  private func element(_ selector: String) async throws -> String {
    let response = try await post("/element", ["using": "css selector", "value": selector])
    // The key is the protocol's name for the kind of value.
    guard let element = Self.value(of: response) as? [String: String], let identifier = element.values.first
    else {
      throw Failure(description: "no element \(selector): \(String(decoding: response, as: UTF8.self))")
    }
    return identifier
  }

  private func post(_ path: String, _ body: [String: Any]) async throws -> Data {
    try await Self.call("POST", session + path, try JSONSerialization.data(withJSONObject: body))
  }

  private static func call(_ method: String, _ address: String, _ body: Data?) async throws -> Data {
    let response = try await LoopbackRequest(method, address, body: body).response()
    guard response.status == 200 else {
      throw Failure(
        description: "\(method) \(address): \(String(decoding: response.body.prefix(600), as: UTF8.self))")
    }
    return response.body
  }

  private static func value(of response: Data) -> Any? {
    (try? JSONSerialization.jsonObject(with: response) as? [String: Any])?["value"]
  }

  /// The driver takes a free port and says which.
  private static func port(announcedIn output: Pipe) throws -> Int {
    var text = ""
    while true {
      let data = output.fileHandleForReading.availableData
      guard !data.isEmpty else { throw Failure(description: "the driver ended: \(text)") }
      text += String(decoding: data, as: UTF8.self)
      if let match = text.firstMatch(of: /on port (\d+)\./), let port = Int(match.1) { return port }
    }
  }
}
