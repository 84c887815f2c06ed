import GaussianMixtures
import Testing

@testable import MixtureFigures

struct SceneTests {
  @Test("a sample keeps every group, its order and its limit, and is the same again")
  func sample() {
    let groups = (0..<100_000).map { $0 < 3 ? 2 : $0 < 1000 ? 1 : 0 }
    let sample = PointSample(group: groups, groupCount: 4, limit: 1000, seed: 5)
    #expect(sample.count <= 1000 && sample.count > 990)
    #expect(sample.groups[2] == [0, 1, 2])
    #expect(sample.groups[1].count >= 100)
    #expect(sample.groups[3].isEmpty)
    #expect(sample.groups.allSatisfy { $0 == $0.sorted() })
    #expect(PointSample(group: groups, groupCount: 4, limit: 1000, seed: 5).groups == sample.groups)
    #expect(PointSample(group: groups, groupCount: 4, limit: 1000, seed: 6).groups != sample.groups)
  }

  @Test("the figure says how many points are shown")
  func sampleNote() throws {
    let clouds = try Clouds.make(components: 2, dimension: 2, perComponent: 1000)
    let figure = try ScatterFigure(title: "t", points: clouds.points, labels: clouds.labels)
    let scene = ScatterScene(figure, limit: 500)
    #expect(scene.notes.contains { $0.hasPrefix("500 of 2,000 points") })
    #expect(ScatterScene(figure, limit: 2000).notes.isEmpty)
  }

  @Test(
    "a column of one value has an axis, as long as numbers go",
    arguments: [0, 1, 1.7e308, -1.7e308, .greatestFiniteMagnitude, 5e-324, -5e-324, 1e-310])
  func oneValue(value: Double) {
    let span = AxisScale.Span(of: [value, value], reaches: [])
    #expect(span.half > 0 && span.lower.isFinite && span.upper.isFinite)
    let axis = AxisScale(name: "x", span: span, exponent: span.exponent)
    #expect(axis.range.contains(axis.display(value)))
    let histogram = Histogram(column: [value, value], axis: axis, group: [0, 0], groupCount: 1)
    #expect(histogram.counts[0].reduce(0, +) == 2 && histogram.width > 0)
  }

  @Test(
    "axes keep single precision",
    arguments: [(1e9, 1.0), (-1e9, 1e-3), (0, 1e-140), (3e140, 1e140), (0, 1)])
  func axes(offset: Double, scale: Double) throws {
    let clouds = try Clouds.make(components: 2, dimension: 3, perComponent: 50, offset: offset, scale: scale)
    let figure = try ScatterFigure(title: "t", points: clouds.points, mixture: clouds.mixture)
    let scene = ScatterScene(figure, limit: 1000)
    let shown = scene.coordinates(of: Array(0..<100))
    for (column, axis) in zip(shown, scene.axes) {
      // Two of a hundred may meet by chance; in plain single precision nearly all would at 1e9.
      #expect(Set(column.map { Float($0) }).count >= 98)
      #expect(column.allSatisfy { axis.range.contains($0) && abs($0) < 1e9 })
      #expect((axis.offset != 0) == (abs(offset) == 1e9))
      #expect((axis.exponent != 0) == (scale != 1 && abs(offset) != 1e9))
    }
  }

  @Test("an ellipse lies where the squared Mahalanobis distance is the 95 % point")
  func ellipse() {
    let (deviations, correlation) = ([2.0, 0.5], -0.7)
    let contour = CovarianceContour(
      mean: [1, -3], deviations: deviations, correlations: [[1, correlation], [correlation, 1]])
    for point in contour.lines[0] {
      let (x, y) = ((point[0] - 1) / deviations[0], (point[1] + 3) / deviations[1])
      let distance = (x * x - 2 * correlation * x * y + y * y) / (1 - correlation * correlation)
      #expect(abs(distance - 5.991464547107979) < 1e-9)
    }
  }

  @Test("a histogram counts every point once, and its curve has the same content")
  func histogram() throws {
    let clouds = try Clouds.make(components: 3, dimension: 1, perComponent: 500)
    let figure = try ScatterFigure(
      title: "t", points: clouds.points, labels: clouds.labels, mixture: clouds.mixture)
    let scene = ScatterScene(figure, limit: 10)
    let histogram = Histogram(
      column: clouds.points.columns[0], axis: scene.axes[0], group: scene.groupOfPoint,
      groupCount: scene.groups.count)
    #expect(histogram.counts.map { $0.reduce(0, +) } == [500, 500, 500, 0])
    let expected = Histogram.expected(
      try #require(figure.mixture), at: histogram.centres, axis: scene.axes[0], pointCount: 1500,
      width: histogram.width)
    #expect(abs(expected.reduce(0, +) - 1500) < 15)
  }

  @Test("chosen columns take their titles, means and covariances along")
  func choosing() throws {
    let clouds = try Clouds.make(components: 2, dimension: 5, perComponent: 10)
    let figure = try ScatterFigure(
      title: "t", axisTitles: ["a", "b", "c", "d", "e"], points: clouds.points, labels: clouds.labels,
      mixture: clouds.mixture)
    #expect(figure.axisTitles == ["a", "b", "c"])
    let chosen = try figure.choosing(columns: [4, 1])
    #expect(chosen.axisTitles == ["e", "b"])
    #expect(chosen.points.columns == [clouds.points.columns[4], clouds.points.columns[1]])
    let component = clouds.mixture.components[1]
    #expect(chosen.mixture?.means[1] == [component.mean[4], component.mean[1]])
    #expect(chosen.mixture?.deviations[1][0] == component.covariance[4, 4].squareRoot())
    for wrong in [[], [0, 0], [5], [-1], [0, 1, 2, 3]] {
      #expect(throws: FigureError.self) { try figure.choosing(columns: wrong) }
    }
  }

  @Test("labels and models that do not fit are refused")
  func refuses() throws {
    let clouds = try Clouds.make(components: 2, dimension: 2, perComponent: 10)
    let other = try Clouds.make(components: 2, dimension: 3, perComponent: 10)
    #expect(throws: FigureError.self) { try ScatterFigure(title: "t", points: clouds.points, labels: [1]) }
    #expect(throws: FigureError.self) {
      try ScatterFigure(title: "t", points: clouds.points, mixture: other.mixture)
    }
  }

  @Test("curves start with the second iteration")
  func curves() {
    let figure = LearningCurvesFigure(title: "t", history: Clouds.history(4))
    #expect(figure.iterations.map(\.iteration) == [2, 3, 4])
    #expect(figure.emptyMessage == nil)
    #expect(LearningCurvesFigure(title: "t", history: Clouds.history(1)).emptyMessage != nil)
  }
}
