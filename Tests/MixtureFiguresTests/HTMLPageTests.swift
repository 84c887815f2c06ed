import Foundation
import GaussianMixtures
import Testing

@testable import MixtureFigures

struct HTMLPageTests {
  static let library = PlotlySource(script: "var a = \"</script>\", b = '</SCRIPT >';")

  static func page(_ figures: [MixtureFigure], title: String = "Title") -> String {
    HTMLPage(title: title, summary: ["1 < 2 & \"3\""], figures: figures).text(plotly: library)
  }

  /// The figures of a page, read back as a browser would.
  static func figures(in page: String) throws -> [[String: Any]] {
    let opening = try #require(page.range(of: "<script type=\"application/json\" id=\"figures\">"))
    let rest = page[opening.upperBound...]
    let closing = try #require(rest.range(of: "</script>"))
    let json = try JSONSerialization.jsonObject(with: Data(rest[..<closing.lowerBound].utf8))
    return try #require(json as? [[String: Any]])
  }

  static func traces(in page: String) throws -> [[String: Any]] {
    let plot = try #require(try figures(in: page).first?["plot"] as? [String: Any])
    return try #require(plot["data"] as? [[String: Any]])
  }

  @Test("no user text opens or closes an element")
  func escapes() throws {
    let hostile = "</script><img src=x onerror=alert(1)>\"'&\u{2028}\n日本"
    let clouds = try Clouds.make(components: 2, dimension: 3, perComponent: 5)
    let figure = try ScatterFigure(
      title: hostile, axisTitles: [hostile, hostile, hostile], points: clouds.points, labels: clouds.labels,
      componentNames: [hostile, hostile], mixture: clouds.mixture, notes: [hostile])
    let curves = LearningCurvesFigure(title: hostile, history: Clouds.history(5), notes: [hostile])
    let text = Self.page([.scatter(figure), .learningCurves(curves)], title: hostile)
    #expect(!text.contains("<img"))
    #expect(!text.contains("\u{2028}"))
    #expect(text.components(separatedBy: "</script>").count == 4)
    #expect(text.contains("1 &lt; 2 &amp; &quot;3&quot;"))
    #expect(try Self.figures(in: text).count == 2)
  }

  @Test("the page asks no other place for anything")
  func selfContained() throws {
    let clouds = try Clouds.make(components: 2, dimension: 2, perComponent: 5)
    let text = Self.page([.scatter(try ScatterFigure(title: "t", points: clouds.points))])
    #expect(text.contains("default-src 'none'"))
    #expect(!text.contains("unsafe-eval"))
    #expect(!text.contains("http:") && !text.contains("https:"))
    #expect(!text.contains(" src="))
    #expect(text.contains("<html lang=\"en\">"))
  }

  @Test("coordinates come back from the packed numbers")
  func packs() throws {
    let points = try PointSet(columns: [[1, 2.5, -3], [4, 5, 6], [7, 8, 9.25]])
    let traces = try Self.traces(
      in: Self.page([.scatter(try ScatterFigure(title: "t", points: points, labels: [0, 0, 0]))]))
    let packed = try #require((traces.first?["x"] as? [String: String])?["packed"])
    let bytes = [UInt8](try #require(Data(base64Encoded: packed)))
    let values = stride(from: 0, to: bytes.count, by: 4).map { start in
      Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(bytes[start + $1]) << UInt32(8 * $1) })
    }
    #expect(values == [1, 2.5, -3])
  }

  @Test("changes that are not finite become gaps, and zeros stay numbers")
  func gaps() throws {
    let history = (1...3).map {
      EMIteration(
        iteration: $0, logLikelihood: .nan, meanChange: $0 == 2 ? .nan : 1, weightChange: 0,
        covarianceChange: .infinity, seconds: 0)
    }
    let page = Self.page([.learningCurves(LearningCurvesFigure(title: "t", history: history))])
    let traces = try Self.traces(in: page)
    let mean = try #require(traces[0]["y"] as? [Any])
    #expect(mean[0] is NSNull)
    #expect(mean[1] as? Double == 1)
    #expect(traces[1]["y"] as? [Double] == [0, 0])
    // Only the panel with something positive may have a logarithmic axis.
    #expect(try Self.figures(in: page)[0]["logarithmicAxes"] as? [String] == ["yaxis"])
  }

  @Test("without a second iteration the page says so", arguments: [0, 1])
  func tooShort(count: Int) throws {
    let curves = LearningCurvesFigure(title: "t", history: Clouds.history(count))
    let text = Self.page([.learningCurves(curves)])
    #expect(text.contains("the curves start with the second"))
    #expect(try Self.figures(in: text).isEmpty)
  }

  @Test("the library cannot end its own element")
  func library() {
    #expect(Self.library.scriptForPage == "var a = \"<\\/script>\", b = '<\\/SCRIPT >';")
  }

  @Test("JSON escapes what a script or a string must not hold")
  func json() throws {
    let text = JSONValue.string("a\"\\\u{1}\n<>&\u{2029}é").text
    #expect(text == "\"a\\\"\\\\\\u0001\\u000a\\u003c\\u003e\\u0026\\u2029é\"")
    let object: JSONValue = ["n": .numbers([1, -0.5, .nan, 1e-300]), "b": true, "z": .null]
    #expect(object.text == "{\"n\":[1,-0.5,null,1e-300],\"b\":true,\"z\":null}")
  }
}
