internal import Elementary

/// The view of space: gnuplot's rotations about the x axis and the z axis, in degrees.
private let view = (tilt: 64.0, turn: 35.0)

extension GnuplotScatter {
  /// Three columns: a space.
  var space: String {
    let contours = contourBlock
    let means = meanBlock
    let isLong = scene.axes[2].title.count > 2
    var layers = ["$floor using 1:2:3:4 with points pt 7 ps \(pointSize * 0.6) lc rgb variable notitle"]
    layers.append("$points using 1:2:3:4 with points pt 7 ps \(pointSize) \(colouring) notitle")
    if !contours.isEmpty {
      layers.append("$contours using 1:2:3:4 with lines lw \(2 * scale) lc rgb variable notitle")
    }
    layers += Self.crosses(means, using: "1:2:3", scale)
    return GnuplotText.block("floor", rows: text(floorRows))
      + GnuplotText.block("points", rows: text(byDepth(pointRows), isValued: scene.figure.values != nil))
      + palette
      + contours + means
      + axisTitles(scene.axes.map(\.range)) + """
        set border 895 ls 101
        set tics out
        set xyplane at \(scene.axes[2].range.lowerBound)
        set grid xtics ytics ztics vertical ls 100
        set view \(view.tilt),\(view.turn),\(viewScale)
        \(scene.hasEqualScale ? "set view equal xyz" : "")
        \(spaceTics)
        set xlabel offset 0,-0.5
        set ylabel offset 0.5,-0.5
        set zlabel offset \(scene.hasEqualScale ? -1 : -3),0 \(isLong ? "rotate by 90" : "")
        \(keyPlace)
        splot \((layers + key).joined(separator: ", "))

        """
  }

  /// The scale at which the box of the axes just fills the image, with room for titles and notes.
  private var viewScale: Double {
    let (tilt, turn) = (view.tilt * .pi / 180, view.turn * .pi / 180)
    // Gnuplot's unit is the longer side of the floor, whatever the height is.
    let unit = max(sideLengths[0], sideLengths[1])
    let sides = sideLengths.map { $0 / unit }
    let width = sides[0] * Elementary.cosine(turn) + sides[1] * Elementary.sine(turn)
    let height =
      (sides[0] * Elementary.sine(turn) + sides[1] * Elementary.cosine(turn)) * Elementary.cosine(tilt)
      + sides[2] * Elementary.sine(tilt)
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
  static func roundStep(_ step: Double) -> Double {
    let power = Elementary.power(10, Elementary.decimalLogarithm(step).rounded(.down))
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
      let own = scene.figure.values == nil ? group.colour : Colour(0x8B949E)
      let shade = own.mixed(with: Colour(0xFFFFFF), share: 0.8)
      return rows(group, colour: GnuplotCanvas.colourNumber(shade, transparency: 0.35)).map { row in
        [row[0], row[1], floor, row[3]]
      }
    }
  }

  /// Gnuplot paints points in the order given, so the farthest come first.
  private func byDepth(_ rows: [[Double]]) -> [[Double]] {
    let (tilt, turn) = (view.tilt * .pi / 180, view.turn * .pi / 180)
    let toward = [
      Elementary.sine(turn) * Elementary.sine(tilt), -Elementary.cosine(turn) * Elementary.sine(tilt),
      Elementary.cosine(tilt),
    ]
    let lengths = scene.axes.map { scene.hasEqualScale ? 1 : $0.range.upperBound - $0.range.lowerBound }
    let depths = rows.map { row in
      (0..<3).reduce(0) { $0 + toward[$1] * row[$1] / lengths[$1] }
    }
    return depths.indices.sorted { (depths[$0], $0) < (depths[$1], $1) }.map { rows[$0] }
  }
}
