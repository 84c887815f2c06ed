internal import GaussianMixtures
internal import Tables

/// The script that draws a scatter figure.
struct GnuplotScatter {
  /// More points than this make an image no clearer, and a vector image too large to open.
  static func pointLimit(_ format: FigureFormat) -> Int { format == .png ? 50_000 : 20_000 }

  /// More names than this leave no room for the figure.
  private static let longestKey = 24
  private static let longestName = 18
  private static let contourLimit = 64

  let scene: ScatterScene
  let format: FigureFormat

  init(_ figure: ScatterFigure, format: FigureFormat) {
    self.init(scene: ScatterScene(figure, limit: Self.pointLimit(format)), format: format)
  }

  init(scene: ScatterScene, format: FigureFormat) {
    self.scene = scene
    self.format = format
  }

  /// The script, data included.
  var script: String {
    let opening =
      GnuplotCanvas.opening(format, width: 1600, height: 1200)
      + GnuplotCanvas.title(scene.figure.title, format)
      + GnuplotCanvas.notes(scene.notes, format)
    let body =
      switch scene.dimension {
      case 1: scene.figure.values == nil ? histogram : valuesAlongLine
      case 2: plane
      default: space
      }
    return opening + body
  }

  var scale: Double { GnuplotCanvas.pointScale(format) }

  var pointSize: Double {
    let count = scene.shownCount
    return scale * (count <= 1_000 ? 1.3 : count <= 5_000 ? 0.9 : count <= 20_000 ? 0.55 : 0.35)
  }

  var transparency: Double {
    scene.shownCount <= 2_000 ? 0.25 : scene.shownCount <= 20_000 ? 0.4 : 0.5
  }

  var bottom: Double { 0.12 + 0.028 * Double(scene.notes.count) }

  /// The legend, as entries of the plot command.
  var key: [String] {
    guard scene.figure.values == nil else { return [] }
    let groups = scene.visibleGroups
    let shown = groups.prefix(Self.longestKey).map { group in
      "keyentry with points pt 7 ps \(2 * scale) lc rgb '\(group.colour.hexadecimal)' "
        + "title \(GnuplotText.quoted(TextWidth.shortened(group.name, to: Self.longestName)))"
    }
    guard groups.count > shown.count else { return shown }
    return shown + ["keyentry with points pt 0 title 'and \(groups.count - shown.count) more'"]
  }

  var keyPlace: String {
    let size = GnuplotCanvas.fontSize(format)
    let font = scene.visibleGroups.count > 12 ? size * 3 / 4 : size
    return "set key at screen 0.985,0.92 right top reverse Left samplen 1 spacing 1.15 maxrows "
      + "\(Self.longestKey + 2) font ',\(font)'"
  }

  func axisTitles(_ ranges: [ClosedRange<Double>]) -> String {
    zip(["x", "y", "z"], zip(scene.axes, ranges)).map { name, axis in
      "set \(name)label \(GnuplotText.quoted(axis.0.title)) textcolor rgb '#1f2328'\n"
        + "set \(name)range \(GnuplotText.range(axis.1))\n"
    }.joined()
  }

  /// Rows of coordinates and colour.
  func rows(_ group: ScatterScene.Group, colour: UInt32) -> [[Double]] {
    let columns = scene.coordinates(of: group.points)
    return group.points.indices.map { index in columns.map { $0[index] } + [Double(colour)] }
  }

  /// Rows of coordinates and a colour's number, or the value that the palette colours.
  func text(_ rows: [[Double]], isValued: Bool = false) -> [[String]?] {
    rows.map { row in
      let last = row.last ?? 0
      return row.dropLast().map(GnuplotText.number) + [
        isValued ? GnuplotText.number(last) : String(UInt32(last))
      ]
    }
  }

  /// How gnuplot is told the colour of a point.
  var colouring: String { scene.figure.values == nil ? "lc rgb variable" : "lc palette" }

  /// The points with what colours them: their component, or their value.
  var pointRows: [[Double]] {
    let transparency = transparency
    return scene.groups.flatMap { group in
      let rows = rows(group, colour: GnuplotCanvas.colourNumber(group.colour, transparency: transparency))
      guard let values = scene.figure.values else { return rows }
      return zip(rows, group.points).map { row, point in row.dropLast() + [values.values[point]] }
    }
  }

  var contourBlock: String {
    let groups = scene.visibleGroups
    guard groups.count <= Self.contourLimit else { return "" }
    let share = scene.dimension == 2 ? 0 : 0.25
    let rows = groups.flatMap { group -> [[String]?] in
      guard let contour = group.component.flatMap(scene.contour(of:)) else { return [] }
      let own = group.colour.mixed(with: Colour(0), share: 0.15)
      let colour = GnuplotCanvas.colourNumber(
        scene.figure.values == nil ? own : Colour(0x41484F), transparency: share)
      // Two blank lines: gnuplot takes lines set apart by one for the rows of a surface.
      return contour.lines.flatMap { line -> [[String]?] in
        line.map { $0.map(GnuplotText.number) + ["\(colour)"] } + [nil, nil]
      }
    }
    return rows.isEmpty ? "" : GnuplotText.block("contours", rows: rows)
  }

  var meanBlock: String {
    let rows = scene.visibleGroups.compactMap { $0.component.flatMap(scene.mean(of:)) }
    return rows.isEmpty ? "" : GnuplotText.block("means", rows: rows.map { $0.map(GnuplotText.number) })
  }

  /// Where the plot ends and the legend begins, as a share of the width.
  var keyEdge: Double {
    guard scene.figure.values == nil else { return 0.86 }
    let longest = scene.visibleGroups.map { TextWidth.cells(of: $0.name) }.max() ?? 0
    let shown = max(scene.dimension == 1 ? 7 : 0, min(Self.longestName, longest))
    return max(0.6, 0.94 - 0.0115 * Double(shown))
  }

  static func crosses(_ means: String, using: String, _ scale: Double) -> [String] {
    guard !means.isEmpty else { return [] }
    return [
      "$means using \(using) with points pt 2 ps \(2.2 * scale) lw \(7 * scale) lc rgb 'white' notitle",
      "$means using \(using) with points pt 2 ps \(1.9 * scale) lw \(3.5 * scale) lc rgb '#1f2328' notitle",
    ]
  }
}
