internal import GaussianMixtures
internal import Tables

/// What is said of a scene, in a report and in the viewer.
enum SceneText {
  /// How to look around, and what the crosses are.
  static func help(drawnDimension: Int, componentCount: Int) -> String {
    guard drawnDimension > 1 else { return "The line is the density of the mixture." }
    let crosses = componentCount <= 16 ? "Crosses are means. " : ""
    let drag = drawnDimension == 2 ? "Drag to move" : "Drag to turn, with Shift to move"
    return crosses + drag + "; scroll after a click to magnify; arrows, + and − do the same."
  }

  /// The scene in words.
  static func label(_ report: MixtureReport) -> String {
    let axes = report.columnNames.prefix(3).joined(separator: ", ")
    return "\(CountText.of(report.points.count, "point")) and "
      + "\(CountText.of(report.document.model.componentCount, "component")) over \(axes)"
  }
}
