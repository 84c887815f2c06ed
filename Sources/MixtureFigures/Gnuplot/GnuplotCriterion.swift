internal import GaussianMixtures

/// The script that draws a criterion over the number of components: a colour for each shape and orientation, dashes
/// where all components have one volume.
///
/// Where poor models would press the good ones together, a second panel enlarges the better half.
struct GnuplotCriterion {
  let figure: CriterionFigure
  let format: FigureFormat

  private var curves: SelectionCurves { figure.curves }
  private var notes: [String] { curves.notes + figure.notes }

  /// The script, data included.
  var script: String {
    let rows = curves.componentCounts.enumerated().map { index, count in
      ["\(count)"] + curves.lines.map { GnuplotText.number($0.values[index]) }
    }
    let opening =
      GnuplotCanvas.opening(format, width: 1600, height: 1000) + GnuplotCanvas.title(figure.title, format)
      + GnuplotCanvas.notes(notes, format) + GnuplotText.block("criterion", rows: rows) + best + axes
    guard let enlarged else {
      return opening + "set lmargin at screen 0.1\nset rmargin at screen 0.85\n" + plot(hasKey: true)
    }
    return opening + """
      set multiplot
      set lmargin at screen 0.12
      set rmargin at screen 0.4
      \(panelTitle("all models"))
      \(plot(hasKey: false))
      unset label
      unset ylabel
      set lmargin at screen 0.485
      set rmargin at screen 0.87
      set yrange [\(enlarged.lowerBound):\(enlarged.upperBound)]
      \(panelTitle("the better half, enlarged"))
      \(plot(hasKey: true))
      unset multiplot

      """
  }

  private func panelTitle(_ text: String) -> String {
    "set title '\(text)' noenhanced font ',\(GnuplotCanvas.fontSize(format))' textcolor rgb '#41484f'"
  }

  private var axes: String {
    let (first, last) = (curves.componentCounts.first ?? 1, curves.componentCounts.last ?? 1)
    let bottom = 0.13 + 0.03 * Double(notes.count)
    return """
      set border 3 ls 101
      set tics nomirror out
      set grid xtics ytics ls 100
      set xtics \(max(1, (last - first) / 12))
      set tmargin at screen 0.87
      set bmargin at screen \(bottom)
      set xrange [\(Double(first) - 0.3):\(Double(last) + 0.3)]
      set xlabel 'components' textcolor rgb '#1f2328'
      set ylabel \(GnuplotText.quoted(curves.title)) textcolor rgb '#1f2328'
      set key outside right top reverse Left samplen 3 spacing 1.2

      """
  }

  /// The block of the one point that is the best, where there is one.
  private var best: String {
    for line in curves.lines {
      guard let index = line.best else { continue }
      return GnuplotText.block(
        "best", rows: [["\(curves.componentCounts[index])", GnuplotText.number(line.values[index])]])
    }
    return ""
  }

  private func plot(hasKey: Bool) -> String {
    let scale = GnuplotCanvas.pointScale(format)
    func title(_ text: String) -> String { hasKey ? "title \(GnuplotText.quoted(text))" : "notitle" }
    var layers = curves.lines.enumerated().map { index, line in
      let isShared = line.structure.volume == .equal
      return "$criterion using 1:\(index + 2) with linespoints dt \(isShared ? "(6,4)" : "1") "
        + "pt \(isShared ? 6 : 7) ps \(1.2 * scale) lw \(3 * max(0.5, scale)) "
        + "lc rgb '\(Self.colour(of: line.structure).hexadecimal)' \(title(line.name))"
    }
    if !best.isEmpty {
      layers.append(
        "$best using 1:2 with points pt 6 ps \(3.2 * scale) lw \(4 * max(0.5, scale)) lc rgb '#1f2328' "
          + title("best"))
    }
    return "plot \(layers.joined(separator: ", "))\n"
  }

  /// The colour of a shape and an orientation, the same in every figure.
  private static func colour(of structure: CovarianceStructure) -> Colour {
    let families = CovarianceStructure.allCases.filter { $0.volume == .variable }
    let family = families.firstIndex {
      $0.shape == structure.shape && $0.orientation == structure.orientation
    }
    return Palette(componentNames: families.map(\.code)).colours[family ?? 0]
  }

  /// From the best value to the middle one, where that is a small part of the whole range.
  private var enlarged: ClosedRange<Double>? {
    let isLowerBetter = curves.criterion.isLowerBetter
    let values = curves.lines.flatMap(\.values).filter(\.isFinite).sorted()
    guard let lowest = values.first, let highest = values.last else { return nil }
    let (best, middle) = (isLowerBetter ? lowest : highest, values[values.count / 2])
    let range = min(best, middle)...max(best, middle)
    let height = range.upperBound - range.lowerBound
    guard height > 0, height < 0.4 * (highest - lowest) else { return nil }
    return (range.lowerBound - 0.06 * height)...(range.upperBound + 0.02 * height)
  }
}
