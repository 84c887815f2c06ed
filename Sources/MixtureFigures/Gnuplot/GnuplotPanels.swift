internal import Elementary

/// Panels side by side under one title.
struct GnuplotPanels {
  let title: String
  let notes: [String]
  let format: FigureFormat
  let count: Int
  let columnCount: Int
  /// The panel before which a place is left empty.
  var gap: Int?

  // In pixels of the PNG.
  private static let panelWidth = 460
  private static let panelHeight = 380
  private static let betweenRows = 160
  private static let titleHeight = 150

  private var rowCount: Int { (count + (gap == nil ? 0 : 1) + columnCount - 1) / max(columnCount, 1) }

  /// The script, of which each panel sets its own axes and plots.
  func script(data: String, panel: (Int) -> String) -> String {
    guard count > 0 else { return "" }
    let below = 130 + 40 * notes.count
    let height =
      Self.titleHeight + rowCount * Self.panelHeight + (rowCount - 1) * Self.betweenRows + below
    let width = max(1200, columnCount * Self.panelWidth)
    func share(_ pixels: Int, of whole: Int) -> Double { Double(pixels) / Double(whole) }
    let opening =
      GnuplotCanvas.opening(format, width: width, height: height) + data + """
        set multiplot layout \(rowCount),\(columnCount) margins \(share(100, of: width)),\(1 - share(50, of: width)),\
        \(share(below, of: height)),\(1 - share(Self.titleHeight, of: height)) \
        spacing \(share(110, of: width)),\(share(Self.betweenRows, of: height))
        set border 3 ls 101
        set tics nomirror out font ',\(GnuplotCanvas.fontSize(format) * 3 / 4)'
        set grid xtics ls 100
        unset key

        """ + GnuplotCanvas.title(title, format) + GnuplotCanvas.notes(notes, format)
    let withoutLabels = "unset label\n"
    let panels = (0..<count).map {
      ($0 == gap ? "set multiplot next\n" : "") + panel($0) + ($0 == 0 ? withoutLabels : "")
    }.joined()
    return opening + panels + "unset multiplot\n"
  }

  /// The title of a panel.
  static func title(_ text: String, _ format: FigureFormat) -> String {
    "set title \(GnuplotText.quoted(text)) noenhanced font ',\(GnuplotCanvas.fontSize(format) * 7 / 8)' textcolor rgb '#41484f'\n"
  }

  /// An axis from one value to another with a little room, and some four marks, so that their numbers do not touch.
  static func horizontalAxis(_ values: [Double]) -> String {
    let (lowest, highest) = (values.min() ?? 0, values.max() ?? 1)
    let extent = highest > lowest ? highest - lowest : max(abs(highest), 1)
    // The digits that a step of 0.05 has, and not those of its rounding.
    return """
      set xrange \(GnuplotText.range((lowest - 0.05 * extent)...(highest + 0.05 * extent)))
      set format x '%.10g'
      set xtics \(step(of: extent))

      """
  }

  /// From one mark to the next, so that there are some four over an extent.
  static func step(of extent: Double) -> Double {
    let magnitude = Elementary.power(10, Elementary.decimalLogarithm(extent / 4).rounded(.down))
    return ([1.0, 2, 5, 10].first { $0 * magnitude >= extent / 4 } ?? 10) * magnitude
  }
}
