// The controls of the report, and its charts.

/** The learning curves and the selection curves, drawn again on another scale. */
class ReportCharts {
  constructor() {
    this.switch = document.getElementById("logarithmic");
    this.switch?.addEventListener("change", () => this.drawLearning());
    /** Is told the place among the best of a model whose dot is clicked; null where none can be shown. */
    this.chosen = null;
  }

  take(data) {
    this.data = data;
    this.place = null;
    this.drawLearning();
    this.drawSelection();
  }

  drawLearning() {
    const host = document.querySelector("#learning .charts");
    const { history } = this.data;
    if (!host) return;
    if (!history) return host.replaceChildren();
    const isLogarithmic = this.switch.checked;
    const x = history.iteration;
    const best = this.data.logLikelihood;
    // As long as the end is not known, nobody knows what is still to be gained.
    const level = isLogarithmic && best !== undefined
      ? { title: "log-likelihood still to gain (nats)", values: history.logLikelihood.map((value) => best - value) }
      : { title: "log-likelihood (nats)", values: history.logLikelihood, isLinear: true };
    const panels = [
      { ...level, name: "log-likelihood", className: "one" },
      { title: "change of means", name: "change", values: history.meanChange, className: "two" },
      { title: "change of weights", name: "change", values: history.weightChange, className: "three" },
      { title: "change of covariances", name: "change", values: history.covarianceChange, className: "four" },
    ];
    this.learning = panels.map(({ title, isLinear, ...line }) =>
      lineChart({ title, x, xTitle: "iteration", lines: [line], isLogarithmic: isLogarithmic && !isLinear }));
    host.replaceChildren(...this.learning);
    this.mark(this.place);
  }

  drawSelection() {
    const host = document.querySelector("#selection .charts");
    if (!host || !this.data.selection) return;
    const { rows } = this.data.candidates;
    const chosen = this.chosen && ((structure, count) =>
      this.chosen(rows.findIndex((row) => row.structure === structure && row.components === count)));
    host.replaceChildren(...this.data.selection.map(({ title, x, lines }) => lineChart({
      title, x, xTitle: "components", isLogarithmic: false, chosen,
      lines: lines.map((line, index) => ({ ...line, isNamed: true, className: ["one", "two", "three", "four"][index % 4] })),
    })));
  }

  mark(iteration) {
    this.place = iteration;
    if (!this.data.history) return;
    const first = this.data.history.iteration[0];
    for (const chart of this.learning ?? []) chart.mark(iteration === null ? null : Math.max(first, iteration));
  }
}

/** Connects what a person can press or choose above the scene. */
function connectControls(report) {
  const byId = (id) => document.getElementById(id);
  const on = (id, name, action) => byId(id)?.addEventListener(name, (event) => action(event.target));
  on("mode", "change", ({ value }) => report.setMode(value));
  on("content", "change", ({ value }) => {
    report.setContent(Number(value));
    report.restyle();
  });
  on("size", "input", ({ value }) => {
    report.style.pointSize = 2 ** Number(value);
    report.restyle();
  });
  on("equal", "change", ({ checked }) => {
    report.isEqual = checked;
    report.showAxes();
  });
  on("home", "click", () => {
    report.scene.camera.reset();
    report.scene.draw();
  });
  on("picture", "click", () => savePicture(report));
  connectAxes(report);
  connectTheme(report);
}

/** The choices above the scene that depend on the columns. */
function fillChoices({ data, content, isEqual, drawnDimension, mode }) {
  const byId = (id) => document.getElementById(id);
  const isLine = drawnDimension === 1;
  for (const control of document.querySelectorAll(".camera")) control.hidden = isLine;
  byId("equal").checked = isEqual;
  byId("content-name").textContent = ["Curves", "Ellipses", "Ellipsoids"][drawnDimension - 1];
  // A curve is the whole of a component.
  const shares = isLine ? [[Math.max(0, content), "shown"]]
    : data.contents.map(({ share }, index) => [index, `${shortNumber(100 * share, 4)} %`]);
  byId("content").replaceChildren(...[...shares, [-1, "hidden"]].map(([value, text]) => element("option", { value }, text)));
  byId("content").value = content;
  byId("axes").hidden = data.columns.length < 4;
  byId("projection").hidden = !data.projection;
  const modes = data.scales ? ["component", "uncertainty", "density"] : ["component"];
  byId("mode").replaceChildren(...[...modes, ...(data.colourings ?? []).map(({ name }) => name)]
    .map((name) => element("option", { value: name }, name)));
  byId("mode").value = mode;
  for (const axis of ["x", "y", "z"]) {
    byId(`axis-${axis}`).replaceChildren(...data.columns.map((name, d) => element("option", { value: d }, name)));
  }
}

/** The choice of columns, or of the directions that tell the components apart. */
function connectAxes(report) {
  const selects = ["axis-x", "axis-y", "axis-z"].map((id) => document.getElementById(id));
  const isProjected = document.getElementById("projected");
  const show = () => {
    const { columns } = report.axes;
    selects.forEach((select, axis) => {
      select.disabled = columns === null;
      if (columns) select.value = columns[axis];
    });
    isProjected.checked = columns === null;
  };
  selects.forEach((select, axis) => select.addEventListener("change", () => {
    const columns = selects.map(({ value }) => Number(value));
    const twin = columns.findIndex((column, other) => other !== axis && column === columns[axis]);
    // Two axes cannot show one column: the other takes what this one had.
    if (twin >= 0) columns[twin] = report.axes.columns[axis];
    report.choose(report.columnAxes(columns));
    show();
  }));
  isProjected.addEventListener("change", () => {
    const columns = selects.map(({ value }) => Number(value));
    report.choose(isProjected.checked ? report.projectedAxes() : report.columnAxes(columns));
    show();
  });
  document.addEventListener("axes", show);
  show();
}

/** The choice of columns whose pairs are shown, where there are more than are shown at first. */
function fillPairs({ data, pairs }) {
  const host = document.querySelector("#pairs .choices");
  if (!pairs) return;
  const boxes = data.columns.map((name, d) => {
    const box = element("input", { type: "checkbox", value: d });
    box.checked = pairs.columns.includes(d);
    return box;
  });
  const limit = () => {
    const chosen = boxes.filter(({ checked }) => checked).map(({ value }) => Number(value));
    for (const box of boxes) {
      box.disabled = box.checked ? chosen.length <= 2 : chosen.length >= PairPlots.mostColumns;
    }
    return chosen;
  };
  for (const box of boxes) box.addEventListener("change", () => pairs.show(limit()));
  limit();
  host.hidden = boxes.length <= PairPlots.firstColumns;
  host.replaceChildren(
    element("span", { class: "note" }, `Up to ${PairPlots.mostColumns} columns at a time:`),
    ...boxes.map((box, d) => element("label", {}, box, ` ${data.columns[d]}`)));
}

/** Dark and light: as the system has it, until the switch says otherwise. Print is always light. */
function connectTheme(report) {
  const root = document.documentElement;
  const button = document.getElementById("theme");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark";
  const show = () => {
    button.textContent = isDark() ? "Light" : "Dark";
    report.retheme();
  };
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    show();
  });
  system.addEventListener("change", show);
  let before;
  window.addEventListener("beforeprint", () => {
    before = root.dataset.theme;
    root.dataset.theme = "light";
    report.retheme();
    report.scene.paint();
    report.pairs?.paint();
  });
  window.addEventListener("afterprint", () => {
    if (before) root.dataset.theme = before;
    else delete root.dataset.theme;
    report.retheme();
  });
  show();
}

/** The scene as it is, as a PNG to keep. */
function savePicture({ scene, style }) {
  scene.paint();
  const canvas = element("canvas", { width: scene.canvas.width, height: scene.canvas.height });
  const context = canvas.getContext("2d");
  context.fillStyle = style.theme.card;
  context.fillRect(0, 0, canvas.width, canvas.height);
  for (const layer of [scene.below, scene.canvas, scene.above]) context.drawImage(layer, 0, 0);
  canvas.toBlob((blob) => {
    const link = element("a", { download: "mixture.png", href: URL.createObjectURL(blob) });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });
}
