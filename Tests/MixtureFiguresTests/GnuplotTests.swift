import Foundation
import GaussianMixtures
import Testing

@testable import MixtureFigures

struct GnuplotTests {
  static func figures(dimension: Int, components: Int = 3) throws -> [MixtureFigure] {
    let clouds = try Clouds.make(components: components, dimension: dimension, perComponent: 20)
    return [
      .scatter(
        try ScatterFigure(
          title: "it's \\ a `title` {x}_1^2 @y", axisTitles: ["'", "\\", "a\nb"], points: clouds.points,
          labels: clouds.labels, mixture: clouds.mixture)),
      .learningCurves(LearningCurvesFigure(title: "'curves'", history: Clouds.history(6), notes: ["n'"])),
    ]
  }

  @Test(
    "files begin as their formats do",
    arguments: [("png", "\u{89}PNG"), ("svg", "<?xml"), ("pdf", "%PDF")])
  func formats(format: String, magic: String) async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    for (index, figure) in try Self.figures(dimension: 3).enumerated() {
      let path = folder.path("\(index).\(format)")
      try await Gnuplot().write(figure, to: path)
      let start = try Data(contentsOf: URL(filePath: path)).prefix(magic.unicodeScalars.count)
      #expect(Array(start) == magic.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) })
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).count == 2)
  }

  @Test("every dimension and number of components is drawn", arguments: [1, 2, 3, 5], [1, 40])
  func shapes(dimension: Int, components: Int) async throws {
    for figure in try Self.figures(dimension: dimension, components: components) {
      #expect(try await Gnuplot().image(of: figure, format: .png).count > 1000)
    }
  }

  @Test("uncertainty, density and pairs are drawn, of one to five columns", arguments: [1, 2, 3, 5])
  func values(dimension: Int) async throws {
    let clouds = try Clouds.make(components: 3, dimension: dimension, perComponent: 20)
    let classification = try clouds.mixture.classify(clouds.points)
    var figure = try ScatterFigure(
      title: "t", points: clouds.points, labels: clouds.labels, mixture: clouds.mixture)
    let plain = try await Gnuplot().image(of: .scatter(figure), format: .png)
    for values in [
      PointValues.uncertainty(classification, componentCount: 3), .logDensity(classification),
    ] {
      figure.values = values
      let image = try await Gnuplot().image(of: .scatter(figure), format: .png)
      #expect(image.count > 1000 && image != plain)
    }
    guard dimension > 1 else {
      #expect(throws: FigureError.self) { try PairsFigure(figure) }
      return
    }
    figure.values = nil
    let pairs = try await Gnuplot().image(of: .pairs(try PairsFigure(figure)), format: .svg)
    #expect(pairs.count > 1000)
    #expect(throws: FigureError.self) { try PairsFigure(figure, columns: [0, 0]) }
  }

  @Test("a criterion is drawn, gaps and the best included")
  func criterion() async throws {
    let candidates = (1...4).flatMap { k in
      [CovarianceStructure.full, .tied].map { structure in
        SelectionSummary.Candidate(
          componentCount: k, structure: structure, logLikelihood: -100, bic: k == 2 ? nil : 300.0 - Double(k),
          aic: 200, icl: nil)
      }
    }
    let figure = CriterionFigure(
      title: "it's", selection: SelectionSummary(criterion: .bic, candidates: candidates))
    let image = try await Gnuplot().image(of: .criterion(figure), format: .svg)
    let text = String(decoding: image, as: UTF8.self)
    for word in ["VVV", "EEE", "best", "BIC (lower is better)"] { #expect(text.contains(word)) }
  }

  @Test("points all alike, and of any size, are drawn", arguments: [0, 5, 1e-300, -1e300])
  func degenerate(value: Double) async throws {
    for dimension in 1...3 {
      let points = try PointSet(columns: [[Double]](repeating: [value, value], count: dimension))
      let figure = try ScatterFigure(title: "t", points: points)
      #expect(try await Gnuplot().image(of: .scatter(figure), format: .png).count > 1000)
    }
  }

  @Test("curves of nothing, of one iteration, of zeros", arguments: [0, 1, 2])
  func shortCurves(count: Int) async throws {
    let zeros = (0..<count).map {
      EMIteration(
        iteration: $0 + 1, logLikelihood: 0, meanChange: 0, weightChange: .nan, covarianceChange: 0,
        seconds: 0)
    }
    for history in [zeros, Clouds.history(count)] {
      let figure = MixtureFigure.learningCurves(LearningCurvesFigure(title: "t", history: history))
      #expect(try await Gnuplot().image(of: figure, format: .png).count > 1000)
    }
  }

  @Test("a failure leaves the old file")
  func failure() async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let path = folder.path("old.png")
    try Data("old".utf8).write(to: URL(filePath: path))
    let figure = try Self.figures(dimension: 2)[0]
    let error = await #expect(throws: FigureError.self) {
      try await Gnuplot(program: "false").write(figure, to: path)
    }
    #expect(error?.code == .failedTool)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "old")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["old.png"])
  }

  @Test("gnuplot's own words are in the error")
  func words() async {
    let error = await #expect(throws: FigureError.self) { try await Gnuplot().run("plot nonsense(x)\n") }
    #expect(error?.message.contains("nonsense") == true || error?.message.contains("undefined") == true)
  }

  @Test("a missing gnuplot is named with its cure")
  func missing() async throws {
    let figure = try Self.figures(dimension: 2)[0]
    let error = await #expect(throws: FigureError.self) {
      try await Gnuplot(program: "no-such-gnuplot").image(of: figure, format: .png)
    }
    #expect(error?.code == .missingTool)
    #expect(error?.message.contains("gnuplot-nox") == true)
  }

  @Test("a folder that is not there is an error of creation")
  func noFolder() async throws {
    let figure = try Self.figures(dimension: 2)[0]
    let error = await #expect(throws: FigureError.self) {
      try await Gnuplot().write(figure, to: "/nowhere/at/all/x.png")
    }
    #expect(error?.code == .cannotCreate)
  }

  @Test("strings keep their text and their end")
  func quoting() {
    #expect(GnuplotText.quoted("it's\n\"x\" \\") == "\"it's \\042x\\042 \\134\"")
    #expect(GnuplotText.quoted("`ls` @x") == "\"\\140ls\\140 \\100x\"")
  }

  @Test("formats come from extensions")
  func extensions() throws {
    #expect(try FigureFormat(path: "a.b/C.PNG") == .png)
    for path in ["png", "a.jpeg", "a.html/b", ""] {
      #expect(throws: FigureError.self) { try FigureFormat(path: path) }
    }
  }
}
