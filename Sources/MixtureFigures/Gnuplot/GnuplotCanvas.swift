/// The terminal of gnuplot, and what all scripts set first.
enum GnuplotCanvas {
  /// The font of all text; for signs it does not have, another takes its place.
  static let font = "DejaVu Sans"

  /// Lines that open an image.
  ///
  /// - Parameters:
  ///   - format: png, svg or pdf.
  ///   - width: in pixels of the PNG; the others keep the proportions.
  ///   - height: as the width.
  ///   - isEnhanced: whether marks in text raise and lower it, unless told otherwise.
  /// - Returns: lines of a script.
  static func opening(
    _ format: FigureFormat, width: Int, height: Int, isEnhanced: Bool = false
  ) -> String {
    let common = "\(isEnhanced ? "enhanced" : "noenhanced") font '\(font),\(fontSize(format))'"
    let terminal =
      switch format {
      case .pdf:
        "pdfcairo \(common) size \(Double(width) / 160)in,\(Double(height) / 160)in background rgb 'white'"
      case .svg:
        "svg \(common) size \(width * 5 / 8),\(height * 5 / 8) dynamic background rgb 'white'"
      default:
        "pngcairo \(common) size \(width),\(height) background rgb 'white' truecolor"
      }
    return """
      set encoding utf8
      set terminal \(terminal)
      set style line 100 lc rgb '#d5d9de' lw \(max(0.4, pointScale(format)))
      set style line 101 lc rgb '#8b949e' lw \(1.5 * max(0.4, pointScale(format)))
      set tics textcolor rgb '#41484f'

      """
  }

  /// How much larger a point or a line is drawn than in a PNG.
  static func pointScale(_ format: FigureFormat) -> Double {
    switch format {
    case .png: 1
    case .svg: 0.45
    default: 0.35
    }
  }

  /// A colour with transparency, 0 for none, as gnuplot's number.
  static func colourNumber(_ colour: Colour, transparency: Double) -> UInt32 {
    UInt32((transparency * 255).rounded()) << 24 | colour.rgb
  }

  /// The size of the ordinary text, in points of the terminal.
  static func fontSize(_ format: FigureFormat) -> Int {
    switch format {
    case .png: 22
    case .svg: 14
    default: 12
    }
  }

  /// Lines of notes under the figure, from the bottom up.
  static func notes(_ notes: [String], _ format: FigureFormat) -> String {
    notes.reversed().enumerated().map { index, note in
      "set label \(900 + index) \(GnuplotText.quoted(note)) at screen 0.5,\(0.02 + 0.028 * Double(index)) "
        + "center noenhanced font ',\(fontSize(format) * 3 / 4)' textcolor rgb '#59636e'\n"
    }.joined()
  }

  /// The title over the figure.
  static func title(_ title: String, _ format: FigureFormat) -> String {
    "set label 899 \(GnuplotText.quoted(title)) at screen 0.5,0.965 center "
      + "noenhanced font ',\(fontSize(format) * 4 / 3)' textcolor rgb '#1f2328'\n"
  }
}
