internal import GaussianMixtures

extension GnuplotScatter {
  /// Two columns: a plane.
  var plane: String {
    let contours = scene.figure.lines == nil ? contourBlock : ""
    let lines = planeLines
    let means = meanBlock
    var layers = ["$points using 1:2:3 with points pt 7 ps \(pointSize) \(colouring) notitle"]
    if !contours.isEmpty {
      layers.append("$contours using 1:2:3 with lines lw \(3.5 * scale) lc rgb variable notitle")
    }
    layers += lines.layers + Self.crosses(means, using: "1:2", scale)
    return GnuplotText.block("points", rows: text(interleaved, isValued: scene.figure.values != nil))
      + palette + contours + lines.blocks + means + axisTitles(planeRanges)
        + """
        set border 3 ls 101
        set tics nomirror out
        set grid xtics ytics ls 100
        \(scene.hasEqualScale ? "set size ratio -1" : "")
        set lmargin at screen 0.1
        set rmargin at screen \(keyEdge)
        set tmargin at screen 0.93
        set bmargin at screen \(bottom)
        \(keyPlace)
        plot \((layers + key).joined(separator: ", "))

        """
  }

  /// Points of all components in turn, so that none lies on top of the others as a whole.
  ///
  /// By value, the largest come last: what is uncertain or dense is what is looked for.
  var interleaved: [[Double]] {
    if scene.figure.values != nil { return pointRows.sorted { ($0.last ?? 0) < ($1.last ?? 0) } }
    var stream = RandomStream(seed: scene.figure.sampleSeed, purpose: .display, index: 1)
    return stream.shuffled(pointRows)
  }

  /// With one scale for both axes, the shorter one is widened until both fill their sides.
  var planeRanges: [ClosedRange<Double>] {
    let ranges = scene.axes.map(\.range)
    guard scene.hasEqualScale else { return ranges }
    let sides = [(keyEdge - 0.1) * 1600, (0.93 - bottom) * 1200]
    let unit = zip(ranges, sides).map { ($0.upperBound - $0.lowerBound) / $1 }.max() ?? 1
    return zip(ranges, sides).map { range, side in
      let middle = (range.lowerBound + range.upperBound) / 2
      return (middle - unit * side / 2)...(middle + unit * side / 2)
    }
  }
}
