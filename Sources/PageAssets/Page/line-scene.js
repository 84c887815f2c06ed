// The scene of one axis: a stacked histogram under the density of the mixture and of its components.

class LineScene extends Scene {
  constructor(host) {
    super(host, 1);
  }

  whenDone(action) {
    action();
  }

  setPoints(points) {
    this.points = points;
    this.bins = null;
    this.draw();
  }

  setLabels(components) {
    this.points.components = components;
    this.bins = null;
    this.draw();
  }

  setStyle(changes) {
    Object.assign(this.style, changes);
    if ("values" in changes) this.bins = null;
    this.draw();
  }

  /** How many points of each component, and what they are worth, bin by bin. */
  counted() {
    const { count, coordinates, components } = this.points;
    const bins = Math.min(120, Math.max(12, Math.round(3 * Math.cbrt(count))));
    const result = Array.from({ length: bins }, () => ({ counts: new Map(), values: 0, total: 0 }));
    const [places] = coordinates;
    const largest = places instanceof Uint16Array ? 65535 : 1;
    for (let i = 0; i < count; i++) {
      const bin = result[Math.min(bins - 1, Math.floor((places[i] / largest) * bins))];
      bin.counts.set(components[i], (bin.counts.get(components[i]) ?? 0) + 1);
      bin.values += this.style.values ? this.style.values[i] : 0;
      bin.total += 1;
    }
    return result;
  }

  /** The density of a component where the axis runs from 0 to 1. */
  density({ weight, mean, covariance }, place) {
    const variance = Math.max(covariance[0][0], 1e-12);
    return (weight * Math.exp((-0.5 * (place - mean[0]) ** 2) / variance)) / Math.sqrt(2 * Math.PI * variance);
  }

  paint() {
    if (this.axes.length === 0 || this.host.clientWidth === 0) return;
    this.bins ??= this.counted();
    this.ratio = Math.min(2, window.devicePixelRatio || 1);
    const { clientWidth, clientHeight } = this.host;
    for (const canvas of [this.below, this.canvas, this.above]) {
      canvas.width = Math.round(clientWidth * this.ratio);
      canvas.height = Math.round(clientHeight * this.ratio);
    }
    const places = Array.from({ length: 601 }, (_, i) => i / 600);
    const shown = this.components.filter((_, index) => this.style.visible[index]);
    const total = places.map((place) => shown.reduce((sum, component) => sum + this.density(component, place), 0));
    const heights = this.bins.map(({ total: height }) => (height / this.points.count) * this.bins.length);
    const top = Math.max(...total, ...heights) * 1.08;
    const frame = this.frame = { left: 64, right: clientWidth - 24, top: 20, bottom: clientHeight - 56 };
    const x = (place) => frame.left + place * (frame.right - frame.left);
    const y = (density) => frame.bottom - (density / top) * (frame.bottom - frame.top);
    this.paintFrame(frame, x, y, top);
    this.paintBars(x, y);
    this.paintCurves(places, total, x, y);
    this.onPaint?.();
  }

  paintFrame(frame, x, y, top) {
    const context = pen(this, this.below);
    const { edge, line, ink, soft } = this.style.theme;
    const [{ lower, upper, title }] = this.axes;
    const scale = 1 / (upper - lower);
    context.fillStyle = soft;
    context.textBaseline = "middle";
    context.textAlign = "right";
    for (const { value, text } of ticks(0, top * scale, 5)) {
      stroke(context, [[frame.left, y(value / scale)], [frame.right, y(value / scale)]], edge, 1);
      context.fillText(text, frame.left - 8, y(value / scale));
    }
    context.textAlign = "center";
    for (const { value, text } of ticks(lower, upper, 8)) {
      const place = x((value - lower) * scale);
      stroke(context, [[place, frame.bottom], [place, frame.bottom + 5]], soft, 1);
      context.fillText(text, place, frame.bottom + 16);
    }
    stroke(context, [[frame.left, frame.bottom], [frame.right, frame.bottom]], line, 1);
    context.fillStyle = ink;
    context.font = "600 13px " + context.font.split("px ")[1];
    context.fillText(title, (frame.left + frame.right) / 2, frame.bottom + 40);
    context.textAlign = "left";
    context.fillText("density", frame.left - 40, 9);
  }

  paintBars(x, y) {
    const context = pen(this, this.canvas);
    const { colours, visible, values, ramp } = this.style;
    const unit = this.bins.length / this.points.count;
    this.bins.forEach(({ counts, values: sum, total }, index) => {
      let below = 0;
      const [left, right] = [x(index / this.bins.length), x((index + 1) / this.bins.length)];
      const sorted = [...counts].sort(([a], [b]) => a - b).filter(([component]) => visible[component]);
      for (const [component, count] of sorted) {
        const place = values ? Math.round(sum / total) * 4 : 0;
        context.fillStyle = values ? `rgb(${ramp.slice(place, place + 3).join(",")})` : colours[component];
        context.globalAlpha = 0.72;
        context.fillRect(left + 0.5, y((below + count) * unit), right - left - 1, y(below * unit) - y((below + count) * unit));
        below += count;
      }
    });
    context.globalAlpha = 1;
  }

  paintCurves(places, total, x, y) {
    const context = pen(this, this.above);
    const { visible, colours, strong, shells, theme } = this.style;
    if (!shells) return;
    this.components.forEach((component, index) => {
      if (!visible[index]) return;
      const line = places.map((place) => [x(place), y(this.density(component, place))]);
      stroke(context, line, theme.card, 4.5);
      stroke(context, line, colours[index], strong === index ? 3.5 : 2.2);
    });
    stroke(context, places.map((place, i) => [x(place), y(total[i])]), theme.ink, 1.6);
  }
}
