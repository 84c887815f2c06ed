internal import Elementary
internal import GaussianMixtures

extension GnuplotScatter {
  /// One set of lines over the plane.
  private struct LineSet {
    let title: String
    let colour: String
    let pieces: [[Double]]
  }

  /// How finely the plane is looked at.
  private static let grid = LevelLines(columns: 401, rows: 301)

  /// The blocks of the lines, and the entries of the plot command that draw them.
  var planeLines: (blocks: String, layers: [String]) {
    guard let lines = scene.figure.lines, let mixture = scene.figure.marginal else { return ("", []) }
    let sets =
      switch lines {
      case .regions(let shares): regions(mixture, shares)
      case .boundaries: boundaries(mixture)
      }
    let blocks = sets.enumerated().map { index, set in
      GnuplotText.block(
        "lines\(index)",
        rows: set.pieces.flatMap { piece -> [[String]?] in
          [piece[..<2].map(GnuplotText.number), piece[2...].map(GnuplotText.number), nil]
        })
    }
    let layers = zip(sets.indices, sets).filter { !$1.pieces.isEmpty }.map { index, set in
      "$lines\(index) using 1:2 with lines lw \(4 * scale) lc rgb '\(set.colour)' title \(GnuplotText.quoted(set.title))"
    }
    return (blocks.joined(), layers)
  }

  /// The places of the grid as points of the mixture, row by row.
  private var gridPoints: PointSet? {
    let (x, y) = (planeRanges[0], planeRanges[1])
    func places(_ range: ClosedRange<Double>, _ count: Int, _ axis: AxisScale) -> [Double] {
      (0..<count).map {
        axis.value(range.lowerBound + (range.upperBound - range.lowerBound) * Double($0) / Double(count - 1))
      }
    }
    let (columns, rows) = (
      places(x, Self.grid.columns, scene.axes[0]), places(y, Self.grid.rows, scene.axes[1])
    )
    return try? PointSet(columns: [
      rows.flatMap { _ in columns }, rows.flatMap { row in columns.map { _ in row } },
    ])
  }

  /// From steps of the grid to the numbers of the axes.
  private func shown(_ pieces: [(LevelLines.Place, LevelLines.Place)]) -> [[Double]] {
    let (x, y) = (planeRanges[0], planeRanges[1])
    func place(_ place: LevelLines.Place) -> [Double] {
      [
        x.lowerBound + (x.upperBound - x.lowerBound) * place.x / Double(Self.grid.columns - 1),
        y.lowerBound + (y.upperBound - y.lowerBound) * place.y / Double(Self.grid.rows - 1),
      ]
    }
    return pieces.map { place($0) + place($1) }
  }

  private func regions(_ mixture: GaussianMixture, _ shares: [Double]) -> [LineSet] {
    guard let points = gridPoints, let levels = try? DensityLevels(of: mixture),
      let densities = try? mixture.logDensities(of: points)
    else { return [] }
    let colours = ["#1f2328", "#6e40aa", "#cf222e", "#bf8700"]
    return shares.enumerated().map { index, share in
      let level = levels.logDensity(containing: share)
      // What is not seen as a number is far below.
      let heights = densities.map { max($0 - level, -1e3) }
      return LineSet(
        title: FigureNumber.percent(share), colour: colours[index % colours.count],
        pieces: shown(Self.grid.pieces(heights)))
    }
  }

  /// Of each component where it is as likely as the likeliest other one.
  private func boundaries(_ mixture: GaussianMixture) -> [LineSet] {
    guard mixture.componentCount > 1, let points = gridPoints else { return [] }
    let scores = mixture.components.map { component -> [Double] in
      guard component.weight > 0,
        let alone = try? GaussianMixture(components: [
          .init(weight: 1, mean: component.mean, covariance: component.covariance)
        ]), let densities = try? alone.logDensities(of: points)
      else { return points.map { _ in -.infinity } }
      let logWeight = Elementary.naturalLogarithm(component.weight)
      return densities.map { $0 + logWeight }
    }
    let best = points.indices.map { place in scores.indices.max { scores[$0][place] < scores[$1][place] } ?? 0
    }
    let second = points.indices.map { place in
      scores.indices.reduce(-Double.infinity) { $1 == best[place] ? $0 : max($0, scores[$1][place]) }
    }
    let pieces = scores.indices.flatMap { own -> [[Double]] in
      let heights = points.indices.map { place in
        scores[own][place] - (own == best[place] ? second[place] : scores[best[place]][place])
      }
      return shown(Self.grid.pieces(heights))
    }
    return [LineSet(title: "boundary", colour: "#1f2328", pieces: pieces)]
  }
}
