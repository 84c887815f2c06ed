// What is to be fitted: one mixture, or several that compete.

class OptionPanel {
  constructor() {
    const form = document.getElementById("options");
    for (const name of ["input", "change"]) form.addEventListener(name, () => this.show());
    this.columnCount = 1;
  }

  /** What the server offers. */
  take({ limits, structures, criteria }) {
    const byId = (id) => document.getElementById(id);
    for (const id of ["components-count", "components-most"]) byId(id).max = limits.components;
    byId("structure").replaceChildren(
      ...structures.map((text) => element("option", { value: text.slice(0, 3) }, text)),
      element("option", { value: "all" }, "all: compare them"));
    byId("criterion").replaceChildren(...criteria.map(({ name, title }) => element("option", { value: name }, title)));
    this.show();
  }

  /** So many columns are chosen, and so many groups are known. */
  suit(columnCount, groupCount) {
    this.columnCount = columnCount;
    const count = document.getElementById("components-count");
    if (Number(count.value) < groupCount) count.value = groupCount;
    this.show();
  }

  get choice() {
    const value = (id) => document.getElementById(id).value;
    const count = Number(value("components-count"));
    return {
      components: count, most: Math.max(count, Number(value("components-most"))), structure: value("structure"),
      criterion: value("criterion"), noise: document.getElementById("noise").checked,
      start: value("start"), seed: Number(value("seed")),
    };
  }

  /** The number of mixtures. */
  get modelCount() {
    const { components, most, structure } = this.choice;
    const structures = structure === "all" ? (this.columnCount === 1 ? 2 : 14) : 1;
    return (most - components + 1) * structures;
  }

  show() {
    const { modelCount } = this;
    document.getElementById("criterion-row").hidden = modelCount === 1;
    document.getElementById("fit").textContent = modelCount > 1 ? `Compare ${modelCount}` : "Fit";
  }

  /** How much of a comparison is over, from 0 to 1; null where none runs. */
  progress(share) {
    const bar = document.getElementById("progress");
    bar.hidden = share === null;
    bar.value = share ?? 0;
  }
}
