internal import GaussianMixtures

/// The script that draws the entropy of combined components over the number of clusters.
struct GnuplotEntropy {
  let figure: EntropyFigure
  let format: FigureFormat

  private var combination: ComponentCombination { figure.combination }
  private var scale: Double { GnuplotCanvas.pointScale(format) }

  /// The script, data included.
  var script: String {
    let count = combination.componentCount
    let rows = combination.entropies.enumerated().map { ["\(count - $0)", GnuplotText.number($1)] }
    return GnuplotCanvas.opening(format, width: 1600, height: 1000)
      + GnuplotCanvas.title(figure.title, format)
      + GnuplotCanvas.notes(figure.notes, format) + GnuplotText.block("entropy", rows: rows) + elbow
        + """
        set border 3 ls 101
        set tics nomirror out
        set grid xtics ytics ls 100
        set xtics \(max(1, (count - 1) / 12))
        set lmargin at screen 0.1
        set rmargin at screen 0.96
        set tmargin at screen 0.91
        set bmargin at screen \(0.13 + 0.03 * Double(figure.notes.count))
        set xrange [0.7:\(Double(count) + 0.3)]
        set yrange [0:*]
        set xlabel 'clusters' textcolor rgb '#1f2328'
        set ylabel 'entropy of the classification (nats)' textcolor rgb '#1f2328'
        set key left top reverse Left samplen 3 spacing 1.2
        plot \(layers.joined(separator: ", "))

        """
  }

  /// The two lines and the point where they meet, where there is an elbow.
  private var elbow: String {
    guard combination.elbow < combination.componentCount else { return "" }
    let lines = combination.elbowLines.flatMap { places, line -> [[String]?] in
      [places.lowerBound, places.upperBound].map { ["\($0)", GnuplotText.number(line.value(at: $0 - 1))] } + [
        nil
      ]
    }
    let entropy = combination.entropies[combination.componentCount - combination.elbow]
    return GnuplotText.block("lines", rows: lines)
      + GnuplotText.block("elbow", rows: [["\(combination.elbow)", GnuplotText.number(entropy)]])
  }

  private var layers: [String] {
    let width = 3 * max(0.5, scale)
    let colour = Palette(componentNames: ["1"]).colours[0].hexadecimal
    let course =
      "$entropy using 1:2 with linespoints pt 7 ps \(1.4 * scale) lw \(width) lc rgb '\(colour)' title 'entropy'"
    guard combination.elbow < combination.componentCount else { return [course] }
    return [
      "$lines using 1:2 with lines lw \(width) dt (8,5) lc rgb '#8b949e' title 'two straight lines'", course,
      "$elbow using 1:2 with points pt 6 ps \(3.2 * scale) lw \(4 * max(0.5, scale)) lc rgb '#1f2328' title 'elbow'",
    ]
  }
}
