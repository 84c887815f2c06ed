// The viewer: files on the left become points in the scene; fits move its ellipsoids, and stay to be compared.

class Viewer {
  constructor() {
    this.report = null;
    this.shownFit = null;
    this.documents = new Map();
    this.live = null;
    this.problem = document.getElementById("problem");
    this.files = new FilePanel(this, () => this.loadPoints());
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
    const { data, fits, examples, limits, structures } = await askFor("GET", "api/data");
    this.limits = limits;
    // The browser has a cookie instead now; the address may be shown and passed on.
    if (location.search) history.replaceState(null, "", location.pathname);
    document.getElementById("components-count").max = limits.components;
    document.getElementById("structure").replaceChildren(...structures.map((text) =>
      element("option", { value: text.slice(0, 3) }, text)));
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
      const { data, columns, skipInvalid } = this.files.choice;
      const turn = (this.turn = Symbol());
      const path = `api/data/${data}/points?columns=${columns}${skipInvalid ? "&skip=1" : ""}`;
      const points = await askForDocument(path);
      // Whoever clicks fast wants the last.
      if (turn !== this.turn) return;
      this.points = points;
      this.showPoints();
    });
  }

  showPoints() {
    this.shownFit = null;
    this.table.show(null);
    this.take(this.points);
    showFacts([["rows", grouped(this.files.current.rows)], ["columns", this.points.columns.length]]);
    for (const id of ["result", "learning", "components"]) document.getElementById(id).hidden = true;
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
    const value = (id) => document.getElementById(id).value;
    const fit = await askFor("POST", "api/fits", {
      ...this.files.choice, components: Number(value("components-count")), structure: value("structure"),
      start: value("start"), seed: Number(value("seed")),
    });
    this.showPoints();
    this.report.expect(fit.palette);
    document.getElementById("learning").hidden = false;
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
    if (stateCount < 8 && this.report.frames && !wantsCalm) this.report.playback.play();
  }

  /** Shows a fit that was made. */
  async show(id) {
    const fit = this.table.fits.get(id);
    const document_ = this.documents.get(id) ?? await askForDocument(`api/fits/${id}/scene`);
    this.keep(id, document_);
    const isElsewhere = this.files.current?.id !== fit.data || String(this.files.choice.columns) !== String(fit.columns);
    if (isElsewhere) await this.files.open(fit.data, fit.columns, fit.skipInvalid);
    this.take(document_);
    this.shownFit = id;
    this.table.show(id);
    for (const name of ["result", "learning", "components"]) document.getElementById(name).hidden = false;
    this.point.take(document_.columns);
    showFacts([...document_.facts, ["seconds", shortNumber(fit.seconds, 3)]]);
    document.getElementById("notes").replaceChildren(...fit.notes.map((note) => element("li", {}, note)));
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

  /** Components that are still to be found. */
  expect(palette) {
    const unknown = palette.map((component) => ({ ...component, weight: 0, points: 0 }));
    this.take({ ...this.data, components: unknown });
    this.scene.isWatched = true;
  }

  /** The components as they are now. */
  watch(frame) {
    this.frame = frame;
    this.showComponents();
    this.showLabels();
    const size = 1 + this.data.dimension + (this.data.dimension * (this.data.dimension + 1)) / 2;
    this.legend.weigh(Array.from({ length: frame.length / size }, (_, k) => frame[k * size]));
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
