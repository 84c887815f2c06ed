internal import GaussianMixtures

/// The script that draws the learning curves: four panels.
struct GnuplotCurves {
  let figure: LearningCurvesFigure
  let format: FigureFormat

  init(_ figure: LearningCurvesFigure, format: FigureFormat) {
    self.figure = figure
    self.format = format
  }

  /// The script, data included.
  var script: String {
    let opening = GnuplotCanvas.opening(format, width: 1600, height: 1200, isEnhanced: true)
    guard figure.emptyMessage == nil else { return opening + emptyScript }
    let rows = figure.iterations.indices.map { index in
      ["\(figure.iterations[index].iteration)"]
        + figure.panels.map { GnuplotText.number($0.values[index]) }
    }
    let title = GnuplotText.quoted(figure.title)
    var script = opening + GnuplotText.block("changes", rows: rows)
    script += """
      set multiplot layout 2,2 title \(title) noenhanced font ',\(GnuplotCanvas.fontSize(format) * 4 / 3)' \
      margins 0.085,0.985,\(0.1 + noteHeight),0.88 spacing 0.1,0.13
      set border 3 ls 101
      set tics nomirror out
      set grid xtics ytics ls 100
      unset key
      set xrange [1.5:\(Double(figure.iterations.last?.iteration ?? 2) + 0.5)]

      """
    if let last = figure.iterations.last, last.iteration < 9 { script += "set xtics 1\n" }
    script += GnuplotCanvas.notes(figure.allNotes, format)
    for (index, panel) in figure.panels.enumerated() { script += self.script(of: panel, index) }
    return script + "unset multiplot\n"
  }

  private var noteHeight: Double { 0.04 * Double(figure.allNotes.count) }

  private func script(of panel: LearningCurvesFigure.Panel, _ index: Int) -> String {
    let colour = Palette.lines[index % Palette.lines.count].hexadecimal
    let scale = GnuplotCanvas.pointScale(format)
    let points = figure.iterations.count <= 60
    // A logarithmic axis without a positive number is an error; a linear one then shows the zeros.
    let axis =
      panel.hasPositive
      ? "set logscale y\nset format y '10^{%T}'\nset yrange [*:*]\n"
      : "unset logscale y\nset format y '%g'\nset yrange [-1:1]\n"
    return axis + """
      set xlabel '\(index < 2 ? "" : "iteration")' textcolor rgb '#1f2328'
      set title '\(panel.title)' textcolor rgb '#1f2328'
      plot $changes using 1:\(index + 2) with \(points ? "linespoints pt 7 ps \(scale)" : "lines") \
      lw \(3.5 * max(0.5, scale)) lc rgb '\(colour)'
      \(index == 0 ? (0..<figure.allNotes.count).map { "unset label \(900 + $0)\n" }.joined() : "")
      """ + "\n"
  }

  private var emptyScript: String {
    let message = GnuplotText.quoted(figure.emptyMessage ?? "")
    return GnuplotCanvas.title(figure.title, format) + """
      set label 1 \(message) at screen 0.5,0.5 center noenhanced textcolor rgb '#41484f'
      unset border
      unset tics
      unset key
      set xrange [0:1]
      set yrange [0:1]
      plot NaN notitle

      """
  }
}
