import Foundation
import GaussianMixtures
import Testing

@testable import MixtureFigures

/// Names in any script: letters where a font has them, and codes where none has.
struct ScriptTests {
  /// Chinese, Japanese, Korean, Greek, signs of units, raised and lowered digits, and what gnuplot could take for its own.
  static let names = [
    "温度", "ひらがなカタカナ", "한국어", "Δλ (µm)", "T °C", "x₁² ± 5 ‰", "I/I0", "湿度 %", "a_b^{c}", "Größe", "Ж, ż",
  ]

  private func figure(_ names: [String]) throws -> ScatterFigure {
    let clouds = try Clouds.make(components: 2, dimension: names.count, perComponent: 20)
    return try ScatterFigure(
      title: names[0], axisTitles: names, points: clouds.points, labels: clouds.labels,
      componentNames: Array(names.prefix(2)), mixture: clouds.mixture)
  }

  /// Set-up has seen to it; where it has not run, there is nothing to test.
  private static func haveFonts() async -> Bool {
    await FontCoverage.missingSigns(in: names.joined()).isEmpty
  }

  @Test("every name is drawn as it is, in every format")
  func drawn() async throws {
    try #require(await Self.haveFonts(), "run Scripts/setup.sh: no font for Chinese, Japanese and Korean")
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    for (index, name) in Self.names.enumerated() {
      let scatter = try figure([name, Self.names[(index + 1) % Self.names.count]])
      for figure in [MixtureFigure.scatter(scatter), .pairs(try PairsFigure(scatter))] {
        #expect(try await Gnuplot().write(figure, to: folder.path("a.png")) == [])
        let svg = String(decoding: try await Gnuplot().image(of: figure, format: .svg), as: UTF8.self)
        #expect(svg.contains(name), "\(name)")
      }
    }
  }

  /// Cairo names in a PDF the fonts whose glyphs it has drawn; a sign without a glyph is no font's.
  @Test("glyphs come from a font that has them", arguments: ["温度", "ひらがな", "한국어"])
  func glyphs(name: String) async throws {
    try #require(await Self.haveFonts(), "run Scripts/setup.sh: no font for Chinese, Japanese and Korean")
    func fonts(_ name: String) async throws -> Set<String> {
      let clouds = try Clouds.make(components: 2, dimension: 2, perComponent: 20)
      let figure = try ScatterFigure(title: "t", axisTitles: [name, "b"], points: clouds.points)
      let pdf = String(
        decoding: try await Gnuplot().image(of: .scatter(figure), format: .pdf), as: UTF8.self)
      return Set(pdf.matches(of: /\/BaseFont \/[A-Z]{6}\+([^ \n\/]+)/).map { String($0.1) })
    }
    let (plain, other) = (try await fonts("abc"), try await fonts(name))
    #expect(!plain.isEmpty && plain.isStrictSubset(of: other), "\(plain), \(other)")
  }

  /// Where no font has a sign, gnuplot would paint the whole figure over.
  @Test("signs that no font has are codes, and the figure says so", arguments: ["\u{10FFFD}", "a\u{8FFFD}b", "\u{5FFFE}x"])
  func codes(name: String) async throws {
    let missing = await FontCoverage.missingSigns(in: name)
    try #require(missing.count == 1, "fontconfig is not there, or a font has the sign")
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let scatter = try figure([name, "b"])
    let history = LearningCurvesFigure(title: name, history: Clouds.history(5))
    for figure in [MixtureFigure.scatter(scatter), .pairs(try PairsFigure(scatter)), .learningCurves(history)] {
      for format in ["png", "pdf"] {
        let notes = try await Gnuplot().write(figure, to: folder.path("a.\(format)"))
        #expect(notes.count == 1 && notes[0].contains("U+") && notes[0].contains("fonts-wqy-microhei"))
      }
      #expect(try await Gnuplot().write(figure, to: folder.path("a.svg")) == [])
    }
  }

  @Test("what fonts have is read from fontconfig's ranges")
  func coverage() {
    let signs: Set<Unicode.Scalar> = ["温", "µ", "한", "é"]
    #expect(FontCoverage.missingSigns(of: signs, in: "20-7e a0-ff\n6e29\n") == ["한"])
    #expect(FontCoverage.missingSigns(of: signs, in: "20-7e b5 \n\n e9 nonsense 9-2 ac00-d7a3") == ["温"])
    #expect(FontCoverage.missingSigns(of: signs, in: "") == signs)
  }

  @Test("what is drawn by no glyph of its own is not looked for")
  func invisible() async {
    #expect(await FontCoverage.missingSigns(in: "a\u{200D}\u{FE0F}\u{00AD}\u{3000}\u{2009}\u{7}") == [])
  }

  @Test("runs of missing signs become codes in brackets")
  func spelling() {
    let signs = SpelledSigns(missing: ["温", "度", "😀"])
    #expect(signs.spelled("温度 T (度)") == "[U+6E29 U+5EA6] T ([U+5EA6])")
    #expect(signs.spelled("😀温度温x") == "[U+1F600 U+6E29 U+5EA6 …]x")
    #expect(SpelledSigns(missing: []).spelled("温") == "温")
    #expect(signs.message.contains("度 (U+5EA6)"))
  }

  @Test("an SVG asks for further fonts, and its text stays what it was")
  func families() async throws {
    let name = "font-family=\"DejaVu Sans\" <b>"
    let clouds = try Clouds.make(components: 2, dimension: 2, perComponent: 5)
    let figure = try ScatterFigure(title: name, axisTitles: ["温", "b"], points: clouds.points)
    let svg = String(decoding: try await Gnuplot().image(of: .scatter(figure), format: .svg), as: UTF8.self)
    let tags = svg.matches(of: /<[^>]*font-family="([^"]*)"/).map { String($0.1) }
    #expect(!tags.isEmpty && tags.allSatisfy { $0.hasPrefix("DejaVu Sans, ") && $0.hasSuffix("sans-serif") })
    #expect(svg.contains("font-family=\"DejaVu Sans\" &lt;b"))
  }
}
