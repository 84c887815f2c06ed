import Testing

extension Browser {
  /// Opens the page of a viewer, runs a test, and sees that the page kept to itself and complained of nothing.
  static func viewing(_ server: ViewerServer, _ test: (Browser) async throws -> Void) async throws {
    let browser = try await Browser(height: 1150)
    do {
      try await browser.visit(server.page, until: "document.documentElement.dataset.ready === 'yes'")
      try await test(browser)
      let complaints = try await browser.log("browser")
      #expect(complaints.isEmpty, "\(complaints)")
      let foreign = try await browser.requests().filter { !$0.hasPrefix(server.address + "/") }
      #expect(foreign.isEmpty, "\(foreign)")
    } catch {
      await browser.close()
      throw error
    }
    await browser.close()
  }

  /// Presses Fit and waits until the result is shown.
  func fit(components: Int) async throws {
    _ = try await evaluate("document.getElementById('components-count').value = \(components); return ''")
    try await fit()
  }

  /// Presses Fit, whatever it is called just now, and waits until the result is shown.
  func fit() async throws {
    let before = try await evaluate("return String(viewer.table.fits.size)")
    try await click("#fit")
    try await wait(
      until: "viewer.table.fits.size > \(before) && viewer.live === null && viewer.shownFit !== null")
  }

  /// Gives a field of the page a value, as a person would.
  func set(_ field: String, to value: String) async throws {
    _ = try await evaluate(
      """
      const field = document.getElementById("\(field)");
      field.value = "\(value)";
      for (const name of ["input", "change"]) field.dispatchEvent(new Event(name, { bubbles: true }));
      return "";
      """)
    try await settle()
  }

  /// The text of an element, or of the value that a script yields.
  func text(_ script: String) async throws -> String { try await evaluate("return String(\(script))") }
}
