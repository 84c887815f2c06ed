internal import GaussianMixtures

extension GnuplotScatter {
  /// Lines that set the scale of colours up, and its legend; none where components colour the points.
  var palette: String {
    guard let values = scene.figure.values else { return "" }
    let stops = values.ramp.light.enumerated().map { "\($0.offset) '\($0.element.hexadecimal)'" }
    return """
      set palette defined (\(stops.joined(separator: ", ")))
      set cbrange \(GnuplotText.range(values.range))
      set colorbox user origin 0.9,0.3 size 0.018,0.45 noborder
      set cbtics scale 0.4
      set cblabel \(GnuplotText.quoted(values.title)) textcolor rgb '#1f2328'

      """
  }

  /// One column: what is said of each point, over the point.
  var valuesAlongLine: String {
    guard let values = scene.figure.values else { return "" }
    let rows = scene.groups.flatMap { group in
      zip(scene.coordinates(of: group.points)[0], group.points).map { place, point in
        [place, values.values[point]].map(GnuplotText.number)
      }
    }
    return GnuplotText.block("points", rows: rows) + axisTitles(scene.axes.map(\.range)) + palette + """
      unset colorbox
      set ylabel \(GnuplotText.quoted(values.title)) textcolor rgb '#1f2328'
      set border 3 ls 101
      set tics nomirror out
      set grid xtics ytics ls 100
      set lmargin at screen 0.1
      set rmargin at screen 0.95
      set tmargin at screen 0.93
      set bmargin at screen \(bottom)
      plot $points using 1:2:2 with points pt 7 ps \(0.9 * scale) lc palette notitle

      """
  }
}
