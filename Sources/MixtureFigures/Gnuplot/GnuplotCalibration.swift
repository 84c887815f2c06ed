internal import GaussianMixtures

/// The script that draws a reliability diagram: above the shares over the probabilities beside the diagonal, below how many
/// points there are of each.
struct GnuplotCalibration {
  let figure: CalibrationFigure
  let format: FigureFormat

  /// A bin's probability, share, the ends of its bar, and its points.
  private var rows: [[String]] {
    figure.calibration.bins.map { bin in
      let ends = [max(0, bin.share - 2 * bin.standardError), min(1, bin.share + 2 * bin.standardError)]
      return ([bin.meanProbability, bin.share] + ends).map(GnuplotText.number) + ["\(bin.count)"]
    }
  }

  /// The script, data included.
  var script: String {
    let scale = GnuplotCanvas.pointScale(format)
    let width = 3 * max(0.5, scale)
    return GnuplotCanvas.opening(format, width: 1200, height: 1200)
      + GnuplotCanvas.title(figure.title, format)
      + GnuplotCanvas.notes(figure.notes, format) + GnuplotText.block("calibration", rows: rows) + """
        set multiplot
        set border 3 ls 101
        set tics nomirror out
        set grid xtics ytics ls 100
        set xrange [0:1]
        set lmargin at screen 0.13
        set rmargin at screen 0.95
        set tmargin at screen 0.91
        set bmargin at screen 0.36
        set yrange [0:1]
        set format x ''
        set ylabel 'share that is right' textcolor rgb '#1f2328'
        set key left top reverse Left samplen 2
        plot x with lines dt (6,4) lw \(width) lc rgb '#8b949e' title 'as sure as right', \
        $calibration using 1:2:3:4 with yerrorlines pt 7 ps \(1.6 * scale) lw \(width) lc rgb '#1f6feb' title 'likeliest class'
        unset label
        set tmargin at screen 0.32
        set bmargin at screen 0.14
        set yrange [0:*]
        set ytics \(max(1, GnuplotPanels.step(of: Double(figure.calibration.bins.map(\.count).max() ?? 1))))
        set format x '%g'
        set xlabel 'probability of the likeliest class' textcolor rgb '#1f2328'
        set ylabel 'points' textcolor rgb '#1f2328'
        set style fill solid 0.5 noborder
        plot $calibration using 1:5:(0.04) with boxes lc rgb '#1f6feb' notitle
        unset multiplot

        """
  }
}
