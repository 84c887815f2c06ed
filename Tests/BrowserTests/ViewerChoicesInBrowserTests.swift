import Foundation
import GaussianMixtures
import MixtureService
import Testing

/// What a person chooses on the viewer's page beyond one number of components.
@Suite(.enabled(if: Browser.isThere, Browser.absence), .serialized)
struct ViewerChoicesInBrowserTests {
  @Test("several mixtures compete: progress, curve, table, and any of them is shown")
  func selection() async throws {
    try await ViewerServer.running { server in
      _ = try await server.upload(Points.text(count: 900))
      try await Browser.viewing(server) { browser in
        for (field, value) in [("components-count", "1"), ("components-most", "5"), ("structure", "all")] {
          try await browser.set(field, to: value)
        }
        #expect(try await browser.text("document.getElementById('fit').textContent") == "Compare 70")
        try await browser.click("#fit")
        try await browser.wait(until: "document.getElementById('status').textContent.includes('fits')")
        #expect(try await browser.text("document.getElementById('progress').hidden") == "false")
        try await browser.wait(until: "viewer.live === null && viewer.shownFit !== null")
        #expect(try await browser.text("document.getElementById('progress').hidden") == "true")
        #expect(try await browser.text("viewer.report.data.components.length") == "3")
        let rows = "document.querySelectorAll('#selection tbody tr').length"
        #expect(try await browser.text(rows) == "70")
        #expect(
          try await browser.text("document.getElementById('selection-note').textContent").hasPrefix(
            "Chosen among 70 models: 3 components"))
        #expect(try await browser.text("document.querySelectorAll('#selection svg path.line').length") == "4")
        try await candidates(browser)
        _ = try await browser.evaluate(
          "document.getElementById('selection').scrollIntoView(); return ''")
        try await browser.screenshot("viewer-selection")
      }
    }
  }

  /// A row of the table and a dot of the curve each show their model, and the best is where it was.
  private func candidates(_ browser: Browser) async throws {
    let best = try await browser.text("viewer.shownFit")
    try await browser.click("#selection tbody tr:nth-child(2) button")
    try await browser.wait(until: "viewer.shownFit !== \(best)")
    #expect(
      try await browser.text(
        "viewer.table.fits.get(viewer.shownFit).structure === viewer.report.data.candidates.rows[1].structure")
        == "true")
    #expect(try await browser.text("document.querySelector('#selection tr.shown').rowIndex") == "2")
    #expect(try await browser.text("document.querySelectorAll('#fits tbody tr').length") == "2")
    // Dots lie upon each other where structures agree.
    _ = try await browser.evaluate(
      "document.querySelector('#selection svg circle.choice').dispatchEvent(new Event('click')); return ''")
    try await browser.wait(until: "viewer.report.data.components.length === 1")
    // What is asked for again is there already.
    try await browser.click("#selection tbody tr:nth-child(2) button")
    try await browser.wait(until: "viewer.report.data.components.length > 1")
    #expect(try await browser.text("document.querySelectorAll('#fits tbody tr').length") == "3")
    try await browser.click("#selection tbody tr:nth-child(1) button")
    try await browser.wait(until: "viewer.shownFit === \(best)")
  }

  @Test("a comparison is stopped, and the best of what there is by then is kept")
  func stopping() async throws {
    try await ViewerServer.running { server in
      _ = try await server.upload(Points.text(count: 20_000))
      try await Browser.viewing(server) { browser in
        for (field, value) in [("components-count", "1"), ("components-most", "40"), ("structure", "all")] {
          try await browser.set(field, to: value)
        }
        try await browser.click("#fit")
        try await browser.wait(until: "document.getElementById('progress').value > 0")
        try await browser.click("#stop")
        try await browser.wait(until: "viewer.live === null && viewer.shownFit !== null")
        #expect(try await browser.text("viewer.report.data.candidates.rows.length") == "560")
        #expect(
          try await browser.text("viewer.report.data.candidates.rows.at(-1).note").contains("stopped"))
      }
    }
  }

  /// Three groups with a class each, weights, gaps and outliers.
  private func rows(count: Int) -> String {
    var stream = RandomStream(seed: 9, purpose: .sampling)
    var text = "x,y,times,kind,truth\n"
    for point in 0..<count {
      let group = point % 3
      let x = "\(5 * Double(group) + stream.normal())"
      let y = point % 10 == 4 ? "" : "\((group == 1 ? 6 : 0) + stream.normal())"
      let isOdd = point % 30 == 7
      let place = isOdd ? "\(40 * stream.uniform() - 15),\(40 * stream.uniform() - 15)" : "\(x),\(y)"
      let kind = point % 5 == 0 ? ["left", "top", "right"][group] : ""
      text += "\(place),\(1 + point % 3),\(kind),\(isOdd ? "stray" : "g\(group + 1)")\n"
    }
    return text
  }

  @Test("weights, known groups, gaps, noise and truth: chosen, fitted, and seen in colours")
  func roles() async throws {
    try await ViewerServer.running { server in
      let file = FileManager.default.temporaryDirectory.appendingPathComponent("rows-\(UUID().uuidString).csv")
      defer { try? FileManager.default.removeItem(at: file) }
      try Data(rows(count: 900).utf8).write(to: file)
      try await Browser.viewing(server) { browser in
        try await browser.type(file.path, into: "#file")
        // The gaps are refused until they are taken as missing.
        try await browser.wait(until: "!document.getElementById('problem').hidden")
        #expect(
          try await browser.text("document.getElementById('problem').textContent").contains("as missing"))
        _ = try await browser.log("browser")
        try await browser.set("invalid", to: "missing")
        try await browser.wait(until: "viewer.report !== null")
        #expect(try await modes(browser) == "component,truth,missing cells")
        try await browser.set("weights", to: "2")
        try await browser.wait(until: "viewer.points.colourings.length === 3")
        #expect(try await browser.text("document.querySelectorAll('#columns input:checked').length") == "2")
        try await browser.set("known", to: "3")
        try await browser.wait(until: "viewer.points.colourings.length === 4")
        _ = try await browser.evaluate("document.getElementById('noise').checked = true; return ''")
        try await browser.set("components-count", to: "3")
        try await browser.fit()
        #expect(
          try await modes(browser)
            == "component,uncertainty,density,truth,disagreement with truth,known group,"
            + "disagreement with known group,missing cells,weight")
        let facts = try await browser.text("document.getElementById('facts').textContent")
        for fact in ["noise", "cells missing", "sum of weights"] { #expect(facts.contains(fact)) }
        #expect(
          try await browser.text("viewer.report.data.components.map(({ name }) => name).join()")
            == "left,right,top")
        try await colours(browser)
      }
    }
  }

  @Test("what points of no known group are called is said on the page")
  func unknownLabel() async throws {
    try await ViewerServer.running { server in
      let rows = (0..<90).map { "\($0 % 3 * 5),\($0 % 7),\($0 < 30 ? "g\($0 % 3)" : "other")\n" }
      _ = try await server.upload("x,y,kind\n" + rows.joined())
      try await Browser.viewing(server) { browser in
        #expect(try await browser.text("document.getElementById('unknown-row').hidden") == "true")
        let groups =
          "viewer.points.colourings.find(({ name }) => name === 'known group')?.classes.map(({ name }) => name).join()"
        try await browser.set("known", to: "2")
        try await browser.wait(until: "\(groups) === 'g0,g1,g2,other'")
        try await browser.set("unknown", to: "other")
        try await browser.wait(until: "\(groups) === 'g0,g1,g2,not known'")
        try await browser.fit(components: 3)
        #expect(
          try await browser.text("viewer.report.data.components.map(({ name }) => name).join()") == "g0,g1,g2")
        // A fit brings its choice with it; another column of groups has other labels.
        #expect(try await browser.text("document.getElementById('unknown').value") == "other")
        try await browser.set("known", to: "-1")
        #expect(try await browser.text("document.getElementById('unknown').value") == "")
      }
    }
  }

  private func modes(_ browser: Browser) async throws -> String {
    try await browser.text("[...document.getElementById('mode').options].map(({ value }) => value).join()")
  }

  private func colours(_ browser: Browser) async throws {
    for (mode, words) in [
      ("truth", ["stray 30"]), ("disagreement with truth", ["agrees", "differs"]),
      ("missing cells", ["a cell is missing"]), ("weight", ["weight"]),
    ] {
      try await browser.set("mode", to: mode)
      let legend = try await browser.text(
        "document.querySelector('#legend .scale').innerText.replaceAll(/\\s+/g, ' ')")
      for word in words { #expect(legend.contains(word), "\(mode): \(legend)") }
      try await browser.screenshot("viewer-\(mode.split(separator: " ")[0])")
    }
  }

  @Test("of nine columns up to eight are seen in pairs")
  func manyColumns() async throws {
    try await ViewerServer.running { server in
      _ = try await server.upload(Points.text(count: 300, columns: 9))
      try await Browser.viewing(server) { browser in
        #expect(try await browser.text("document.querySelector('#pairs .choices').hidden") == "false")
        for column in 6...7 { try await browser.click("#pairs .choices input[value='\(column)']") }
        #expect(try await browser.text("viewer.report.pairs.columns.join()") == "0,1,2,3,4,5,6,7")
        #expect(
          try await browser.text("document.querySelector('#pairs .choices input[value=\"8\"]').disabled")
            == "true")
        try await browser.fit(components: 3)
        try await browser.screenshot("viewer-pairs")
      }
    }
  }
}
