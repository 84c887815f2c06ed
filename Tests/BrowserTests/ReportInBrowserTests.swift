import Foundation
import GaussianMixtures
import MixtureFigures
import Testing

/// The report in a real browser: what is drawn is read back from its pixels.
@Suite(.enabled(if: Browser.isThere, Browser.absence), .serialized)
struct ReportInBrowserTests {
  /// Opens the report of a fit, runs a test, and sees that the page kept to itself.
  private func inBrowser(
    dimension: Int, components: Int = 3, pointLimit: Int? = nil,
    preparing prepare: (inout MixtureReport) throws -> Void = { _ in }, _ test: (Browser) async throws -> Void
  ) async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("report-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("report.html").path
    var report = try FittedClouds(dimension: dimension, components: components).report()
    report.pointLimit = pointLimit
    try prepare(&report)
    try report.write(to: path)
    let browser = try await Browser()
    do {
      try await browser.open(path)
      try await test(browser)
      let complaints = try await browser.log("browser")
      #expect(complaints.isEmpty, "\(complaints)")
      try await expectNoRequest(browser, beside: path)
    } catch {
      await browser.close()
      throw error
    }
    await browser.close()
  }

  /// The page's own file is read once, and nothing else is asked for but what is within the page.
  private func expectNoRequest(_ browser: Browser, beside path: String) async throws {
    #expect(try await browser.requests() == ["file://\(path)"])
  }

  /// How many pixels of the scene have the hue of each component, and how many have none but are not clear.
  private func pixels(_ browser: Browser) async throws -> [Int] {
    let counts = try await browser.evaluate(
      """
      const canvas = document.querySelectorAll("#scene canvas")[1];
      const copy = document.createElement("canvas");
      [copy.width, copy.height] = [canvas.width, canvas.height];
      const context = copy.getContext("2d");
      context.drawImage(canvas, 0, 0);
      const bytes = context.getImageData(0, 0, copy.width, copy.height).data;
      const hue = ([r, g, b]) => Math.atan2(Math.sqrt(3) * (g - b), 2 * r - g - b);
      const chroma = ([r, g, b]) => Math.max(r, g, b) - Math.min(r, g, b);
      const hues = window.report.style.colours.map((colour) =>
        hue([1, 3, 5].map((start) => parseInt(colour.slice(start, start + 2), 16))));
      const counts = new Array(hues.length + 1).fill(0);
      for (let i = 0; i < bytes.length; i += 4) {
        if (bytes[i + 3] < 250) continue;
        const pixel = bytes.subarray(i, i + 3);
        const near = chroma(pixel) < 40 ? -1 : hues.findIndex((own) => Math.cos(own - hue(pixel)) > 0.985);
        counts[near < 0 ? hues.length : near] += 1;
      }
      return counts.join(" ");
      """)
    return counts.split(separator: " ").compactMap { Int($0) }
  }

  /// Something that tells two pictures of the scene apart.
  private func picture(_ browser: Browser) async throws -> String {
    try await browser.evaluate("return document.querySelectorAll('#scene canvas')[1].toDataURL()")
  }

  @Test("points of every component are drawn, and the legend switches them off and on")
  func legend() async throws {
    try await inBrowser(dimension: 3) { browser in
      let before = try await pixels(browser)
      #expect(before.prefix(3).allSatisfy { $0 > 300 }, "\(before)")
      try await browser.screenshot("report-light")
      try await browser.click("#legend button[data-component='1']")
      let pressed = "return document.querySelector('#legend button[data-component=\"1\"]').ariaPressed"
      #expect(try await browser.evaluate(pressed) == "false")
      let without = try await pixels(browser)
      #expect(without[1] == 0, "\(without)")
      #expect(without[0] > before[0] / 2 && without[2] > before[2] / 2)
      try await browser.click("#legend button[data-component='1']")
      #expect(try await browser.evaluate(pressed) == "true")
      #expect(try await pixels(browser)[1] > 300)
    }
  }

  @Test("the slider moves ellipsoids and log-likelihood together, by the keyboard")
  func slider() async throws {
    try await inBrowser(dimension: 3) { browser in
      let text = "return document.querySelector('#playback output').textContent"
      let level = """
        return String(Number(document.querySelector('#playback output').textContent
          .match(/log-likelihood (.*)/)[1].replace('−', '-').replaceAll(',', '')))
        """
      let fitted = try await picture(browser)
      #expect(try await browser.evaluate(text).hasPrefix("fitted model"))
      let best = try #require(Double(try await browser.evaluate(level)))
      let (home, right) = ("\u{E011}", "\u{E014}")
      try await browser.type(home, into: "#playback input")
      #expect(try await browser.evaluate(text).hasPrefix("start"))
      let start = try await picture(browser)
      #expect(start != fitted)
      let first = try #require(Double(try await browser.evaluate(level)))
      try await browser.type(right, into: "#playback input")
      #expect(try await browser.evaluate(text).hasPrefix("iteration 1 of"))
      #expect(try await picture(browser) != start)
      let second = try #require(Double(try await browser.evaluate(level)))
      #expect(first < second && second <= best)
      #expect(
        try await browser.evaluate(
          "return document.querySelector('#learning .marker').getAttribute('visibility')") == "visible")
      // The last frame is where the run ended, and it is the fitted model.
      let end = try await browser.evaluate(
        "return String(report.frames.logLikelihoods.at(-1) - report.data.logLikelihood)")
      #expect(abs(try #require(Double(end))) < 1e-6)
    }
  }

  @Test("colours of uncertainty and density, hands on the scene, dark and light")
  func modes() async throws {
    try await inBrowser(dimension: 3) { browser in
      let byComponent = try await picture(browser)
      for mode in ["uncertainty", "density"] {
        try await browser.click("#mode option[value='\(mode)']")
        #expect(try await picture(browser) != byComponent)
        #expect(
          try await browser.evaluate("return document.querySelector('#legend .scale p').textContent")
            .contains(mode))
        try await browser.screenshot("report-\(mode)")
      }
      try await browser.click("#mode option[value='component']")
      #expect(try await picture(browser) == byComponent)
      try await browser.type("\u{E012}", into: "#scene canvas[tabindex]")
      #expect(try await picture(browser) != byComponent)
      let background = "return getComputedStyle(document.body).backgroundColor"
      let light = try await browser.evaluate(background)
      try await browser.click("#theme")
      #expect(try await browser.evaluate(background) != light)
      try await browser.screenshot("report-dark")
    }
  }

  @Test("the table sorts, and a row shows its covariance")
  func table() async throws {
    try await inBrowser(dimension: 3) { browser in
      try await browser.click("#components thead th:nth-child(2) button")
      let weights = try await browser.evaluate(
        "return [...document.querySelectorAll('#components tbody tr td:nth-child(2)')].map((c) => c.textContent).join(' ')"
      )
      let numbers = weights.split(separator: " ").compactMap { Double($0) }
      #expect(numbers.count == 3 && numbers == numbers.sorted(by: >))
      try await browser.click("#components tbody tr:first-child th button")
      #expect(
        try await browser.evaluate("return String(document.querySelectorAll('#covariance td').length)")
          == "10")
    }
  }

  @Test("one and two columns are drawn", arguments: [1, 2])
  func fewColumns(dimension: Int) async throws {
    try await inBrowser(dimension: dimension) { browser in
      let counts = try await pixels(browser)
      if dimension == 2 { #expect(counts.prefix(3).allSatisfy { $0 > 200 }, "\(counts)") }
      let before = try await picture(browser)
      try await browser.click("#legend button[data-component='0']")
      #expect(try await picture(browser) != before)
      try await browser.screenshot("report-\(dimension)d")
    }
  }

  @Test("of five columns three are chosen, or directions that tell components apart")
  func manyColumns() async throws {
    try await inBrowser(dimension: 5, components: 4) { browser in
      let first = try await picture(browser)
      try await browser.click("#axis-x option[value='4']")
      let other = try await picture(browser)
      #expect(other != first)
      try await browser.click("#projected")
      #expect(try await picture(browser) != other)
      try await browser.screenshot("report-5d")
      #expect(
        try await browser.evaluate("return report.axes.titles.join()")
          == "direction 1,direction 2,direction 3")
      try await browser.click("#projected")
      #expect(try await browser.evaluate("return report.axes.columns.join()").hasPrefix("4,"))
    }
  }

  @Test("points are coloured by known classes and where these differ, by weight and by missing cells")
  func colourings() async throws {
    let clouds = try FittedClouds(dimension: 3, components: 3)
    // Two of the three clouds are one class, and of some points nothing is known.
    let truth = ClassLabels(
      names: ["low", "high"], indices: (0..<900).map { $0 < 20 ? nil : $0 < 300 ? 0 : 1 })
    var columns = clouds.points.columns
    for point in 600..<650 { columns[1][point] = .nan }
    let observations = try Observations(
      columns: columns, weights: (0..<900).map { 1 + Double($0) / 300 }, weightMeaning: .importance)
    try await inBrowser(dimension: 3) {
      $0.truth = truth
      $0.observations = observations
    } _: { browser in
      let modes = "return [...document.querySelectorAll('#mode option')].map(({ value }) => value).join()"
      #expect(
        try await browser.evaluate(modes)
          == "component,uncertainty,density,truth,disagreement with truth,missing cells,weight")
      let legend = "return document.querySelector('#legend .scale').innerText.replaceAll('\\n', ' ')"
      var pictures = Set([try await picture(browser)])
      for (mode, words) in [
        ("truth", ["low 280", "high 600", "not known 20"]),
        ("disagreement with truth", ["agrees", "differs", "of 880 points"]),
        ("missing cells", ["a cell is missing 50"]), ("weight", ["weight", "1"]),
      ] {
        try await browser.click("#mode option[value='\(mode)']")
        let text = try await browser.evaluate(legend)
        for word in words { #expect(text.contains(word), "\(mode): \(text)") }
        pictures.insert(try await picture(browser))
        try await browser.screenshot("report-\(mode.split(separator: " ")[0])")
      }
      #expect(pictures.count == 5)
      try await browser.click("#mode option[value='component']")
      let facts = try await browser.evaluate(
        "return document.querySelector('.facts').innerText.replaceAll('\\n', ' ')")
      #expect(facts.contains("cells missing 50") && facts.contains("sum of weights"), "\(facts)")
    }
  }

  @Test("of nine columns six are paired, and up to eight can be")
  func manyPairs() async throws {
    try await inBrowser(dimension: 9) { browser in
      let shown = "return report.pairs.columns.join()"
      #expect(try await browser.evaluate(shown) == "0,1,2,3,4,5")
      try await browser.click("#pairs input[value='8']")
      try await browser.click("#pairs input[value='0']")
      #expect(try await browser.evaluate(shown) == "1,2,3,4,5,8")
      for column in [0, 6] { try await browser.click("#pairs input[value='\(column)']") }
      #expect(try await browser.evaluate(shown) == "0,1,2,3,4,5,6,8")
      #expect(
        try await browser.evaluate(
          "return String(document.querySelector(\"#pairs input[value='7']\").disabled)") == "true")
      try await browser.screenshot("report-pairs")
    }
  }

  @Test("a sample of the points is drawn, and the page says of how many")
  func sample() async throws {
    try await inBrowser(dimension: 3, pointLimit: 300) { browser in
      #expect(try await browser.evaluate("return String(report.points.count)") == "300")
      let text = try await browser.evaluate("return document.getElementById('shown').textContent")
      #expect(text.contains("300 of 900 points are drawn: the 30 most uncertain"))
    }
  }
}
