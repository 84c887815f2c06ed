internal import GaussianMixtures
internal import PageAssets
internal import Tables

/// The report as HTML: what can be read without a script, and the places that the script fills.
struct ReportPage: Sendable {
  private let report: MixtureReport
  private let data: ReportData

  init(_ report: MixtureReport, _ data: ReportData) {
    self.report = report
    self.data = data
  }

  private var model: GaussianMixture { report.document.model }
  private var fit: FitSummary? { report.document.fit }
  private func escaped(_ text: String) -> String { Text.escapedForHTML(text) }

  /// The page.
  var text: String {
    let title = escaped(report.title)
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="\(Self.policy)">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="referrer" content="no-referrer">
      <title>\(title)</title>
      <style>\(Self.style)</style>
      </head>
      <body>
      <main>
      \(heading)
      \(facts)
      <p id="problem" role="alert" hidden></p>
      <noscript><p>The figures are drawn by a script in this page; allow it to see them.</p></noscript>
      \(scene)
      \(learning)
      \(selection)
      \(PagePart.components.html())
      \(pairs)
      \(events)
      \(making)
      </main>
      <script type="application/json" id="data">\(data.json.text)</script>
      <script type="module">\(Self.script)</script>
      </body>
      </html>

      """
  }

  // Made once: they are the same in every report.
  private static let script = "\n" + PageAssets.sceneScript + "\n" + PageAssets.reportScript
  private static let style = "\n" + PageAssets.style

  /// Nothing may be fetched or sent, and nothing may run but the page's own script; pictures may be saved.
  private static let policy =
    "default-src 'none'; script-src 'sha256-\(PageHashes.reportScript)'; "
    + "style-src 'sha256-\(PageHashes.reportStyle)'; img-src data: blob:; form-action 'none'; base-uri 'none'"

  private var heading: String {
    let subtitle = report.subtitle.map { "<p class=\"subtitle\">\(escaped($0))</p>" }
    return """
      <header class="head">
      <div>
      <h1>\(escaped(report.title))</h1>
      \(subtitle.joined(separator: "\n"))
      </div>
      <button type="button" id="theme" title="dark or light">Dark</button>
      </header>
      """
  }

  /// The numbers that matter first.
  private var facts: String {
    let facts =
      [
        ("points", CountText.grouped(report.points.count)),
        (model.dimension == 1 ? "column" : "columns", "\(model.dimension)"),
      ] + FitFacts.of(report.fitted, model) + FitFacts.of(report.document)
    let items = facts.map { "<div><dt>\(escaped($0.0))</dt><dd>\(escaped($0.1))</dd></div>" }
    return "<dl class=\"facts\">\(items.joined())</dl>"
  }

  private var scene: String {
    PagePart.scene.html([
      "label": escaped(SceneText.label(report)),
      "note": escaped(data.note(drawnDimension: report.drawnDimension, componentCount: model.componentCount)),
      "playback": data.hasReplay ? PagePart.playback.html() : "",
      "replayNote": escaped(data.replayNote ?? ""),
    ])
  }

  private var learning: String {
    guard let fit, !fit.history.isEmpty else { return "" }
    return PagePart.learning.html()
  }

  private var selection: String {
    guard let selection = fit?.selection else { return "" }
    return PagePart.selection.html(["note": escaped(SelectionCandidates(selection).note)])
  }

  private var pairs: String {
    guard model.dimension >= 3 else { return "" }
    return PagePart.pairs.html()
  }

  private var events: String {
    guard let fit, !fit.events.isEmpty else { return "" }
    let items = fit.events.map { event in
      let message = event.message(columnNames: report.columnNames, componentNames: model.componentNames)
      let when = event.iteration == 0 ? "at the start" : "iteration \(event.iteration)"
      return "<li>\(escaped(message)) <span class=\"note\">(\(when))</span></li>"
    }
    return """
      <section aria-labelledby="events-title">
      <div class="bar"><h2 id="events-title">What had to be done</h2></div>
      <ul class="events">\(items.joined())</ul>
      </section>
      """
  }

  private var making: String {
    let rows = (report.making + ReportMaking.rows(of: report.document)).map { row in
      "<dt>\(escaped(row.name))</dt><dd>\(escaped(row.text))</dd>"
    }
    return """
      <section aria-labelledby="making-title">
      <div class="bar"><h2 id="making-title">How it was made</h2></div>
      <dl class="making">\(rows.joined(separator: "\n"))</dl>
      </section>
      """
  }
}
