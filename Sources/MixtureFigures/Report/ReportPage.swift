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
    let script = "\n" + PageAssets.sceneScript + "\n" + PageAssets.reportScript
    let style = "\n" + PageAssets.style
    let title = escaped(report.title)
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="\(Self.policy(script: script, style: style))">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="referrer" content="no-referrer">
      <title>\(title)</title>
      <style>\(style)</style>
      </head>
      <body>
      <main>
      \(heading)
      \(facts)
      <p id="problem" role="alert" hidden></p>
      <noscript><p>The figures are drawn by a script in this page; allow it to see them.</p></noscript>
      \(ReportScene(report, data).html)
      \(learning)
      \(selection)
      \(components)
      \(pairs)
      \(events)
      \(making)
      </main>
      <script type="application/json" id="data">\(data.json.text)</script>
      <script type="module">\(script)</script>
      </body>
      </html>

      """
  }

  /// Nothing may be fetched or sent, and nothing may run but the page's own script; pictures may be saved.
  private static func policy(script: String, style: String) -> String {
    "default-src 'none'; script-src \(SHA256.source(of: script)); style-src \(SHA256.source(of: style)); "
      + "img-src data: blob:; form-action 'none'; base-uri 'none'"
  }

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
    var facts = [
      ("points", NumberText.grouped(report.points.count)),
      (model.dimension == 1 ? "column" : "columns", "\(model.dimension)"),
      (model.componentCount == 1 ? "component" : "components", "\(model.componentCount)"),
      ("covariances", model.structure.name ?? model.structure.code),
    ]
    if let fit {
      facts += [
        ("log-likelihood, nats", NumberText.nats(fit.logLikelihood)),
        ("BIC, lower is better", NumberText.nats(fit.criteria.bic)),
        ("iterations, \(Self.words(fit.termination))", "\(fit.iterations)"),
      ]
    }
    let items = facts.map { "<div><dt>\(escaped($0.0))</dt><dd>\(escaped($0.1))</dd></div>" }
    return "<dl class=\"facts\">\(items.joined())</dl>"
  }

  private static func words(_ termination: Termination) -> String {
    switch termination {
    case .converged: "converged"
    case .iterationLimit: "at the limit"
    case .stopped: "stopped"
    }
  }

  private var learning: String {
    guard let fit, !fit.history.isEmpty else { return "" }
    return """
      <section id="learning" aria-labelledby="learning-title">
      <div class="bar"><h2 id="learning-title">Learning curves</h2>
      <label><input type="checkbox" id="logarithmic" checked> logarithmic</label></div>
      <p class="note">Changes are sums of absolute differences over all components. A logarithmic axis shows no zero.</p>
      <div class="charts"></div>
      </section>
      """
  }

  private var selection: String {
    guard let selection = fit?.selection else { return "" }
    let best = selection.best.map { best in
      "<p class=\"note\">Chosen among \(CountText.of(selection.candidates.count, "model")): "
        + "\(CountText.of(best.componentCount, "component")), "
        + "covariances \(escaped(best.structure.code)).</p>"
    }
    return """
      <section id="selection" aria-labelledby="selection-title">
      <div class="bar"><h2 id="selection-title">Selection</h2></div>
      \(best ?? "")
      <div class="charts"></div>
      </section>
      """
  }

  private var components: String {
    """
    <section id="components" aria-labelledby="components-title">
    <div class="bar"><h2 id="components-title">Components</h2></div>
    <p class="note">A head sorts by its column; a component shows its covariance; sd is the standard deviation.</p>
    <div class="scroll" tabindex="0"><table aria-labelledby="components-title"></table></div>
    <div class="scroll" id="covariance" aria-live="polite"></div>
    </section>
    """
  }

  private var pairs: String {
    guard model.dimension >= 3 else { return "" }
    let names = report.columnNames
    let choices =
      names.count <= 6
      ? ""
      : "<div class=\"choices\">"
        + names.enumerated().map { d, name in
          "<label><input type=\"checkbox\" value=\"\(d)\"\(d < 6 ? " checked" : " disabled")> \(escaped(name))</label>"
        }.joined() + "</div>"
    let which = names.count <= 6 ? "" : " Up to six columns at a time."
    return """
      <section id="pairs" aria-labelledby="pairs-title">
      <div class="bar"><h2 id="pairs-title">Pairs of columns</h2></div>
      <p class="note">A click on a pair shows it in the scene above.\(which)</p>
      \(choices)
      <div class="matrix"><canvas role="img" aria-label="Every pair of columns, coloured as the scene"></canvas></div>
      </section>
      """
  }

  private var events: String {
    guard let fit, !fit.events.isEmpty else { return "" }
    let items = fit.events.map { event in
      let message = event.message(columnNames: report.columnNames, labels: model.labels)
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
