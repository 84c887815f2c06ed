internal import GaussianMixtures

/// The script that draws estimates with their intervals: a panel for each kind, a row for each component.
struct GnuplotIntervals {
  let figure: IntervalsFigure
  let format: FigureFormat

  /// The script, data included.
  var script: String {
    let colours =
      Palette(componentNames: Array(figure.names.prefix(figure.componentCount))).colours + [Palette.none]
    let data = figure.panels.enumerated().map { index, panel in
      let rows = panel.intervals.map { interval in
        let place = interval.parameter.component ?? figure.componentCount
        return [interval.estimate, interval.lower, interval.upper].map(GnuplotText.number)
          + ["\(place + 1)", "\(colours[place].rgb)"]
      }
      return GnuplotText.block("panel\(index)", rows: rows)
    }.joined()
    let panels = GnuplotPanels(
      title: figure.title, notes: figure.notes, format: format, count: figure.panels.count,
      columnCount: 1 + figure.columnCount, gap: 1 + figure.columnCount)
    return panels.script(data: data) { index in
      let scale = GnuplotCanvas.pointScale(format)
      return GnuplotPanels.title(figure.panels[index].title, format) + """
        set yrange [\(Double(figure.names.count) + 0.6):0.4]
        set ytics (\(rowNames))
        \(GnuplotPanels.horizontalAxis(figure.panels[index].intervals.flatMap { [$0.estimate, $0.lower, $0.upper] }))\
        plot $panel\(index) using 1:4:2:3:5 with xerrorbars pt 7 ps \(1.4 * scale) lw \(3 * max(0.5, scale)) lc rgb variable

        """
    }
  }

  /// As many names as can be read.
  private var rowNames: String {
    let step = (figure.names.count + 19) / 20
    return stride(from: 0, to: figure.names.count, by: step).map {
      "\(GnuplotText.quoted(figure.names[$0])) \($0 + 1)"
    }.joined(separator: ", ")
  }
}
