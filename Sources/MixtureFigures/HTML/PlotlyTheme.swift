/// Values that differ between a light and a dark page; the page's script picks one of the two.
enum PlotlyTheme {
  static func either(_ light: String, _ dark: String) -> JSONValue {
    ["light": .string(light), "dark": .string(dark)]
  }

  static func colour(_ colour: Colour) -> JSONValue {
    either(colour.hexadecimal, Palette.onDark(colour).hexadecimal)
  }

  static let ink = either("#1f2328", "#e6edf3")
  static let grid = either("#d9dde2", "#3a424c")
  static let axisLine = either("#8b949e", "#6e7681")
  static let surface = either("#ffffff", "#161b22")

  /// What all layouts share.
  static func layout(height: Double) -> JSONValue {
    [
      "height": .number(height), "autosize": true, "uirevision": "stay",
      "paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)",
      "font": ["family": "system-ui, sans-serif", "size": 13, "color": ink],
      "hoverlabel": ["namelength": -1, "bgcolor": surface, "font": ["color": ink]],
      "hovermode": "closest",
      "modebar": ["bgcolor": "rgba(0,0,0,0)", "color": axisLine, "activecolor": ink],
    ]
  }

  /// What all axes share.
  ///
  /// - Parameters:
  ///   - title: markup of plotly.
  ///   - range: the ends, where plotly is not to choose them.
  /// - Returns: an object.
  static func axis(_ title: String, range: ClosedRange<Double>? = nil) -> JSONValue {
    let axis: JSONValue = [
      "title": ["text": .string(title), "font": ["size": 14]], "gridcolor": grid, "zerolinecolor": grid,
      "linecolor": axisLine, "color": ink, "exponentformat": "power",
    ]
    guard let range else { return axis }
    return axis.adding(["range": .numbers([range.lowerBound, range.upperBound])])
  }
}
