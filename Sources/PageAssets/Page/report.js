// The report: takes what is to be shown and connects its parts. A page that watches fits gives it one thing after
// another.

class Report {
  constructor(data) {
    this.style = { visible: [], strong: -1, values: null, shells: true, pointSize: 1 };
    this.mode = "component";
    this.read(data);
  }

  /** Takes the numbers of a document. Axes and content stay as chosen where the columns are the same. */
  read(data) {
    const before = this.data;
    this.data = data;
    const count = data.components.length;
    this.points = {
      count: data.points.count,
      columns: data.points.columns.map((packed) => numbersOf(packed, Uint16Array)),
      ...this.pointValues(data.points, count),
    };
    this.fittedLabels = this.points.components;
    this.colourings = new Map((data.colourings ?? []).map((own) =>
      [own.name, { ...own, numbers: numbersOf(own.values, Uint8Array) }]));
    const hasMode = data.scales && ["uncertainty", "density"].includes(this.mode);
    if (!hasMode && !this.colourings.has(this.mode)) this.mode = "component";
    this.model = data.model ? numbersOf(data.model, Float32Array) : new Float32Array();
    this.frames = data.replay ? { ...data.replay, numbers: numbersOf(data.replay.numbers, Float32Array) } : null;
    this.frame = this.model;
    // One more for the noise, or points without a component.
    this.style.visible = new Array(count + 1).fill(true);
    this.style.strong = -1;
    this.noiseLevel = null;
    if (String(before?.columns) === String(data.columns)) {
      const isProjected = this.axes.columns === null && data.projection;
      const columns = this.axes.columns ?? data.columns.map((_, d) => d).slice(0, 3);
      this.axes = isProjected ? this.projectedAxes() : this.columnAxes(columns);
      return;
    }
    this.setContent(data.contents.findIndex(({ share }) => share === data.content));
    this.axes = this.columnAxes(data.columns.map((_, d) => d).slice(0, 3));
    this.isEqual = data.isEqual;
  }

  /** What a mixture says of each point; without one all are of the component after the last. */
  pointValues({ count, components, uncertainty, density }, componentCount) {
    const Kind = componentCount > 255 ? Uint16Array : Uint8Array;
    if (!components) {
      const none = new Uint8Array(count);
      return { components: new Kind(count).fill(componentCount), uncertainty: none, density: none };
    }
    return {
      components: numbersOf(components, componentCount > 255 ? Uint16Array : Uint8Array),
      uncertainty: numbersOf(uncertainty, Uint8Array), density: numbersOf(density, Uint8Array),
    };
  }

  /** Shows another document in place of the one before. */
  take(data) {
    this.read(data);
    this.fill();
  }

  get drawnDimension() {
    return Math.min(3, this.data.dimension);
  }

  /** What share of a component its surface holds, by its place among those offered; hidden for -1. */
  setContent(index) {
    this.content = index;
    this.style.shells = index >= 0;
    if (index < 0) return;
    const { radii } = this.data.contents[index];
    this.style.radius = radii[this.drawnDimension - 1];
    this.style.planeRadius = radii[1];
  }

  start() {
    const byId = (id) => document.getElementById(id);
    this.legend = new Legend(byId("legend"), this.style, () => this.restyle());
    if (byId("pairs")) {
      this.pairs = new PairPlots(document.querySelector("#pairs .matrix"), (x, y) => this.choosePair(x, y));
    }
    if (byId("playback")) this.playback = new Playback(byId("playback"), (i) => this.show(i));
    this.charts = new ReportCharts();
    this.prepareScene();
    connectControls(this);
    this.fill();
  }

  /** A scene for the number of axes, where it is not there already. */
  prepareScene() {
    if (this.scene?.dimension === this.drawnDimension) return;
    const host = document.getElementById("scene");
    if (this.scene) {
      this.scene.close();
      // A canvas keeps the kind of its first context.
      for (const canvas of host.querySelectorAll("canvas")) canvas.replaceWith(canvas.cloneNode());
    }
    this.scene = this.drawnDimension === 1 ? new LineScene(host) : new MixtureScene(host, this.drawnDimension);
    this.scene.onPaint = () => {
      this.scene.onPaint = null;
      this.scene.whenDone(() => (document.documentElement.dataset.drawn ??= String(Math.round(performance.now()))));
    };
  }

  /** Brings all parts to what has been read. */
  fill() {
    this.prepareScene();
    this.legend.take(this.data.noise ? [...this.data.components, this.data.noise] : this.data.components);
    this.pairs?.take(this.data, { points: this.points, frame: this.frame });
    this.playback?.take(this.frames);
    const table = document.querySelector("#components table");
    if (this.model.length > 0) fillTable(table, this.data, document.getElementById("covariance"));
    this.charts.take(this.data);
    fillCandidates(this.data, this.charts.chosen);
    fillChoices(this);
    fillPairs(this);
    document.dispatchEvent(new CustomEvent("axes"));
    this.showAxes();
    this.retheme();
  }

  /** Axes that are columns. */
  columnAxes(columns) {
    const { exponents } = this.data;
    const largest = Math.max(...columns.map((d) => exponents[d]));
    return {
      powers: columns.map((d) => exponents[d] - largest), rows: columns.map((d) => [[d, 1]]), offsets: columns.map(() => 0), columns,
      titles: columns.map((d) => this.data.columns[d]), lower: columns.map((d) => this.data.lower[d]),
      upper: columns.map((d) => this.data.upper[d]), coordinates: columns.map((d) => this.points.columns[d]),
    };
  }

  /** Axes that are sums of columns; their points are computed here. */
  projectedAxes() {
    const axes = { rows: [], offsets: [], titles: [], lower: [], upper: [], coordinates: [], powers: [0, 0, 0], columns: null };
    this.data.projection.slice(0, this.drawnDimension).forEach((weights, axis) => {
      const places = new Float32Array(this.points.count);
      weights.forEach((weight, d) => {
        const column = this.points.columns[d];
        for (let i = 0; i < places.length; i++) places[i] += (weight * column[i]) / 65535;
      });
      let [lower, upper] = [Infinity, -Infinity];
      for (const place of places) [lower, upper] = [Math.min(lower, place), Math.max(upper, place)];
      const span = upper - lower || 1;
      for (let i = 0; i < places.length; i++) places[i] = (places[i] - lower) / span;
      axes.rows.push(weights.map((weight, d) => [d, weight / span]));
      axes.offsets.push(-lower / span);
      axes.titles.push(`direction ${axis + 1}`);
      axes.lower.push(-span / 2);
      axes.upper.push(span / 2);
      axes.coordinates.push(places);
    });
    return axes;
  }

  /** Looks along other axes: three columns, or the directions that tell the components apart. */
  choose(axes) {
    this.axes = axes;
    this.showAxes();
  }

  choosePair(x, y) {
    const third = this.data.columns.findIndex((_, d) => d !== x && d !== y);
    this.choose(this.columnAxes([x, y, third]));
    document.dispatchEvent(new CustomEvent("axes"));
    document.getElementById("scene").scrollIntoView({ block: "center", behavior: "smooth" });
  }

  showAxes() {
    const { titles, lower, upper, coordinates, powers } = this.axes;
    const spans = titles.map((_, axis) => (upper[axis] - lower[axis]) * 10 ** powers[axis]);
    const longest = Math.max(...spans);
    const isEqual = this.isEqual || this.axes.columns === null;
    this.scene.setPoints({ count: this.points.count, coordinates, components: this.points.components });
    this.scene.setAxes(titles.map((title, axis) => ({
      title, lower: lower[axis], upper: upper[axis], extent: isEqual ? spans[axis] / longest : 1,
    })));
    this.showComponents();
  }

  showComponents() {
    const { rows, offsets } = this.axes;
    this.scene.setComponents(componentsOf(this.frame, this.data.dimension, rows, offsets));
    this.pairs?.set({ frame: this.frame });
  }

  /** Shows a frame of the playback, or the fitted model for none. */
  show(index) {
    const size = this.model.length;
    this.frame = index === null ? this.model : this.frames.numbers.subarray(index * size, (index + 1) * size);
    this.showComponents();
    this.showLabels(index === null);
    this.charts.mark(index === null ? null : this.frames.iterations[index]);
  }

  /**
   * Gives the points to the components of the frame, where that is quick; the fitted ones are known. With noise whose level
   * is not known, as a frame says nothing of it, they stay with those.
   */
  showLabels(isFitted = false) {
    const { points, frame, data: { dimension } } = this;
    if (isFitted) points.components = this.fittedLabels;
    else if ((this.data.noise && this.noiseLevel === null) || !canLabel(points.count, frame, dimension)) return;
    else points.components = labelPoints(points, frame, dimension, this.fittedLabels.slice(), this.noiseLevel);
    this.scene.setLabels(points.components);
    this.pairs?.set({ points });
  }

  get isDark() {
    return getComputedStyle(document.documentElement).getPropertyValue("--is-dark").trim() === "1";
  }

  get theme() {
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(name).trim();
    return Object.fromEntries(["ink", "soft", "line", "edge", "card"].map((name) => [name, colour(`--${name}`)]));
  }

  /** Takes the colours of the page's theme. */
  retheme() {
    const { isDark } = this;
    this.style.theme = this.theme;
    const behind = this.data.noise ?? this.data.unassigned;
    const coloured = [...this.data.components, ...(behind ? [behind] : [])];
    this.style.colours = coloured.map(({ dark, light }) => (isDark ? dark : light));
    for (const swatch of document.querySelectorAll(".swatch")) {
      swatch.style.backgroundColor = this.style.colours[swatch.dataset.component];
    }
    this.ramps = Object.fromEntries(Object.entries(this.data.ramps).map(([name, { dark, light }]) =>
      [name, rampOf(isDark ? dark : light)]));
    this.setMode(this.mode);
  }

  /** Colours points by component, uncertainty or density, or as the document says in its colourings. */
  setMode(mode) {
    this.mode = mode;
    const own = this.colourings.get(mode);
    const isPlain = mode === "component";
    const colours = own?.classes?.map(({ dark, light }) => (this.isDark ? dark : light));
    this.style.values = isPlain ? null : own ? own.numbers : this.points[mode];
    this.style.ramp = isPlain ? null : colours ? stepsOf(colours) : this.ramps[own ? "density" : mode];
    if (colours) this.legend.showClasses(own, colours);
    else this.legend.showScale(isPlain ? null : own?.scale ?? this.data.scales[mode], this.style.ramp);
    document.getElementById("legend").classList.toggle("muted", !isPlain);
    this.scene.setStyle({ ...this.style });
    this.pairs?.set({ style: { ...this.style } });
  }

  restyle() {
    const { visible, strong, radius, shells, pointSize } = this.style;
    this.scene.setStyle({ visible, strong, radius, shells, pointSize });
    this.pairs?.set({ style: { ...this.style } });
  }
}
