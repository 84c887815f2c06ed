internal import GaussianMixtures

/// The script that draws every pair of columns, below the diagonal, and the columns on it.
struct GnuplotPairs {
  /// Points a plane: there are many planes.
  private static let pointLimit = 4000

  let figure: PairsFigure
  let format: FigureFormat

  /// A plane or a diagonal, by its row and column.
  private struct Cell {
    let row: Int
    let column: Int
    let scene: ScatterScene
  }

  /// The script, data included.
  ///
  /// - Throws: ``FigureError`` where a column is none of the points'.
  func script() throws(FigureError) -> String {
    var script = GnuplotCanvas.opening(format, width: 1600, height: 1600)
    script += GnuplotCanvas.title(figure.title, format) + GnuplotCanvas.notes(figure.notes, format)
    script += "set multiplot\nset border 15 ls 101\nunset key\n"
    for row in figure.columns.indices {
      for column in 0...row {
        let columns = row == column ? [figure.columns[row]] : [figure.columns[column], figure.columns[row]]
        let scene = ScatterScene(try figure.scatter.choosing(columns: columns), limit: Self.pointLimit)
        script += self.script(of: Cell(row: row, column: column, scene: scene))
      }
    }
    return script + "unset multiplot\n"
  }

  private var count: Int { figure.columns.count }
  private var scale: Double { GnuplotCanvas.pointScale(format) }

  private func script(of cell: Cell) -> String {
    let side = 0.85 / Double(count)
    let (left, top) = (0.11 + side * Double(cell.column), 0.93 - side * Double(cell.row))
    let gap = 0.012
    let isBottom = cell.row == count - 1
    let frame = """
      set lmargin at screen \(left)
      set rmargin at screen \(left + side - gap)
      set tmargin at screen \(top)
      set bmargin at screen \(top - side + gap)
      set xrange \(GnuplotText.range(cell.scene.axes[0].range))
      set xtics \(Self.step(cell.scene.axes[0])) format '\(isBottom ? "%g" : "")' nomirror out
      set xlabel \(isBottom ? GnuplotText.quoted(cell.scene.axes[0].title) : "''") textcolor rgb '#1f2328'

      """
    return frame + (cell.row == cell.column ? diagonal(cell) : plane(cell))
      + "unset label 1\nunset label 899\n" + figure.notes.indices.map { "unset label \(900 + $0)\n" }.joined()
  }

  private static func step(_ axis: AxisScale) -> Double {
    GnuplotScatter.roundStep((axis.range.upperBound - axis.range.lowerBound) / 4)
  }

  private func plane(_ cell: Cell) -> String {
    let drawing = GnuplotScatter(scene: cell.scene, format: format)
    let name = "_\(cell.row)_\(cell.column)"
    let contours = drawing.contourBlock.replacing("$contours", with: "$contours\(name)")
    var layers = [
      "$points\(name) using 1:2:3 with points pt 7 ps \(0.45 * scale) lc rgb variable notitle"
    ]
    if !contours.isEmpty {
      layers.append("$contours\(name) using 1:2:3 with lines lw \(2.2 * scale) lc rgb variable notitle")
    }
    let isFirst = cell.column == 0
    return GnuplotText.block("points\(name)", rows: drawing.text(drawing.interleaved)) + contours + """
      set yrange \(GnuplotText.range(cell.scene.axes[1].range))
      set ytics \(Self.step(cell.scene.axes[1])) format '\(isFirst ? "%g" : "")' nomirror out
      set ylabel \(isFirst ? GnuplotText.quoted(cell.scene.axes[1].title) : "''") textcolor rgb '#1f2328'
      unset offsets
      plot \(layers.joined(separator: ", "))

      """
  }

  private func diagonal(_ cell: Cell) -> String {
    let scene = cell.scene
    let bins = Histogram(
      column: scene.figure.points.columns[0], axis: scene.axes[0], group: scene.groupOfPoint,
      groupCount: scene.groups.count)
    let drawing = GnuplotScatter(scene: scene, format: format)
    let (rows, layers) = drawing.stackedBars(bins, block: "bins_\(cell.row)")
    let title = cell.row == count - 1 ? "" : scene.axes[0].title
    return GnuplotText.block("bins_\(cell.row)", rows: rows) + """
      set yrange [0:*]
      set offsets 0,0,graph 0.25,0
      unset ytics
      set ylabel ''
      set label 1 \(GnuplotText.quoted(title)) at graph 0.06,0.9 left textcolor rgb '#1f2328'
      plot \(layers.joined(separator: ", "))

      """
  }
}
