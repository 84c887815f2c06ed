#if canImport(FoundationEssentials)
  internal import FoundationEssentials
  #if canImport(Glibc)
    internal import Glibc
  #endif
#else
  internal import Foundation
#endif
internal import GaussianMixtures

/// The script that draws a scatter figure.
struct GnuplotScatter {
  /// More points than this make an image no clearer, and a vector image too large to open.
  static func pointLimit(_ format: FigureFormat) -> Int { format == .png ? 50_000 : 20_000 }

  /// More names than this leave no room for the figure.
  private static let longestKey = 24
  private static let longestName = 18
  private static let contourLimit = 64

  /// The view of space: gnuplot's rotations about the x axis and the z axis, in degrees.
  private static let view = (tilt: 64.0, turn: 35.0)

  let scene: ScatterScene
  let format: FigureFormat

  init(_ figure: ScatterFigure, format: FigureFormat) {
    self.scene = ScatterScene(figure, limit: Self.pointLimit(format))
    self.format = format
  }

  /// The script, data included.
  var script: String {
    let opening =
      GnuplotCanvas.opening(format, width: 1600, height: 1200) + GnuplotCanvas.title(scene.figure.title, format)
      + GnuplotCanvas.notes(scene.notes, format)
    let body =
      switch scene.dimension {
      case 1: histogram
      case 2: plane
      default: space
      }
    return opening + body
  }

  private var scale: Double { GnuplotCanvas.pointScale(format) }

  private var pointSize: Double {
    let count = scene.shownCount
    return scale * (count <= 1_000 ? 1.3 : count <= 5_000 ? 0.9 : count <= 20_000 ? 0.55 : 0.35)
  }

  private var transparency: Double {
    scene.shownCount <= 2_000 ? 0.25 : scene.shownCount <= 20_000 ? 0.4 : 0.5
  }

  private var bottom: Double { 0.12 + 0.028 * Double(scene.notes.count) }

  /// The legend, as entries of the plot command.
  private var key: [String] {
    let groups = scene.visibleGroups
    let shown = groups.prefix(Self.longestKey).map { group in
      "keyentry with points pt 7 ps \(2 * scale) lc rgb '\(group.colour.hexadecimal)' "
        + "title \(GnuplotText.quoted(Self.shortened(group.name)))"
    }
    guard groups.count > shown.count else { return shown }
    return shown + ["keyentry with points pt 0 title 'and \(groups.count - shown.count) more'"]
  }

  private static func shortened(_ name: String) -> String {
    name.count <= longestName ? name : name.prefix(longestName - 1) + "…"
  }

  private var keyPlace: String {
    let size = GnuplotCanvas.fontSize(format)
    let font = scene.visibleGroups.count > 12 ? size * 3 / 4 : size
    return "set key at screen 0.985,0.92 right top reverse Left samplen 1 spacing 1.15 maxrows "
      + "\(Self.longestKey + 2) font ',\(font)'"
  }

  private func axisTitles(_ ranges: [ClosedRange<Double>]) -> String {
    zip(["x", "y", "z"], zip(scene.axes, ranges)).map { name, axis in
      "set \(name)label \(GnuplotText.quoted(axis.0.title)) textcolor rgb '#1f2328'\n"
        + "set \(name)range \(GnuplotText.range(axis.1))\n"
    }.joined()
  }

  /// Rows of coordinates and colour.
  private func rows(_ group: ScatterScene.Group, colour: UInt32) -> [[Double]] {
    let columns = scene.coordinates(of: group.points)
    return group.points.indices.map { index in columns.map { $0[index] } + [Double(colour)] }
  }

  private func text(_ rows: [[Double]]) -> [[String]?] {
    rows.map { row in
      row.dropLast().map(GnuplotText.number) + [String(UInt32(row.last ?? 0))]
    }
  }

  private var pointRows: [[Double]] {
    let transparency = transparency
    return scene.groups.flatMap { group in
      rows(group, colour: GnuplotCanvas.colourNumber(group.colour, transparency: transparency))
    }
  }

  private var contourBlock: String {
    let groups = scene.visibleGroups
    guard groups.count <= Self.contourLimit else { return "" }
    let share = scene.dimension == 2 ? 0 : 0.25
    let rows = groups.flatMap { group -> [[String]?] in
      guard let contour = group.component.flatMap(scene.contour(of:)) else { return [] }
      let colour = GnuplotCanvas.colourNumber(
        group.colour.mixed(with: Colour(0), share: 0.15), transparency: share)
      // Two blank lines: gnuplot takes lines set apart by one for the rows of a surface.
      return contour.lines.flatMap { line -> [[String]?] in
        line.map { $0.map(GnuplotText.number) + ["\(colour)"] } + [nil, nil]
      }
    }
    return rows.isEmpty ? "" : GnuplotText.block("contours", rows: rows)
  }

  private var meanBlock: String {
    let rows = scene.visibleGroups.compactMap { $0.component.flatMap(scene.mean(of:)) }
    return rows.isEmpty ? "" : GnuplotText.block("means", rows: rows.map { $0.map(GnuplotText.number) })
  }
}

extension GnuplotScatter {
  private var plane: String {
    let contours = contourBlock
    let means = meanBlock
    var layers = ["$points using 1:2:3 with points pt 7 ps \(pointSize) lc rgb variable notitle"]
    if !contours.isEmpty { layers.append("$contours using 1:2:3 with lines lw \(3.5 * scale) lc rgb variable notitle") }
    layers += Self.crosses(means, using: "1:2", scale)
    return GnuplotText.block("points", rows: text(interleaved)) + contours + means + axisTitles(planeRanges) + """
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
  private var interleaved: [[Double]] {
    var generator = SplitMix64(state: scene.figure.sampleSeed)
    var rows = pointRows
    for index in rows.indices.reversed() where index > 0 {
      rows.swapAt(index, generator.next(below: index + 1))
    }
    return rows
  }

  private var keyEdge: Double {
    let longest = scene.visibleGroups.map { $0.name.count }.max() ?? 0
    let shown = max(scene.dimension == 1 ? 7 : 0, min(Self.longestName, longest))
    return max(0.6, 0.94 - 0.0115 * Double(shown))
  }

  /// With one scale for both axes, the shorter one is widened until both fill their sides.
  private var planeRanges: [ClosedRange<Double>] {
    let ranges = scene.axes.map(\.range)
    guard scene.hasEqualScale else { return ranges }
    let sides = [(keyEdge - 0.1) * 1600, (0.93 - bottom) * 1200]
    let unit = zip(ranges, sides).map { ($0.upperBound - $0.lowerBound) / $1 }.max() ?? 1
    return zip(ranges, sides).map { range, side in
      let middle = (range.lowerBound + range.upperBound) / 2
      return (middle - unit * side / 2)...(middle + unit * side / 2)
    }
  }

  private static func crosses(_ means: String, using: String, _ scale: Double) -> [String] {
    guard !means.isEmpty else { return [] }
    return [
      "$means using \(using) with points pt 2 ps \(2.2 * scale) lw \(7 * scale) lc rgb 'white' notitle",
      "$means using \(using) with points pt 2 ps \(1.9 * scale) lw \(3.5 * scale) lc rgb '#1f2328' notitle",
    ]
  }

  private var space: String {
    let contours = contourBlock
    let means = meanBlock
    var layers = ["$floor using 1:2:3:4 with points pt 7 ps \(pointSize * 0.6) lc rgb variable notitle"]
    layers.append("$points using 1:2:3:4 with points pt 7 ps \(pointSize) lc rgb variable notitle")
    if !contours.isEmpty {
      layers.append("$contours using 1:2:3:4 with lines lw \(2 * scale) lc rgb variable notitle")
    }
    layers += Self.crosses(means, using: "1:2:3", scale)
    return GnuplotText.block("floor", rows: text(floorRows))
      + GnuplotText.block("points", rows: text(byDepth(pointRows))) + contours + means + axisTitles(scene.axes.map(\.range)) + """
        set border 895 ls 101
        set tics out
        set xyplane at \(scene.axes[2].range.lowerBound)
        set grid xtics ytics ztics vertical ls 100
        set view \(Self.view.tilt),\(Self.view.turn),\(viewScale)
        \(scene.hasEqualScale ? "set view equal xyz" : "")
        \(spaceTics)
        set xlabel offset 0,-0.5
        set ylabel offset 0.5,-0.5
        set zlabel offset \(scene.hasEqualScale ? -1 : -3),0 \(scene.axes[2].title.count > 2 ? "rotate by 90" : "")
        \(keyPlace)
        splot \((layers + key).joined(separator: ", "))

        """
  }

  /// The scale at which the box of the axes just fills the image, with room for titles and notes.
  private var viewScale: Double {
    let (tilt, turn) = (Self.view.tilt * .pi / 180, Self.view.turn * .pi / 180)
    // Gnuplot's unit is the longer side of the floor, whatever the height is.
    let unit = max(sideLengths[0], sideLengths[1])
    let sides = sideLengths.map { $0 / unit }
    let width = sides[0] * cos(turn) + sides[1] * sin(turn)
    let height = (sides[0] * sin(turn) + sides[1] * cos(turn)) * cos(tilt) + sides[2] * sin(tilt)
    // At scale 1 the unit is 0.375 of the image's width, which is 0.5 of its height.
    return min(0.72 / (0.375 * width), (0.87 - bottom) / (0.5 * height))
  }

  /// Steps that leave the labels of a short side apart.
  private var spaceTics: String {
    let longest = sideLengths.max() ?? 1
    return zip(["x", "y", "z"], scene.axes.indices).map { name, index in
      let range = scene.axes[index].range
      let count = max(2, ((scene.hasEqualScale ? 9 : 6) * sideLengths[index] / longest).rounded())
      let step = Self.roundStep((range.upperBound - range.lowerBound) / count)
      return "set \(name)tics \(step)"
    }.joined(separator: "\n")
  }

  /// The next of 1, 2 and 5 times a power of ten.
  private static func roundStep(_ step: Double) -> Double {
    let power = pow(10, log10(step).rounded(.down))
    return power * ([1, 2, 5, 10].first { $0 * power >= step * 0.999 } ?? 10)
  }

  private var sideLengths: [Double] {
    scene.axes.map { scene.hasEqualScale ? $0.range.upperBound - $0.range.lowerBound : 1 }
  }

  /// The points' shadows on the floor, which show where in space a point is.
  private var floorRows: [[Double]] {
    let height = scene.axes[2].range
    // A hair above the floor, so that rounding to single precision does not put them below it.
    let floor = height.lowerBound + 1e-4 * (height.upperBound - height.lowerBound)
    return scene.groups.flatMap { group in
      let shade = group.colour.mixed(with: Colour(0xFFFFFF), share: 0.8)
      return rows(group, colour: GnuplotCanvas.colourNumber(shade, transparency: 0.35)).map { row in
        [row[0], row[1], floor, row[3]]
      }
    }
  }

  /// Gnuplot paints points in the order given, so the farthest come first.
  private func byDepth(_ rows: [[Double]]) -> [[Double]] {
    let (tilt, turn) = (Self.view.tilt * .pi / 180, Self.view.turn * .pi / 180)
    let toward = [sin(turn) * sin(tilt), -cos(turn) * sin(tilt), cos(tilt)]
    let lengths = scene.axes.map { scene.hasEqualScale ? 1 : $0.range.upperBound - $0.range.lowerBound }
    let depths = rows.map { row in
      (0..<3).reduce(0) { $0 + toward[$1] * row[$1] / lengths[$1] }
    }
    return depths.indices.sorted { (depths[$0], $0) < (depths[$1], $1) }.map { rows[$0] }
  }

  private var histogram: String {
    let axis = scene.axes[0]
    let bins = Histogram(
      column: scene.figure.points.columns[0], axis: axis, group: scene.groupOfPoint,
      groupCount: scene.groups.count)
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
    var layers = present.indices.reversed().map { position in
      let colour = scene.groups[present[position]].colour.mixed(with: Colour(0xFFFFFF), share: 0.2)
      return "$bins using 1:\(position + 2):(\(bins.width)) with boxes fs solid 1 border lc rgb 'white' "
        + "lc rgb '\(colour.hexadecimal)' notitle"
    }
    var curve = ""
    if let mixture = scene.figure.mixture {
      let places = (0...600).map {
        axis.range.lowerBound + (axis.range.upperBound - axis.range.lowerBound) * Double($0) / 600
      }
      let expected = Histogram.expected(
        mixture, at: places, axis: axis, pointCount: scene.figure.points.count, width: bins.width)
      curve = GnuplotText.block(
        "curve", rows: zip(places, expected).map { [GnuplotText.number($0), GnuplotText.number($1)] })
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
}
