internal import GaussianMixtures

/// The traces and the layout of a scatter figure for plotly.js.
struct PlotlyScatter {
  /// Beyond this a browser no longer turns the cloud without a jerk.
  static let pointLimit = 200_000
  /// From here on a plane is drawn by the graphics processor.
  private static let planeLimit = 5_000
  /// Contours of more components than this hide what they are to explain.
  private static let contourLimit = 64

  let scene: ScatterScene

  init(_ figure: ScatterFigure) { scene = ScatterScene(figure, limit: Self.pointLimit) }

  /// The figure as plotly takes it: traces and layout.
  var json: JSONValue {
    switch scene.dimension {
    case 1: ["data": .array(bars), "layout": histogramLayout]
    case 2: ["data": .array(groupTraces), "layout": planeLayout]
    default: ["data": .array(groupTraces), "layout": spaceLayout]
    }
  }

  /// Whether plotly draws by its `scattergl`, which makes functions of text.
  var compilesShaders: Bool { scene.dimension == 2 && scene.shownCount > Self.planeLimit }

  private var isSpace: Bool { scene.dimension == 3 }

  /// Points first, contours next, means last: the order in which a plane is painted.
  private var groupTraces: [JSONValue] {
    let groups = scene.visibleGroups
    let contours = groups.count <= Self.contourLimit ? groups.compactMap(contour) : []
    return groups.map(points) + contours + groups.compactMap(mean)
  }

  private func points(_ group: ScatterScene.Group) -> JSONValue {
    let coordinates = zip(["x", "y", "z"], scene.coordinates(of: group.points))
    let type = isSpace ? "scatter3d" : compilesShaders ? "scattergl" : "scatter"
    return JSONValue.object(coordinates.map { (key: $0.0, value: PackedNumbers.json($0.1)) }).adding([
      "type": .string(type), "mode": "markers", "name": .string(Text.escapedForPlotly(group.name)),
      "legendgroup": .string("\(group.component ?? -1)"), "showlegend": true,
      "hovertemplate": .string(hover), "meta": .strings(scene.axes.map { Text.escapedForPlotly($0.title) }),
      "marker": [
        "size": .number(markerSize), "opacity": .number(opacity), "color": PlotlyTheme.colour(group.colour),
        "line": ["width": 0],
      ],
    ])
  }

  private func mean(_ group: ScatterScene.Group) -> JSONValue? {
    guard let component = group.component, let mean = scene.mean(of: component) else { return nil }
    let position = zip(["x", "y", "z"], mean).map { (key: $0.0, value: JSONValue.numbers([$0.1])) }
    return JSONValue.object(position).adding([
      "type": .string(isSpace ? "scatter3d" : "scatter"), "mode": "markers",
      "name": .string("mean of " + Text.escapedForPlotly(group.name)), "showlegend": false,
      "legendgroup": .string("\(component)"), "hovertemplate": .string(hover),
      "meta": .strings(scene.axes.map { Text.escapedForPlotly($0.title) }),
      "marker": [
        "symbol": "cross", "size": .number(isSpace ? 7 : 11),
        "color": PlotlyTheme.ink, "line": ["width": 1, "color": PlotlyTheme.surface],
      ],
    ])
  }

  private func contour(_ group: ScatterScene.Group) -> JSONValue? {
    guard let component = group.component, let contour = scene.contour(of: component) else { return nil }
    let position = ["x", "y", "z"].prefix(scene.dimension).enumerated().map { d, key in
      // Null between two lines lifts the pen.
      (key: key, value: JSONValue.array(contour.lines.flatMap { $0.map { .number($0[d]) } + [.null] }))
    }
    return JSONValue.object(position).adding([
      "type": .string(isSpace ? "scatter3d" : "scatter"), "mode": "lines", "showlegend": false,
      "name": .string("95 % of " + Text.escapedForPlotly(group.name)), "hoverinfo": "skip",
      "legendgroup": .string("\(component)"), "opacity": .number(isSpace ? 0.55 : 0.9),
      "line": ["width": .number(isSpace ? 3 : 2), "color": PlotlyTheme.colour(group.colour)],
    ])
  }

  private var bars: [JSONValue] {
    let axis = scene.axes[0]
    let histogram = Histogram(
      column: scene.figure.points.columns[0], axis: axis, group: scene.groupOfPoint,
      groupCount: scene.groups.count)
    var traces = zip(scene.groups, histogram.counts).filter { $0.0.total > 0 }.map { group, counts in
      [
        "type": "bar", "name": .string(Text.escapedForPlotly(group.name)), "showlegend": true,
        "x": .numbers(histogram.centres), "y": .numbers(counts.map(Double.init)),
        "width": .number(histogram.width), "meta": [.string(Text.escapedForPlotly(axis.title))],
        "hovertemplate":
          "<b>%{fullData.name}</b><br>%{meta[0]}: about %{x:.5~g}<br>%{y} points<extra></extra>",
        "marker": [
          "color": PlotlyTheme.colour(group.colour), "opacity": 0.75,
          "line": ["width": 0.5, "color": PlotlyTheme.surface],
        ],
      ] as JSONValue
    }
    if let mixture = scene.figure.mixture {
      let places = axis.places(601)
      let expected = Histogram.expected(
        mixture, at: places, axis: axis, pointCount: scene.figure.points.count, width: histogram.width)
      traces.append([
        "type": "scatter", "mode": "lines", "name": "mixture", "x": .numbers(places),
        "y": .numbers(expected), "hoverinfo": "skip", "line": ["width": 2, "color": PlotlyTheme.ink],
      ])
    }
    return traces
  }

  private var hover: String {
    let lines = ["x", "y", "z"].prefix(scene.dimension).enumerated().map { "%{meta[\($0)]}: %{\($1):.6~g}" }
    return (["<b>%{fullData.name}</b>"] + lines).joined(separator: "<br>") + "<extra></extra>"
  }

  private var markerSize: Double {
    let count = scene.shownCount
    let size = count <= 1_000 ? 4.5 : count <= 10_000 ? 3 : count <= 50_000 ? 2.2 : 1.6
    return isSpace ? size : size + 2
  }

  private var opacity: Double { scene.shownCount <= 2_000 ? 0.8 : scene.shownCount <= 20_000 ? 0.65 : 0.5 }
}

extension PlotlyScatter {
  private static let legend: JSONValue = [
    "itemsizing": "constant", "tracegroupgap": 0, "traceorder": "normal", "y": 0.95,
    "yanchor": "top", "maxheight": 0.9,
  ]

  private func planeAxis(_ index: Int) -> JSONValue {
    let axis = scene.axes[index]
    return PlotlyTheme.axis(Text.escapedForPlotly(axis.title), range: axis.range)
  }

  private var spaceLayout: JSONValue {
    let axes = zip(["xaxis", "yaxis", "zaxis"], scene.axes).map { key, axis in
      (
        key: key,
        value: PlotlyTheme.axis(Text.escapedForPlotlySpace(axis.title), range: axis.range).adding([
          "showbackground": false, "showspikes": false,
        ])
      )
    }
    let view: JSONValue = [
      "aspectmode": .string(scene.hasEqualScale ? "data" : "cube"),
      "camera": ["eye": ["x": 1.35, "y": -1.5, "z": 0.8], "center": ["x": 0, "y": 0, "z": -0.08]],
    ]
    return PlotlyTheme.layout(height: 720).adding([
      "margin": ["l": 0, "r": 0, "t": 8, "b": 0], "legend": Self.legend,
      "scene": view.adding(.object(axes)),
    ])
  }

  private var planeLayout: JSONValue {
    var vertical = planeAxis(1)
    if scene.hasEqualScale { vertical = vertical.adding(["scaleanchor": "x", "constrain": "range"]) }
    return PlotlyTheme.layout(height: 680).adding([
      "margin": ["l": 70, "r": 10, "t": 36, "b": 60], "legend": Self.legend,
      "xaxis": planeAxis(0), "yaxis": vertical,
    ])
  }

  private var histogramLayout: JSONValue {
    PlotlyTheme.layout(height: 460).adding([
      "margin": ["l": 70, "r": 10, "t": 36, "b": 60], "legend": Self.legend, "barmode": "stack",
      "bargap": 0, "xaxis": planeAxis(0),
      "yaxis": PlotlyTheme.axis("points").adding(["rangemode": "tozero"]),
    ])
  }
}
