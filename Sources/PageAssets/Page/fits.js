// The fits that were made, beside each other, and the one that runs.

/** The table of fits; `chosen` is told the number of the one that a person wants to see. */
class FitTable {
  constructor(chosen) {
    this.host = document.getElementById("fits");
    this.chosen = chosen;
    this.fits = new Map();
  }

  set(fit) {
    this.fits.set(fit.id, fit);
    this.draw();
  }

  remove(id) {
    this.fits.delete(id);
    this.draw();
  }

  show(id) {
    this.shown = id;
    this.draw();
  }

  /** The lowest BIC among fits of the same points. */
  isBest(fit) {
    const same = (other) => other.state === "finished" && pointsKey(other) === pointsKey(fit);
    return fit.state === "finished" && [...this.fits.values()].filter(same).every(({ bic }) => fit.bic <= bic);
  }

  draw() {
    this.host.hidden = this.fits.size === 0;
    const titles = ["", "K", "cov.", "log-lik.", "BIC"];
    const head = element("tr", {}, ...titles.map((title) => element("th", { scope: "col" }, title)));
    const lines = [...this.fits.values()].reverse().map((fit) => this.line(fit));
    this.host.querySelector("table").replaceChildren(element("thead", {}, head), element("tbody", {}, ...lines));
  }

  line(fit) {
    const button = element("button", { type: "button" }, `fit ${fit.id}`);
    if (this.shown === fit.id) button.setAttribute("aria-current", "true");
    const words = [`start ${fit.start}, seed ${fit.seed}, ${fit.dataName}`];
    if (fit.noise) words.push("with noise");
    if (fit.candidates) words.push(`the best of ${fit.candidates.rows.length}`);
    if (fit.origin) words.push(`one of those that fit ${fit.origin} was chosen among`);
    let cells = [element("td", { colspan: 2 }, fit.state === "running" ? "running" : "failed")];
    if (fit.state === "finished") {
      words.push(`${fit.iterations} iterations, ${fit.ending}, ${shortNumber(fit.seconds, 3)} s`);
      const bic = element("td", this.isBest(fit) ? { class: "best" } : {}, nats(fit.bic));
      if (this.isBest(fit)) bic.title = "the lowest of these points";
      cells = [element("td", {}, nats(fit.logLikelihood)), bic];
    } else if (fit.state === "failed") words.push(fit.error);
    const line = element("tr", { class: this.shown === fit.id ? "shown" : "", title: words.join("; ") },
      element("th", { scope: "row" }, button),
      element("td", {}, fit.most > fit.components ? `${fit.components}–${fit.most}` : String(fit.components)),
      element("td", {}, fit.structure), ...cells);
    line.addEventListener("click", () => fit.state === "finished" && this.chosen(fit.id));
    return line;
  }
}

/** A fit as it runs: its states move the ellipsoids and the curves. */
class LiveFit {
  /** `ended` is told what became of it. */
  constructor(viewer, fit, ended) {
    this.viewer = viewer;
    this.fit = fit;
    this.stateCount = 0;
    this.forget();
    this.source = new EventSource(`api/fits/${fit.id}/events`);
    this.source.addEventListener("state", ({ data }) => this.take(JSON.parse(data)));
    this.source.addEventListener("end", ({ data }) => {
      this.source.close();
      ended(JSON.parse(data), this.stateCount);
    });
    this.source.addEventListener("error", () => {
      // A browser tries again by itself unless the answer was a refusal.
      if (this.source.readyState === EventSource.CLOSED) ended(null, this.stateCount);
    });
  }

  forget() {
    this.history = { iteration: [], logLikelihood: [], meanChange: [], weightChange: [], covarianceChange: [] };
  }

  /** Ten times a second is enough for curves. */
  drawCurves(report) {
    const now = performance.now();
    if (now - (this.lastCurves ?? 0) < 100) return;
    this.lastCurves = now;
    report.charts.take({ history: this.history });
  }

  /** Every state is remembered; the newest is painted as soon as the one before has been. */
  take(state) {
    this.stateCount += 1;
    if (state.fitCount !== undefined) return this.compare(state);
    const { iteration, isSearching } = state;
    // Another run begins anew.
    if (iteration <= (this.history.iteration.at(-1) ?? 0) || isSearching !== this.isSearching) this.forget();
    this.isSearching = isSearching;
    for (const name of Object.keys(this.history)) this.history[name].push(state[name]);
    this.newest = state;
    if (!this.isPainting) this.paint();
  }

  /** How far a comparison is. */
  compare({ completed, fitCount, components, structure, iteration }) {
    this.viewer.options.progress(completed / fitCount);
    this.viewer.say(`${grouped(completed)} of ${grouped(fitCount)} fits · ${structure} with ${components}, iteration ${iteration}`);
  }

  paint() {
    const state = this.newest;
    const { report } = this.viewer;
    this.isPainting = true;
    report.watch(numbersOf(state.frame, Float32Array), state.noiseLevel);
    this.drawCurves(report);
    this.describe(state);
    requestAnimationFrame(() => report.scene.whenDone(() => {
      document.documentElement.dataset.iteration ??= String(Math.round(performance.now()));
      this.isPainting = false;
      if (this.newest !== state && this.viewer.live === this) this.paint();
    }));
  }

  describe({ iteration, logLikelihood, isSearching, restart, restarts }) {
    const what = isSearching ? "looking for a start: " : restarts > 1 ? `start ${restart} of ${restarts}, ` : "";
    this.viewer.say(`${what}iteration ${iteration} · log-likelihood ${nats(logLikelihood)}`);
    showFacts([
      ["components", this.fit.components], ["covariances", this.fit.structure],
      ["log-likelihood, nats", nats(logLikelihood)], ["BIC, lower is better", "–"],
      [isSearching ? "iteration, looking for a start" : "iteration", iteration],
    ]);
  }
}
