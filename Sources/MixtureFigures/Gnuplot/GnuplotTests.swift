internal import GaussianMixtures

/// The script that draws tests of the number of components: a histogram of replicates for each, and a line at the data.
struct GnuplotTests {
  let figure: TestsFigure
  let format: FigureFormat

  /// The script, data included.
  var script: String {
    let histograms = figure.steps.map { TestsFigure.histogram(of: $0.replicates) }
    let data = histograms.enumerated().map { index, histogram in
      GnuplotText.block(
        "test\(index)",
        rows: histogram.bins.map {
          [GnuplotText.number($0.middle), "\($0.count)", GnuplotText.number(histogram.width)]
        })
    }.joined()
    let notes = ["bars: replicates under the fewer components; line: the data"] + figure.notes
    let panels = GnuplotPanels(
      title: figure.title, notes: notes, format: format, count: figure.steps.count,
      columnCount: min(figure.steps.count, 4))
    return panels.script(data: data) { index in
      let step = figure.steps[index]
      let colour = Palette.lines[step.isSignificant ? 1 : 0].hexadecimal
      let title =
        "\(step.componentCount) against \(step.componentCount + 1): p = \(FigureNumber.rounded(step.pValue))"
      return GnuplotPanels.title(title, format) + """
        set xlabel 'twice the gain in log-likelihood' font ',\(GnuplotCanvas.fontSize(format) * 3 / 4)' textcolor rgb '#1f2328'
        \(GnuplotPanels.horizontalAxis(step.replicates + [step.statistic]))\
        set yrange [0:*]
        set style fill solid 0.7 noborder
        set arrow 1 from \(step.statistic),graph 0 to \(step.statistic),graph 1 nohead \
        lw \(4 * max(0.5, GnuplotCanvas.pointScale(format))) lc rgb '\(colour)' front
        plot $test\(index) using 1:2:3 with boxes lc rgb '#8b949e'

        """
    }
  }
}
