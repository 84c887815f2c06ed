import Foundation
import MixtureService
import Testing

/// The viewer in a real browser, from a file to what is taken home.
@Suite(.enabled(if: Browser.isThere, Browser.absence), .serialized)
struct ViewerInBrowserTests {
  private func temporaryFolder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("viewer-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }

  @Test("a file is sent, fitted, compared, asked about and taken home")
  func wholePath() async throws {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("clouds.csv")
    try Data(Points.text(count: 900).utf8).write(to: file)
    try await ViewerServer.running { server in
      try await Browser.viewing(server) { browser in
        try await browser.download(into: folder.path)
        try await browser.type(file.path, into: "#file")
        try await browser.wait(until: "viewer.report !== null && 'drawn' in document.documentElement.dataset")
        #expect(
          try await browser.evaluate("return document.getElementById('title').textContent") == "clouds.csv")
        try await browser.screenshot("viewer-points")
        try await browser.fit(components: 2)
        try await browser.fit(components: 3)
        let rows = "return String(document.querySelectorAll('#fits tbody tr').length)"
        #expect(try await browser.evaluate(rows) == "2")
        #expect(
          try await browser.evaluate("return document.querySelector('#fits tr:has(.best) td').textContent")
            == "3")
        try await compare(browser)
        try await ask(browser)
        try await takeHome(browser, folder)
        try await browser.screenshot("viewer-fit")
        try await browser.click("#theme")
        try await browser.screenshot("viewer-dark")
      }
    }
  }

  /// The other fit is shown, and the first again.
  private func compare(_ browser: Browser) async throws {
    for (row, components) in [(2, "2"), (1, "3")] {
      try await browser.click("#fits tbody tr:nth-child(\(row)) button")
      try await browser.wait(until: "viewer.report.data.components.length === \(components)")
      let legend = "return String(document.querySelectorAll('#legend li').length)"
      #expect(try await browser.evaluate(legend) == components)
    }
  }

  /// A click on a point in the scene, and a point typed.
  private func ask(_ browser: Browser) async throws {
    let place = try await browser.evaluate(
      """
      const { scene, axes } = report = viewer.report;
      scene.host.scrollIntoView({ block: "center" });
      const [x, y] = scene.toScreen(scene.toWorld(axes.coordinates.map((values) => values[0] / 65535)));
      const room = scene.host.getBoundingClientRect();
      return `${room.left + x} ${room.top + y}`;
      """)
    let numbers = place.split(separator: " ").compactMap { Double($0) }
    try await browser.click(x: numbers[0], y: numbers[1])
    try await browser.wait(
      until: "document.getElementById('answer').textContent.includes('The point at line')")
    #expect(try await browser.evaluate("return String(viewer.report.style.mark.length)") == "3")
    try await browser.click("#point button")
    try await browser.wait(until: "document.getElementById('answer').textContent.startsWith('This point')")
  }

  private func takeHome(_ browser: Browser, _ folder: URL) async throws {
    for name in ["model.json", "labelled.csv", "report.html"] {
      try await browser.click("[data-file='\(name)']")
      let path = folder.appendingPathComponent(name)
      for _ in 0..<200 where !FileManager.default.fileExists(atPath: path.path) {
        try await Task.sleep(for: .milliseconds(25))
      }
      #expect(try Data(contentsOf: path).count > 1000, "\(name)")
    }
  }

  @Test("the ellipsoids move while EM runs, and the fit is stopped with its model")
  func stopping() async throws {
    var limits = ViewerLimits()
    // The machine is to be busy with the fit, and not with drawing it.
    limits.drawnPoints = 2000
    try await ViewerServer.running(limits) { server in
      _ = try await server.upload(Points.text(count: 250_000))
      try await Browser.viewing(server) { browser in
        _ = try await browser.evaluate(
          """
          document.getElementById("components-count").value = 60;
          document.getElementById("start").value = "random";
          return "";
          """)
        try await browser.click("#fit")
        try await browser.wait(until: "viewer.live?.stateCount > 1")
        let first = try await browser.evaluate("return viewer.report.frame.join()")
        try await browser.wait(until: "viewer.report.frame.join() !== '\(first)'")
        // Set when the picture of a state is done; a shorter fit may be over before.
        try await browser.wait(until: "'iteration' in document.documentElement.dataset")
        try await browser.click("#stop")
        try await browser.wait(until: "viewer.live === null && viewer.shownFit !== null")
        let facts = try await browser.evaluate("return document.getElementById('facts').textContent")
        #expect(facts.contains("stopped"))
      }
    }
  }

  @Test("one, two and five columns, one after the other")
  func columns() async throws {
    try await ViewerServer.running { server in
      _ = try await server.upload(Points.text(count: 300, columns: 5))
      try await Browser.viewing(server) { browser in
        try await browser.fit(components: 3)
        #expect(
          try await browser.evaluate("return String(document.getElementById('axes').hidden)") == "false")
        try await browser.click("#projected")
        #expect(try await browser.evaluate("return viewer.report.axes.titles[0]") == "direction 1")
        for count in [2, 1] {
          for column in stride(from: 4, through: count, by: -1) {
            let box = "#columns input[value='\(column)']"
            if try await browser.evaluate("return String(document.querySelector(\"\(box)\").checked)")
              == "true"
            {
              try await browser.click(box)
            }
          }
          try await browser.wait(until: "viewer.report.data.columns.length === \(count)")
          try await browser.fit(components: 2)
          try await browser.screenshot("viewer-\(count)d")
        }
      }
    }
  }

  @Test("a private file leads to the page, which goes on without the token in its address")
  func opening() async throws {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    try await ViewerServer.running { server in
      let file = folder.appendingPathComponent("page.html")
      try Data("<meta http-equiv=\"refresh\" content=\"0; url=\(server.page)\">".utf8).write(to: file)
      let browser = try await Browser(height: 1150)
      let isReady = "document.documentElement.dataset.ready === 'yes'"
      do {
        try await browser.visit("file://\(file.path)", until: isReady)
        #expect(try await browser.evaluate("return location.href") == server.address + "/")
        _ = try await browser.evaluate("window.isOld = true; location.reload(); return ''")
        try await browser.wait(until: "!window.isOld && \(isReady)")
        try await browser.visit("about:blank", until: "true")
        try await browser.visit(server.address + "/", until: isReady)
      } catch {
        await browser.close()
        throw error
      }
      await browser.close()
    }
  }

  @Test("two viewers at once have their own fits, and what is refused is said")
  func two() async throws {
    try await ViewerServer.running { server in
      try await ViewerServer.running { other in
        _ = try await server.upload(Points.text(count: 400))
        _ = try await other.upload(Points.text(count: 500))
        try await Browser.viewing(server) { browser in
          try await Browser.viewing(other) { second in
            try await browser.fit(components: 3)
            try await second.fit(components: 4)
            let components = "return String(viewer.report.data.components.length)"
            #expect(try await browser.evaluate(components) == "3")
            #expect(try await second.evaluate(components) == "4")
            #expect(
              try await second.evaluate("return document.getElementById('shown').textContent").contains("500")
            )
          }
          // No columns at all: the page says what the server said, and the browser's log notes the refusal.
          for column in 0..<3 { try await browser.click("#columns input[value='\(column)']") }
          try await browser.wait(until: "!document.getElementById('problem').hidden")
          _ = try await browser.log("browser")
        }
      }
    }
  }
}
