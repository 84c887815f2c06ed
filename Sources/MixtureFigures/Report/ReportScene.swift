internal import GaussianMixtures
internal import Tables

/// The part of a report that holds the scene, its controls, the legend and the playback.
struct ReportScene: Sendable {
  private let report: MixtureReport
  private let data: ReportData

  init(_ report: MixtureReport, _ data: ReportData) {
    self.report = report
    self.data = data
  }

  private var dimension: Int { report.points.dimension }
  private var isLine: Bool { report.drawnDimension == 1 }

  /// The section.
  var html: String {
    """
    <section aria-labelledby="scene-title">
    <div class="bar"><h2 id="scene-title">Points and components</h2>
    \(controls)
    </div>
    <p class="note" id="shown">\(Text.escapedForHTML(data.points.note)) \(help)</p>
    <div class="stage">
    <div id="scene">
    <canvas aria-hidden="true"></canvas>
    <canvas tabindex="0" role="img" aria-label="\(label)" aria-describedby="shown"></canvas>
    <canvas aria-hidden="true"></canvas>
    </div>
    <aside id="legend" aria-label="components">
    <div class="scale" hidden></div>
    <div class="all"><h3>Components</h3></div>
    <ul class="items"></ul>
    </aside>
    </div>
    \(playback)
    </section>
    """
  }

  private var label: String {
    let axes = report.columnNames.prefix(3).joined(separator: ", ")
    return Text.escapedForHTML(
      "\(CountText.of(report.points.count, "point")) and "
        + "\(CountText.of(report.document.model.componentCount, "component")) over \(axes)")
  }

  private var help: String {
    guard report.drawnDimension > 1 else { return "The line is the density of the mixture." }
    let crosses = report.document.model.componentCount <= 16 ? "Crosses are means. " : ""
    let drag = report.drawnDimension == 2 ? "Drag to move" : "Drag to turn, with Shift to move"
    return crosses + drag + "; scroll after a click to magnify; arrows, + and − do the same."
  }

  private var controls: String {
    var controls = [
      """
      <label>Colour <select id="mode"><option value="component">component</option>\
      <option value="uncertainty">uncertainty</option><option value="density">density</option></select></label>
      """,
      contentControl,
    ]
    if dimension > 3 { controls += [axisControls, projectionControl] }
    if !isLine {
      controls += [
        """
        <label>Size <input type="range" id="size" min="-1.5" max="1.5" step="0.1" value="0" \
        aria-label="size of points"></label>
        """,
        "<label><input type=\"checkbox\" id=\"equal\"\(data.isEqual ? " checked" : "")> equal axes</label>",
        "<button type=\"button\" id=\"home\">Reset view</button>",
      ]
    }
    controls.append("<button type=\"button\" id=\"picture\">Save picture</button>")
    return controls.joined(separator: "\n")
  }

  private var contentControl: String {
    let name = isLine ? "Curves" : report.drawnDimension == 2 ? "Ellipses" : "Ellipsoids"
    guard !isLine else {
      return "<label>\(name) <select id=\"content\"><option value=\"0\">shown</option>"
        + "<option value=\"-1\">hidden</option></select></label>"
    }
    let options = ReportData.contents(with: report.content).enumerated().map { index, share in
      "<option value=\"\(index)\"\(share == report.content ? " selected" : "")>\(NumberText.percent(share))</option>"
    }
    return
      "<label>\(name) <select id=\"content\">\(options.joined())<option value=\"-1\">hidden</option></select></label>"
  }

  private var axisControls: String {
    ["x", "y", "z"].enumerated().map { axis, name in
      let options = report.columnNames.enumerated().map { d, column in
        "<option value=\"\(d)\"\(d == axis ? " selected" : "")>\(Text.escapedForHTML(column))</option>"
      }
      return "<label>\(name) <select id=\"axis-\(name)\">\(options.joined())</select></label>"
    }.joined(separator: "\n")
  }

  private var projectionControl: String {
    guard data.hasProjection else { return "" }
    return "<label title=\"the three directions along which the components differ most\">"
      + "<input type=\"checkbox\" id=\"projected\"> discriminating directions</label>"
  }

  private var playback: String {
    let note = data.replayNote.map { "<p class=\"note\">\(Text.escapedForHTML($0))</p>" } ?? ""
    guard data.hasReplay else { return note }
    return """
      <div id="playback">
      <button type="button"><span>Play EM</span></button>
      <input type="range" min="0" max="1" step="1" aria-label="iteration of EM">
      <output></output>
      </div>
      \(note)
      """
  }
}
