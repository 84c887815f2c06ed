internal import GaussianMixtures

extension GnuplotScatter {
  /// One column: a stacked histogram.
  var histogram: String {
    let axis = scene.axes[0]
    let bins = Histogram(
      column: scene.figure.points.columns[0], axis: axis, group: scene.groupOfPoint,
      groupCount: scene.groups.count)
    let (rows, bars) = stackedBars(bins, block: "bins")
    var layers = bars
    let curve = curveBlock(width: bins.width)
    if !curve.isEmpty {
      layers.append("$curve using 1:2 with lines lw \(3.5 * scale) lc rgb '#1f2328' notitle")
    }
    let curveKey =
      curve.isEmpty ? [] : ["keyentry with lines lw \(3.5 * scale) lc rgb '#1f2328' title 'mixture'"]
    return GnuplotText.block("bins", rows: rows) + curve + axisTitles(scene.axes.map(\.range)) + """
      set ylabel 'points' textcolor rgb '#1f2328'
      set yrange [0:*]
      set border 3 ls 101
      set tics nomirror out
      set grid ytics ls 100
      set lmargin at screen 0.1
      set rmargin at screen \(keyEdge)
      set tmargin at screen 0.93
      set bmargin at screen \(bottom)
      \(keyPlace)
      plot \((layers + key + curveKey).joined(separator: ", "))

      """
  }

  /// Bars of all components, one on the other: rows of their heights, and what to plot.
  func stackedBars(_ bins: Histogram, block: String) -> (rows: [[String]?], layers: [String]) {
    let present = scene.groups.indices.filter { scene.groups[$0].total > 0 }
    var below = [Int](repeating: 0, count: bins.centres.count)
    // Stacked bars are painted from the highest sum to the lowest, each over the one before.
    let sums = present.map { index -> [Int] in
      below = zip(below, bins.counts[index]).map { $0 + $1 }
      return below
    }
    let rows = bins.centres.indices.map { bin in
      [GnuplotText.number(bins.centres[bin])] + sums.map { "\($0[bin])" }
    }
    let layers = present.indices.reversed().map { position in
      let colour = scene.groups[present[position]].colour.mixed(with: Colour(0xFFFFFF), share: 0.2)
      return "$\(block) using 1:\(position + 2):(\(bins.width)) with boxes fs solid 1 border lc rgb 'white' "
        + "lc rgb '\(colour.hexadecimal)' notitle"
    }
    return (rows, layers)
  }

  /// What the mixture expects, as a smooth line.
  private func curveBlock(width: Double) -> String {
    guard let mixture = scene.figure.mixture else { return "" }
    let axis = scene.axes[0]
    let places = axis.places(601)
    let expected = Histogram.expected(
      mixture, at: places, axis: axis, pointCount: scene.figure.points.count, width: width)
    return GnuplotText.block(
      "curve", rows: zip(places, expected).map { [GnuplotText.number($0), GnuplotText.number($1)] })
  }
}
