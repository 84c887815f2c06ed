import Foundation
import GaussianMixtures
import Testing

@testable import MixtureFigures

/// Writes figures to look at into the folder that GMM_FIGURE_GALLERY names; skipped without it.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["GMM_FIGURE_GALLERY"] != nil))
struct GalleryTests {
  struct Sample: Sendable, CustomTestStringConvertible {
    let name: String
    var components = 3
    var dimension = 3
    var perComponent = 200
    var offset = 0.0
    var scale = 1.0
    var names: [String] = []
    var titles = ["x", "y", "z"]
    var title = "Classification"
    var iterations = 25
    var testDescription: String { name }
  }

  static let hostile = ["</script><b>x</b> & \"y\"", "a'b\\n $x$ %{x} {x}_2^3", "日本 – ünïcödé\n@`"]

  static let samples: [Sample] = [
    Sample(name: "rgb", perComponent: 333, names: ["R", "G", "B"]),
    Sample(name: "line", dimension: 1),
    Sample(name: "plane", dimension: 2),
    Sample(name: "five", dimension: 5, iterations: 1),
    Sample(name: "one", components: 1, iterations: 0),
    Sample(name: "twelve", components: 12),
    Sample(name: "many", components: 64, dimension: 2),
    Sample(name: "many-space", components: 64),
    Sample(name: "far", offset: 1e9),
    Sample(name: "tiny", scale: 1e-140),
    Sample(name: "huge", dimension: 2, scale: 1e140, iterations: 2),
    Sample(name: "large", perComponent: 200_000),
    Sample(name: "large-plane", dimension: 2, perComponent: 200_000),
    Sample(name: "odd", names: hostile, titles: hostile, title: hostile[0]),
    Sample(name: "odd-plane", dimension: 2, names: hostile, titles: hostile, title: hostile[1]),
  ]

  @Test(arguments: samples)
  func draw(sample: Sample) async throws {
    let folder = try #require(ProcessInfo.processInfo.environment["GMM_FIGURE_GALLERY"])
    let clouds = try Clouds.make(
      components: sample.components, dimension: sample.dimension, perComponent: sample.perComponent,
      offset: sample.offset, scale: sample.scale, names: sample.names)
    let scatter = MixtureFigure.scatter(
      try ScatterFigure(
        title: sample.title, axisTitles: sample.titles, points: clouds.points, labels: clouds.labels,
        mixture: clouds.mixture))
    let curves = MixtureFigure.learningCurves(
      LearningCurvesFigure(title: "Learning curves", history: Clouds.history(sample.iterations)))
    let page = try MixtureReport(
      title: sample.title, document: ModelDocument(model: clouds.mixture), points: clouds.points,
      columnNames: sample.titles)
    try page.write(to: "\(folder)/\(sample.name).html")
    for format in ["png", "svg", "pdf"] {
      try await Gnuplot().write(scatter, to: "\(folder)/\(sample.name)-points.\(format)")
      try await Gnuplot().write(curves, to: "\(folder)/\(sample.name)-curves.\(format)")
    }
  }
}
