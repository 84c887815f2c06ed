internal import GaussianMixtures

/// The traces and the layout of the learning curves for plotly.js: three panels side by side.
struct PlotlyCurves {
  let figure: LearningCurvesFigure

  init(_ figure: LearningCurvesFigure) { self.figure = figure }

  /// The axes whose scale may be switched: those with something to show on a logarithmic one.
  var logarithmicAxes: [String] {
    figure.panels.enumerated().filter { $0.element.hasPositive }.map { Self.axisName("yaxis", $0.offset) }
  }

  /// The figure as plotly takes it: traces and layout.
  var json: JSONValue {
    let iterations = figure.iterations.map { Double($0.iteration) }
    let traces = figure.panels.enumerated().map { index, panel -> JSONValue in
      [
        "type": "scatter", "mode": .string(iterations.count <= 200 ? "lines+markers" : "lines"),
        "x": .numbers(iterations), "y": .numbers(panel.values), "name": .string(panel.title),
        "xaxis": .string(Self.axisName("x", index)), "yaxis": .string(Self.axisName("y", index)),
        "showlegend": false, "line": ["width": 2, "color": Self.colour(index)],
        "marker": ["size": 5, "color": Self.colour(index)],
        "hovertemplate": "iteration %{x}<br>%{fullData.name} %{y:.4~g}<extra></extra>",
      ]
    }
    return ["data": .array(traces), "layout": layout]
  }

  static let panelColours = [Colour(0x0072B2), Colour(0xD55E00), Colour(0x009E73)]

  private static func colour(_ index: Int) -> JSONValue { PlotlyTheme.colour(panelColours[index]) }

  private static func axisName(_ stem: String, _ index: Int) -> String {
    index == 0 ? stem : "\(stem)\(index + 1)"
  }

  private var layout: JSONValue {
    let axes = figure.panels.enumerated().flatMap { index, panel in
      [
        (key: Self.axisName("xaxis", index), value: horizontal(index)),
        (key: Self.axisName("yaxis", index), value: vertical(index, panel)),
      ]
    }
    let captions = figure.panels.enumerated().map { index, panel -> JSONValue in
      [
        "text": .string("<b>\(panel.title)</b>"), "showarrow": false, "xref": "paper", "yref": "paper",
        "x": .number(Self.left(index) + Self.width / 2), "y": 1.02, "xanchor": "center", "yanchor": "bottom",
      ]
    }
    return PlotlyTheme.layout(height: 400).adding([
      "margin": ["l": 60, "r": 10, "t": 62, "b": 55], "annotations": .array(captions),
    ]).adding(.object(axes))
  }

  private static let width = 0.27

  private static func left(_ index: Int) -> Double { Double(index) * 0.365 }

  private func horizontal(_ index: Int) -> JSONValue {
    let last = Double(figure.iterations.last?.iteration ?? 2)
    return PlotlyTheme.axis("iteration", range: 1.5...(last + 0.5)).adding([
      "domain": .numbers([Self.left(index), Self.left(index) + Self.width]), "showline": true,
      "anchor": .string(Self.axisName("y", index)), "tickformat": "d", "nticks": 6,
    ])
  }

  private func vertical(_ index: Int, _ panel: LearningCurvesFigure.Panel) -> JSONValue {
    PlotlyTheme.axis("").adding([
      "anchor": .string(Self.axisName("x", index)), "showline": true,
      "type": .string(panel.hasPositive ? "log" : "linear"), "nticks": 8,
      "minor": ["showgrid": false],
    ])
  }
}
