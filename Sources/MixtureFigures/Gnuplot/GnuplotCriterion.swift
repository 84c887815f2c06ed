/// The script that draws a criterion over the number of components.
struct GnuplotCriterion {
  let figure: CriterionFigure
  let format: FigureFormat

  /// The script, data included.
  var script: String {
    let curves = figure.curves
    let scale = GnuplotCanvas.pointScale(format)
    let rows = curves.componentCounts.enumerated().map { index, count in
      ["\(count)"] + curves.lines.map { GnuplotText.number($0.values[index]) }
    }
    let colours = Palette(componentNames: curves.lines.map(\.name)).colours
    var layers = zip(curves.lines.indices, zip(curves.lines, colours)).map { index, line in
      "$criterion using 1:\(index + 2) with linespoints pt 7 ps \(scale) lw \(3 * max(0.5, scale)) "
        + "lc rgb '\(line.1.hexadecimal)' title \(GnuplotText.quoted(line.0.name))"
    }
    var best = ""
    for line in curves.lines {
      guard let index = line.best else { continue }
      best = GnuplotText.block(
        "best", rows: [["\(curves.componentCounts[index])", GnuplotText.number(line.values[index])]])
      layers.append(
        "$best using 1:2 with points pt 6 ps \(3.2 * scale) lw \(4 * max(0.5, scale)) lc rgb '#1f2328' title 'best'"
      )
    }
    let (first, last) = (curves.componentCounts.first ?? 1, curves.componentCounts.last ?? 1)
    return GnuplotCanvas.opening(format, width: 1600, height: 1000)
      + GnuplotCanvas.title(figure.title, format) + GnuplotText.block("criterion", rows: rows) + best + """
        set border 3 ls 101
        set tics nomirror out
        set grid xtics ytics ls 100
        set xtics 1
        set tmargin at screen 0.9
        set xrange [\(Double(first) - 0.3):\(Double(last) + 0.3)]
        set xlabel 'components' textcolor rgb '#1f2328'
        set ylabel \(GnuplotText.quoted(curves.title)) textcolor rgb '#1f2328'
        set key outside right top reverse Left samplen 2 spacing 1.15
        plot \(layers.joined(separator: ", "))

        """
  }
}
