// What pictures on canvases have in common.

/** A picture that is painted before the next frame, once, however often it is asked for. */
class Picture {
  draw() {
    if (this.isAsked) return;
    this.isAsked = true;
    requestAnimationFrame(() => {
      this.isAsked = false;
      this.repaint();
    });
  }

  repaint() {
    this.paint();
  }
}

/**
 * Points and components over a canvas for the axes below and one for text above; how they are drawn depends on the
 * number of axes.
 * - `setPoints({ count, coordinates, components, values })`: coordinates are up to three typed arrays,
 *   whole numbers from 0 to their largest or floats from 0 to 1; components one whole number a point.
 * - `setComponents([{ mean, covariance }])`: in the same coordinates.
 * - `setAxes([{ title, lower, upper, extent }])`: what 0 and 1 stand for, and how long the axis is drawn.
 * - `setStyle({ ... })`: any of colours, visible, strong, values, ramp, radius, shells, pointSize, theme, mark.
 */
class Scene extends Picture {
  constructor(host, dimension) {
    super();
    this.host = host;
    this.dimension = dimension;
    [this.below, this.canvas, this.above] = host.querySelectorAll("canvas");
    this.components = [];
    this.axes = [];
    this.points = { count: 0 };
    this.style = { colours: [], visible: [], strong: -1, values: null, radius: 2, shells: true, pointSize: 1, theme: {} };
    this.resized = new ResizeObserver(() => this.draw());
    this.resized.observe(host);
  }

  close() {
    this.resized.disconnect();
  }

  setComponents(components) {
    this.components = components;
    this.draw();
  }

  setAxes(axes) {
    this.axes = axes;
    this.draw();
  }
}
