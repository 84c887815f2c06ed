/// One self-contained HTML page of interactive figures, which opens from a file and asks no network.
public struct HTMLPage: Sendable {
  /// The title of the page.
  public let title: String
  /// Lines of text under the title.
  public let summary: [String]
  /// The figures, from top to bottom.
  public let figures: [MixtureFigure]

  /// Takes the contents of the page.
  ///
  /// - Parameters:
  ///   - title: the title of the page.
  ///   - summary: lines of text under the title.
  ///   - figures: the figures, from top to bottom.
  public init(title: String, summary: [String] = [], figures: [MixtureFigure]) {
    self.title = title
    self.summary = summary
    self.figures = figures
  }

  /// The page as text.
  ///
  /// - Parameter plotly: the drawing library, which becomes part of the page.
  /// - Returns: the contents of the file.
  public func text(plotly: PlotlySource) -> String {
    let plots = figures.enumerated().map { Plot(figure: $0.element, number: $0.offset + 1) }
    let specifications = JSONValue.array(plots.compactMap(\.specification)).text
    let heading = Text.escapedForHTML(title)
    let lines = summary.map { "<p class=\"summary\">\(Text.escapedForHTML($0))</p>" }
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="\(Self.policy(plots))">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="referrer" content="no-referrer">
      <title>\(heading)</title>
      <style>
      \(PageScript.style)</style>
      </head>
      <body>
      <main>
      <h1>\(heading)</h1>
      \(lines.joined(separator: "\n"))
      <noscript><p>The figures are drawn by a script in this page; allow it to see them.</p></noscript>
      \(plots.map(\.section).joined(separator: "\n"))
      </main>
      <script>\(plotly.scriptForPage)</script>
      <script type="application/json" id="figures">\(specifications)</script>
      <script>\(PageScript.script)</script>
      </body>
      </html>

      """
  }

  /// Writes the page beside its place and renames it into it, so a crash leaves the old file or the new one.
  ///
  /// - Parameters:
  ///   - path: the file to write.
  ///   - plotly: the drawing library, which becomes part of the page.
  /// - Throws: ``FigureError`` of the code `cannotCreate`.
  public func write(to path: String, plotly: PlotlySource) throws(FigureError) {
    try FigureFile.write(Array(text(plotly: plotly).utf8), to: path)
  }

  /// Nothing may be fetched or sent; what is in the page may run, and images may come out of its canvases.
  private static func policy(_ plots: [Plot]) -> String {
    let evaluation = plots.contains(where: \.compilesShaders) ? " 'unsafe-eval'" : ""
    return "default-src 'none'; script-src 'unsafe-inline'\(evaluation); style-src 'unsafe-inline'; "
      + "img-src data: blob:; form-action 'none'; base-uri 'none'"
  }
}

/// One figure of a page: its section of HTML and what the script draws into it.
private struct Plot {
  let figure: MixtureFigure
  let identifier: String
  private let notes: [String]
  /// What the script draws, and nil where the notes say all there is.
  let specification: JSONValue?
  private let isSwitchable: Bool
  /// Whether the figure needs a drawing method that makes functions of text.
  let compilesShaders: Bool

  init(figure: MixtureFigure, number: Int) {
    self.figure = figure
    self.identifier = "figure-\(number)"
    let identifier = JSONValue.string(self.identifier)
    switch figure {
    case .scatter(let scatter):
      let plot = PlotlyScatter(scatter)
      notes = plot.scene.notes
      specification = ["id": identifier, "plot": plot.json]
      isSwitchable = false
      compilesShaders = plot.compilesShaders
    case .learningCurves(let curves):
      compilesShaders = false
      if let message = curves.emptyMessage {
        notes = curves.notes + [message]
        specification = nil
        isSwitchable = false
        return
      }
      let plot = PlotlyCurves(curves)
      notes = curves.allNotes
      specification = [
        "id": identifier, "plot": plot.json, "logarithmicAxes": .strings(plot.logarithmicAxes),
      ]
      isSwitchable = !plot.logarithmicAxes.isEmpty
    }
  }

  var section: String {
    let title = Text.escapedForHTML(figure.title)
    var lines = ["<section aria-labelledby=\"\(identifier)-title\">", "<header>"]
    lines.append("<h2 id=\"\(identifier)-title\">\(title)</h2>")
    if isSwitchable {
      lines.append(
        "<label><input type=\"checkbox\" id=\"\(identifier)-scale\" checked> logarithmic scale</label>")
    }
    lines.append("</header>")
    lines += notes.map { "<p class=\"note\">\(Text.escapedForHTML($0))</p>" }
    if specification != nil {
      lines.append(
        "<div class=\"plot\" id=\"\(identifier)\" role=\"figure\" aria-label=\"\(title)\"></div>")
    }
    return (lines + ["</section>"]).joined(separator: "\n")
  }
}
