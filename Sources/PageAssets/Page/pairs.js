// Every pair of columns as a small plane, with the columns' own distributions on the diagonal.

class PairPlots extends Picture {
  /** So many columns are shown until others are chosen, and so many leave room for each. */
  static firstColumns = 6;
  static mostColumns = 8;

  /** `chosen` is told which two columns a person points at. */
  constructor(host, chosen) {
    super();
    this.host = host;
    this.columns = [];
    this.canvas = host.querySelector("canvas");
    this.canvas.addEventListener("click", (event) => {
      const cell = this.cellAt(event.offsetX, event.offsetY);
      if (cell && cell.row > cell.column) chosen(this.columns[cell.column], this.columns[cell.row]);
    });
    new ResizeObserver(() => this.draw()).observe(host);
    new IntersectionObserver(([{ isIntersecting }]) => {
      this.isSeen = isIntersecting;
      this.draw();
    }).observe(host);
  }

  /** Another document, with its points and the components' frame. */
  take(report, changes) {
    if (report.columns.length !== this.report?.columns.length) {
      this.columns = report.columns.map((_, index) => index).slice(0, PairPlots.firstColumns);
    }
    this.report = report;
    this.style = null;
    this.set(changes);
  }

  show(columns) {
    this.columns = columns;
    this.draw();
  }

  set(changes) {
    Object.assign(this, changes);
    this.draw();
  }

  repaint() {
    // What is scrolled away need not follow what moves.
    if (this.style && this.isSeen) this.paint();
  }

  get side() {
    return Math.min(250, (this.host.clientWidth - 56) / this.columns.length);
  }

  cellAt(x, y) {
    const [column, row] = [Math.floor((x - 56) / this.side), Math.floor(y / this.side)];
    const isThere = [column, row].every((index) => index >= 0 && index < this.columns.length);
    return isThere ? { column, row } : null;
  }

  paint() {
    const count = this.columns.length;
    const { side } = this;
    const [width, height] = [this.host.clientWidth, side * count + 34];
    this.ratio = Math.min(2, window.devicePixelRatio || 1);
    this.canvas.width = Math.round(width * this.ratio);
    this.canvas.height = Math.round(height * this.ratio);
    this.canvas.style.height = `${height}px`;
    const context = pen(this, this.canvas);
    for (let row = 0; row < count; row++) {
      for (let column = 0; column <= row; column++) {
        const room = { left: 56 + column * side + 5, top: row * side + 5, size: side - 10 };
        this.paintCell(context, row, column, room);
      }
    }
  }

  paintCell(context, row, column, { left, top, size }) {
    const { edge, line } = this.style.theme;
    const [across, up] = [this.columns[column], this.columns[row]];
    context.save();
    context.beginPath();
    context.rect(left, top, size, size);
    context.clip();
    if (row === column) this.paintDistribution(context, across, left, top, size);
    else this.paintPlane(context, across, up, left, top, size);
    context.restore();
    context.lineWidth = 1;
    context.strokeStyle = row === column ? edge : line;
    context.strokeRect(left, top, size, size);
    this.paintTicks(context, row, column, left, top, size);
  }

  paintTicks(context, row, column, left, top, size) {
    const { lower, upper } = this.report;
    context.fillStyle = this.style.theme.soft;
    context.font = "11px " + context.font.split("px ")[1];
    if (row === this.columns.length - 1) {
      context.textAlign = "center";
      const d = this.columns[column];
      for (const { value, text } of ticks(lower[d], upper[d], 3)) {
        context.fillText(text, left + ((value - lower[d]) / (upper[d] - lower[d])) * size, top + size + 17);
      }
    }
    if (column === 0 && row > 0) {
      context.textAlign = "right";
      const d = this.columns[row];
      for (const { value, text } of ticks(lower[d], upper[d], 3)) {
        context.fillText(text, left - 6, top + (1 - (value - lower[d]) / (upper[d] - lower[d])) * size + 4);
      }
    }
  }

  paintPlane(context, across, up, left, top, size) {
    const { points, frame } = this;
    const { colours, visible, values, ramp, planeRadius, shells, theme } = this.style;
    const [x, y] = [points.columns[across], points.columns[up]];
    const shown = Math.min(points.count, 4000);
    const dot = shown > 2000 ? 1.4 : 2.2;
    context.globalAlpha = 0.75;
    for (let i = 0; i < shown; i++) {
      const component = points.components[i];
      if (!visible[component]) continue;
      const place = values ? values[i] * 4 : 0;
      context.fillStyle = values ? `rgb(${ramp[place]},${ramp[place + 1]},${ramp[place + 2]})` : colours[component];
      context.fillRect(left + (x[i] / 65535) * size - dot / 2, top + (1 - y[i] / 65535) * size - dot / 2, dot, dot);
    }
    context.globalAlpha = 1;
    const { dimension } = this.report;
    const components = componentsOf(frame, dimension, [[[across, 1]], [[up, 1]]], [0, 0]);
    components.forEach((component, index) => {
      if (!visible[index] || !shells) return;
      const line = ellipse(component, planeRadius, 48).map(([u, v]) => [left + u * size, top + (1 - v) * size]);
      stroke(context, line, theme.card, 3);
      stroke(context, line, values ? theme.ink : colours[index], 1.5);
    });
  }

  paintDistribution(context, column, left, top, size) {
    const { points } = this;
    const { colours, visible, theme } = this.style;
    const bins = 28;
    const counts = new Map();
    const shown = Math.min(points.count, 20000);
    for (let i = 0; i < shown; i++) {
      const component = points.components[i];
      if (!visible[component]) continue;
      if (!counts.has(component)) counts.set(component, new Float64Array(bins));
      counts.get(component)[Math.min(bins - 1, Math.floor((points.columns[column][i] / 65535) * bins))] += 1;
    }
    const totals = Array.from({ length: bins }, (_, bin) => [...counts.values()].reduce((sum, c) => sum + c[bin], 0));
    const unit = (size * 0.7) / Math.max(1, ...totals);
    const below = new Float64Array(bins);
    context.globalAlpha = 0.7;
    for (const component of [...counts.keys()].sort((a, b) => a - b)) {
      context.fillStyle = colours[component];
      counts.get(component).forEach((count, bin) => {
        const height = count * unit;
        context.fillRect(left + (bin * size) / bins, top + size - below[bin] - height, size / bins - 0.5, height);
        below[bin] += height;
      });
    }
    context.globalAlpha = 1;
    context.fillStyle = theme.ink;
    context.font = "600 13px " + context.font.split("px ")[1];
    context.textAlign = "left";
    context.fillText(this.report.columns[column], left + 8, top + 18, size - 16);
  }
}
