// The legend: components to be switched on and off, or the scale of what colours the points.

class Legend {
  constructor(host, style, changed) {
    this.host = host;
    this.style = style;
    this.changed = changed;
    const all = element("button", { type: "button", class: "quiet" }, "all");
    const none = element("button", { type: "button", class: "quiet" }, "none");
    all.addEventListener("click", () => this.setAll(true, changed));
    none.addEventListener("click", () => this.setAll(false, changed));
    host.querySelector(".all").append(all, none);
  }

  take(components) {
    this.items = components.map((component, index) => this.item(component, index, this.changed));
    this.host.querySelector(".items").replaceChildren(...this.items);
    this.host.querySelector(".all").hidden = components.length === 0;
  }

  /** Shows other weights. */
  weigh(weights) {
    weights.forEach((weight, index) => {
      this.items[index].querySelector(".share").textContent = `${(100 * weight).toFixed(1)} %`;
    });
  }

  item({ name, weight, points }, index, changed) {
    const swatch = element("span", { class: "swatch", "data-component": index, "aria-hidden": "true" });
    const share = element("span", { class: "share" }, `${(100 * weight).toFixed(1)} %`);
    const button = element("button", {
      type: "button", "aria-pressed": "true", "data-component": index,
      "aria-label": `component ${name}, weight ${(100 * weight).toFixed(1)} percent, ${grouped(points)} points`,
    }, swatch, element("span", { class: "name" }, name), share);
    const strong = (value) => {
      this.style.strong = value;
      changed();
    };
    button.addEventListener("click", () => {
      this.style.visible[index] = !this.style.visible[index];
      this.style.strong = this.style.visible[index] ? index : -1;
      button.setAttribute("aria-pressed", String(this.style.visible[index]));
      changed();
    });
    // One that is switched off has nothing that others could be faded for.
    button.addEventListener("pointerenter", () => strong(this.style.visible[index] ? index : -1));
    button.addEventListener("pointerleave", () => strong(-1));
    return element("li", {}, button);
  }

  setAll(isVisible, changed) {
    this.style.visible.fill(isVisible);
    for (const item of this.items) item.firstChild.setAttribute("aria-pressed", String(isVisible));
    changed();
  }

  /** The kinds of points by which they are coloured. */
  showClasses({ title, classes }, colours) {
    const host = this.host.querySelector(".scale");
    host.hidden = false;
    const items = classes.map(({ name, points }, index) => {
      const swatch = element("span", { class: "swatch", "aria-hidden": "true" });
      swatch.style.backgroundColor = colours[index];
      return element("li", {}, swatch, element("span", { class: "name" }, name),
        element("span", { class: "share" }, grouped(points)));
    });
    host.replaceChildren(element("p", {}, title), element("ul", { class: "classes" }, ...items));
  }

  /** The scale of uncertainty or density, or none. */
  showScale(scale, ramp) {
    const host = this.host.querySelector(".scale");
    host.hidden = scale === null;
    if (scale === null) return;
    const canvas = element("canvas", { width: 256, height: 1, "aria-hidden": "true" });
    canvas.getContext("2d").putImageData(new ImageData(new Uint8ClampedArray(ramp), 256, 1), 0, 0);
    const ends = element("div", { class: "ends" }, element("span", {}, scale.lower), element("span", {}, scale.upper));
    host.replaceChildren(element("p", {}, scale.title), canvas, ends);
  }
}
