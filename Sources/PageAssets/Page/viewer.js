// The viewer: files on the left become points in the scene; fits move its ellipsoids, and stay to be compared.

class Viewer {
  constructor() {
    this.report = null;
    this.shownFit = null;
    this.documents = new Map();
    this.live = null;
    this.problem = document.getElementById("problem");
    this.files = new FilePanel(this, () => this.loadPoints());
    this.options = new OptionPanel();
    this.table = new FitTable((id) => this.attempt(() => this.show(id)));
    this.point = new PointPanel(this);
    this.connect();
  }

  connect() {
    const byId = (id) => document.getElementById(id);
    byId("options").addEventListener("submit", (event) => {
      event.preventDefault();
      this.attempt(() => this.fit());
    });
    byId("stop").addEventListener("click", () => this.attempt(() => askFor("POST", `api/fits/${this.live.fit.id}/stop`)));
    for (const button of document.querySelectorAll("[data-file]")) {
      button.addEventListener("click", () => this.download(button));
    }
    addEventListener("pagehide", () => this.live?.source.close());
  }

  /** What the server keeps already: the file it was started with, or what another page has sent. */
  async start() {
    const offers = await askFor("GET", "api/data");
    const { data, fits, examples } = offers;
    this.limits = offers.limits;
    this.options.take(offers);
    // The browser has a cookie instead now; the address may be shown and passed on.
    if (location.search) history.replaceState(null, "", location.pathname);
    this.files.showExamples(examples);
    for (const file of data) this.files.remember(file);
    for (const fit of fits) this.table.set(fit);
    if (data.length > 0) await this.files.open(data.at(-1).id);
    document.documentElement.dataset.ready = "yes";
  }

  /** Does something, and says so where it is refused. */
  async attempt(action) {
    this.problem.hidden = true;
    try {
      await action();
    } catch (problem) {
      this.problem.textContent = problem.message;
      this.problem.hidden = false;
      this.say("");
      if (!(problem instanceof Refusal)) throw problem;
    }
  }

  say(text) {
    document.getElementById("status").textContent = text;
  }

  /** The points of the columns chosen, as they are without a mixture. */
  async loadPoints() {
    await this.attempt(async () => {
      const { data, ...choice } = this.files.choice;
      const turn = (this.turn = Symbol());
      const points = await askForDocument(`api/data/${data}/points?${new URLSearchParams(choice)}`);
      // Whoever clicks fast wants the last.
      if (turn !== this.turn) return;
      this.points = points;
      const groups = points.colourings.find(({ name }) => name === "known group")?.classes ?? [];
      this.options.suit(points.columns.length, groups.filter(({ name }) => name !== "not known").length);
      this.showPoints();
    });
  }

  showPoints() {
    this.shownFit = null;
    this.table.show(null);
    this.take(this.points);
    showFacts([["rows", grouped(this.files.current.rows)], ["columns", this.points.columns.length]]);
    for (const id of ["result", "learning", "components", "selection"]) document.getElementById(id).hidden = true;
  }

  /** Draws a document: the points alone, or a fit. */
  take(data) {
    const isFirst = this.report === null;
    document.getElementById("intro").hidden = true;
    document.getElementById("views").hidden = false;
    document.getElementById("title").textContent = this.files.current.name;
    document.getElementById("subtitle").textContent =
      `${grouped(this.files.current.rows)} rows · columns ${data.columns.join(", ")}`;
    if (isFirst) {
      this.report = new LiveReport(data);
      this.report.start();
      this.report.charts.chosen = (rank) => this.attempt(() => this.showCandidate(rank));
    } else {
      this.report.take(data);
    }
    document.getElementById("pairs").hidden = data.columns.length < 3;
    document.getElementById("shown").textContent = data.note;
    document.getElementById("replay-note").textContent = data.replayNote ?? "";
    document.getElementById("notes").replaceChildren();
  }

  // MARK: Fits

  async fit() {
    const fit = await askFor("POST", "api/fits", { ...this.files.choice, ...this.options.choice });
    this.showPoints();
    if (fit.palette) {
      this.report.expect(fit.palette, fit.noiseColour);
      document.getElementById("learning").hidden = false;
    } else {
      this.options.progress(0);
    }
    this.table.set({ ...fit, state: "running" });
    this.setRunning(true);
    this.say("beginning …");
    this.live = new LiveFit(this, fit, (summary, count) => this.attempt(() => this.end(fit, summary, count)));
  }

  setRunning(isRunning) {
    document.getElementById("fit").disabled = isRunning;
    document.getElementById("stop").disabled = !isRunning;
  }

  async end(fit, summary, stateCount) {
    this.setRunning(false);
    this.options.progress(null);
    this.live = null;
    if (summary === null) {
      this.table.remove(fit.id);
      throw new Refusal("The fit was lost.", "See whether gmm view still runs, and fit again.");
    }
    this.table.set(summary);
    if (summary.state === "failed") {
      this.showPoints();
      throw new Refusal(summary.error, summary.cure);
    }
    await this.show(summary.id);
    this.say(`${summary.iterations} iterations, ${summary.ending}, ${shortNumber(summary.seconds, 3)} s`);
    // What was too quick to be watched is played back.
    const wantsCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (fit.palette && stateCount < 8 && this.report.frames && !wantsCalm) this.report.playback.play();
  }

  /** Shows a fit that was made. */
  async show(id) {
    const fit = this.table.fits.get(id);
    const document_ = this.documents.get(id) ?? await askForDocument(`api/fits/${id}/scene`);
    this.keep(id, document_);
    if (!this.files.current || pointsKey(this.files.choice) !== pointsKey(fit)) await this.files.open(fit.data, fit);
    // A model that another was preferred to is seen beside all that competed.
    const { id: origin, selection, candidates, keptCount } = this.table.fits.get(fit.origin) ?? fit;
    this.shownSelection = candidates ? origin : null;
    this.take(candidates
      ? { ...document_, selection, candidates: { ...candidates, keptCount, shown: fit.rank ?? 0 } } : document_);
    this.shownFit = id;
    this.table.show(id);
    for (const name of ["result", "learning", "components"]) document.getElementById(name).hidden = false;
    document.getElementById("selection").hidden = !candidates;
    document.getElementById("criterion-figure").hidden = !fit.candidates;
    for (const button of document.querySelectorAll("#figures .plane")) button.hidden = fit.columns.length < 2;
    this.point.take(document_.columns);
    showFacts([...document_.facts, ["seconds", shortNumber(fit.seconds, 3)]]);
    document.getElementById("notes").replaceChildren(...fit.notes.map((note) => element("li", {}, note)));
  }

  /** Shows one of the models that competed, as a fit of its own. */
  async showCandidate(rank) {
    const fit = await askFor("POST", `api/fits/${this.shownSelection}/candidates`, { rank });
    this.table.set(fit);
    await this.show(fit.id);
  }

  /** The latest few documents, which may be large. */
  keep(id, document_) {
    this.documents.delete(id);
    this.documents.set(id, document_);
    if (this.documents.size > 6) this.documents.delete(this.documents.keys().next().value);
  }

  async download(button) {
    const status = document.getElementById("download-status");
    status.textContent = "Preparing …";
    await this.attempt(async () => {
      await save(`api/fits/${this.shownFit}/${button.dataset.file}`, button.dataset.file);
      status.textContent = `${button.dataset.file} was handed to the browser.`;
    });
    if (status.textContent === "Preparing …") status.textContent = "";
  }
}

/** A report whose model is still on its way. */
class LiveReport extends Report {
  get rows() {
    return numbersOf(this.data.rows, Uint32Array);
  }

  /** Components that are still to be found, and noise where that has a colour. */
  expect(palette, noise) {
    const unknown = palette.map((component) => ({ ...component, weight: 0, points: 0 }));
    this.take({ ...this.data, components: unknown, noise: noise && { ...noise, name: "noise", weight: 0, points: 0 } });
    this.scene.isWatched = true;
  }

  /** The components as they are now. */
  watch(frame, noiseLevel) {
    this.frame = frame;
    this.noiseLevel = noiseLevel ?? null;
    this.showComponents();
    this.showLabels();
    const size = 1 + this.data.dimension + (this.data.dimension * (this.data.dimension + 1)) / 2;
    const weights = Array.from({ length: frame.length / size }, (_, k) => frame[k * size]);
    if (this.data.noise) weights.push(Math.max(0, weights.reduce((rest, weight) => rest - weight, 1)));
    this.legend.weigh(weights);
  }

  read(data) {
    super.read(data);
    this.style.mark = null;
    if (this.scene) this.scene.isWatched = false;
  }

  /** A ring around a place in the scene. */
  mark(place) {
    this.style.mark = place;
    this.scene.setStyle({ mark: place });
  }
}

function showFacts(facts) {
  document.getElementById("facts").replaceChildren(...facts.map(([name, value]) =>
    element("div", {}, element("dt", {}, name), element("dd", {}, String(value)))));
}

window.viewer = new Viewer();
window.viewer.attempt(() => window.viewer.start());
