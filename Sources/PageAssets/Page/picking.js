// The point under the pointer, and what the mixture says of it.

/** The number of the drawn point nearest to a place of the canvas, or -1 where none is near. */
function pointAt(report, x, y) {
  return report.drawnDimension === 1 ? pointOnLine(report, x) : pointInScene(report, x, y);
}

function pointOnLine({ scene, points, axes }, x) {
  const place = (x - scene.frame.left) / (scene.frame.right - scene.frame.left);
  const [column] = axes.coordinates;
  let [nearest, least] = [-1, 0.02];
  for (let i = 0; i < points.count; i++) {
    const distance = Math.abs(column[i] / 65535 - place);
    if (distance < least) [nearest, least] = [i, distance];
  }
  return nearest;
}

/** Of those within reach the one in front, a little distance counting less than being hidden. */
function pointInScene({ scene, points, axes, style }, x, y) {
  const { matrix, extents, host } = scene;
  const units = axes.coordinates.map((values) => (values instanceof Uint16Array ? 1 / 65535 : 1));
  const [wide, high] = [host.clientWidth / 2, host.clientHeight / 2];
  const reach = 9;
  const place = [0.5, 0.5, 0.5];
  let [nearest, least] = [-1, Infinity];
  for (let i = 0; i < points.count; i++) {
    if (!style.visible[points.components[i]]) continue;
    for (let axis = 0; axis < units.length; axis++) place[axis] = axes.coordinates[axis][i] * units[axis];
    const [px, py, pz] = [0, 1, 2].map((axis) => (place[axis] - 0.5) * extents[axis]);
    const w = matrix[3] * px + matrix[7] * py + matrix[11] * pz + matrix[15];
    const sx = ((matrix[0] * px + matrix[4] * py + matrix[8] * pz + matrix[12]) / w + 1) * wide;
    const sy = (1 - (matrix[1] * px + matrix[5] * py + matrix[9] * pz + matrix[13]) / w) * high;
    const distance = Math.hypot(sx - x, sy - y);
    if (distance > reach) continue;
    const cost = w + (0.05 * scene.radius * distance) / reach;
    if (cost < least) [nearest, least] = [i, cost];
  }
  return nearest;
}

/** Tells `chosen` where a person clicks; turning the scene is no click. */
function attachPicking(host, chosen) {
  let down = null;
  host.addEventListener("pointerdown", (event) => (down = event));
  host.addEventListener("pointerup", (event) => {
    const isClick = down && Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) < 4;
    down = null;
    const room = host.getBoundingClientRect();
    if (isClick) chosen(event.clientX - room.left, event.clientY - room.top);
  });
}

/** Asks about points and shows the answers. */
class PointPanel {
  constructor(viewer) {
    this.viewer = viewer;
    this.form = document.getElementById("point");
    this.answer = document.getElementById("answer");
    attachPicking(document.getElementById("scene"), (x, y) => {
      if (viewer.shownFit === null) return;
      const index = pointAt(viewer.report, x, y);
      if (index >= 0) this.ask({ row: viewer.report.rows[index] });
    });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.ask({ point: [...this.form.querySelectorAll("input")].map(({ valueAsNumber }) => valueAsNumber) });
    });
  }

  /** Fields for these columns. */
  take(columns) {
    this.answer.replaceChildren();
    const fields = columns.map((name) => element("label", {}, `${name} `,
      element("input", { type: "number", step: "any", required: "", "aria-label": name })));
    this.form.querySelector(".coordinates").replaceChildren(...fields);
  }

  async ask(question) {
    await this.viewer.attempt(async () => {
      this.show(await askFor("POST", `api/fits/${this.viewer.shownFit}/classify`, question));
    });
  }

  show({ point, place, line, truth, component, name, probability, responsibilities, logDensity, density, uncertainty }) {
    const { report } = this.viewer;
    const { rows, offsets } = report.axes;
    report.mark(rows.map((row, axis) => row.reduce((sum, [d, weight]) => sum + weight * place[d], offsets[axis])));
    this.form.querySelectorAll("input").forEach((field, d) => (field.value = point[d] ?? ""));
    const where = line === null ? "This point" : `The point at line ${grouped(line)}`;
    const owner = component < 0 ? "the noise" : `component ${name}`;
    const text = `${where} belongs to ${owner} with probability ${probability.toFixed(4)}; `
      + `uncertainty ${shortNumber(uncertainty, 3)}, density ${shortNumber(density, 5)} (log ${shortNumber(logDensity, 6)}).`
      + (truth ? ` Its ${truth.name} is ${truth.class}.` : "");
    const likeliest = responsibilities.map((value, index) => ({ value, index }))
      .sort((a, b) => b.value - a.value).slice(0, 6);
    const lines = likeliest.map(({ value, index }) => {
      const swatch = element("span", { class: "swatch", "data-component": index, "aria-hidden": "true" });
      swatch.style.backgroundColor = report.style.colours[index];
      return element("tr", {}, element("th", { scope: "row" }, swatch, ` ${report.data.components[index].name}`),
        element("td", {}, shortNumber(value, 4)), element("td", {}, element("meter", { min: 0, max: 1, value })));
    });
    this.answer.replaceChildren(element("p", {}, text), element("table", {}, element("tbody", {}, ...lines)));
  }
}
