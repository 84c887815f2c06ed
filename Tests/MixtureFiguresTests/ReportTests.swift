import Foundation
import GaussianMixtures
import Testing

@testable import MixtureFigures

struct ReportTests {
  /// The data of a page, read back as a browser would.
  static func data(in page: String) throws -> [String: Any] {
    let opening = try #require(page.range(of: "<script type=\"application/json\" id=\"data\">"))
    let rest = page[opening.upperBound...]
    let closing = try #require(rest.range(of: "</script>"))
    let json = try JSONSerialization.jsonObject(with: Data(rest[..<closing.lowerBound].utf8))
    return try #require(json as? [String: Any])
  }

  private static func bytes(_ value: Any?) throws -> [UInt8] {
    [UInt8](try #require((value as? String).flatMap { Data(base64Encoded: $0) }))
  }

  private static func words(_ value: Any?) throws -> [UInt16] {
    let bytes = try bytes(value)
    return stride(from: 0, to: bytes.count, by: 2).map { UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8 }
  }

  @Test("no user text opens or closes an element")
  func escapes() throws {
    let hostile = "</script><img src=x onerror=alert(1)>\"'&\u{2028}\n日本"
    let clouds = try Clouds.make(components: 2, dimension: 4, perComponent: 5, names: [hostile, hostile])
    var report = try MixtureReport(
      title: hostile, document: ModelDocument(model: clouds.mixture), points: clouds.points,
      columnNames: [hostile, hostile, hostile, hostile])
    report.subtitle = [hostile]
    report.making = [("command", hostile)]
    let text = try report.text()
    #expect(!text.contains("<img"))
    #expect(!text.contains("\u{2028}"))
    #expect(text.components(separatedBy: "</script>").count == 3)
    #expect(try Self.data(in: text)["dimension"] as? Int == 4)
  }

  @Test("only the page's own script and style may run, and nothing is asked of another place")
  func policy() throws {
    let clouds = try Clouds.make(components: 2, dimension: 3, perComponent: 5)
    let text = try MixtureReport(
      title: "t", document: ModelDocument(model: clouds.mixture), points: clouds.points, columnNames: []
    ).text()
    let policy = try #require(text.firstMatch(of: /Content-Security-Policy" content="([^"]*)"/)).1
    #expect(policy.hasPrefix("default-src 'none'; script-src 'sha256-"))
    #expect(!policy.contains("unsafe"))
    for (element, directive) in [("script type=\"module\"", "script-src"), ("style", "style-src")] {
      let opening = try #require(text.range(of: "<\(element)>"))
      let rest = text[opening.upperBound...]
      let content = rest[..<(try #require(rest.range(of: "</\(element.prefix { $0 != " " })>")).lowerBound)]
      let hash = try SystemHash.sha256(of: String(content))
      #expect(
        policy.contains("\(directive) 'sha256-\(hash)'"),
        "the hash of \(element) in PageHashes is now \(hash)")
    }
    #expect(!text.contains("https:") && !text.contains(" src=") && !text.contains("@import"))
    #expect(text.replacing("http://www.w3.org/2000/svg", with: "").contains("http:") == false)
  }

  @Test(
    "coordinates and labels come back from the packed numbers",
    arguments: [(0.0, 1.0), (1e9, 1), (0, 1e-140)])
  func packs(offset: Double, scale: Double) throws {
    let clouds = try Clouds.make(components: 3, dimension: 2, perComponent: 40, offset: offset, scale: scale)
    let report = try MixtureReport(
      title: "t", document: ModelDocument(model: clouds.mixture), points: clouds.points, columnNames: [])
    let data = try Self.data(in: report.text())
    let points = try #require(data["points"] as? [String: Any])
    let columns = try #require(points["columns"] as? [Any]).map { try Self.words($0) }
    let labels = try Self.bytes(points["components"])
    let expected = try clouds.mixture.classify(clouds.points).labels
    // In the order of the first column, which the shuffle leaves as it is.
    let order = clouds.points.columns[0].indices.sorted {
      clouds.points.columns[0][$0] < clouds.points.columns[0][$1]
    }
    let shown = columns[0].indices.sorted { columns[0][$0] < columns[0][$1] }
    let spread = (clouds.points.columns[1].max() ?? 0) - (clouds.points.columns[1].min() ?? 0)
    let range = Double((columns[1].max() ?? 0) - (columns[1].min() ?? 0))
    var wrong = 0
    for (point, place) in zip(order, shown) {
      if labels[place] != expected[point].map { UInt8($0) } { wrong += 1 }
      let one = (clouds.points.columns[1][point] - (clouds.points.columns[1].min() ?? 0)) / spread
      let other = Double(columns[1][place] - (columns[1].min() ?? 0)) / range
      if abs(one - other) > 1e-3 { wrong += 1 }
    }
    // Two points may share a step of the first column, and then stand in the other order.
    #expect(wrong <= 8)
  }

  @Test("a sample has every component and the most uncertain points, and the same seed the same ones")
  func sample() throws {
    var stream = RandomStream(seed: 3, purpose: .sampling)
    let group = (0..<5000).map { $0 < 20 ? 1 : 0 }
    let uncertainties = group.map { _ in stream.uniform() * stream.uniform() }
    let kept = PointSample.mostUncertain(100, of: uncertainties)
    let sorted = uncertainties.indices.sorted { uncertainties[$0] > uncertainties[$1] }
    // The border is found by leading bits, so points that nearly tie with it may change places.
    #expect(kept.count == 100 && kept == kept.sorted())
    #expect(Set(kept).isSuperset(of: sorted.prefix(60)))
    #expect(kept.allSatisfy { uncertainties[$0] >= uncertainties[sorted[99]] * 0.99 })
    let sample = PointSample(group: group, groupCount: 2, limit: 1000, seed: 4, keeping: kept)
    #expect(sample.count == 1000)
    #expect(sample.groups[1].count >= 10)
    #expect(Set(sample.groups.flatMap(\.self)).isSuperset(of: kept))
    #expect(Set(sample.groups.flatMap(\.self)).count == sample.count)
    #expect(
      PointSample(group: group, groupCount: 2, limit: 1000, seed: 4, keeping: kept).groups == sample.groups)
    let all = PointSample.mostUncertain(3, of: [0.5, 0, 0.5, 0.5])
    #expect(all == [0, 2, 3])
  }

  @Test("radii are the roots of quantiles of the chi-squared distribution")
  func radii() {
    // R 4.2.2: sqrt(qchisq(p, d))
    for (share, dimension, expected) in [
      (0.95, 1, 1.959963984540054), (0.95, 2, 2.447746830680816), (0.95, 3, 2.795483482915108),
      (0.5, 3, 1.538172254455114), (0.99, 1, 2.575829303548901), (0.99, 3, 3.368214175218727),
    ] {
      #expect(abs(ContentRadius.radius(holding: share, dimension: dimension) - expected) < 1e-9)
    }
  }
}
