// Where the scene is looked at from, and the hands on it: mouse, touch, wheel and keyboard.

class OrbitCamera {
  constructor(dimension) {
    this.isFlat = dimension === 2;
    this.reset();
  }

  reset() {
    this.turn = this.isFlat ? 0 : -0.62;
    this.tilt = this.isFlat ? Math.PI / 2 : 0.42;
    this.zoom = 1;
    this.shift = [0, 0];
  }

  rotate(horizontal, vertical) {
    if (this.isFlat) return;
    this.turn -= horizontal;
    this.tilt = Math.min(Math.PI / 2, Math.max(-Math.PI / 2, this.tilt + vertical));
  }

  magnify(factor) {
    this.zoom = Math.min(40, Math.max(0.3, this.zoom * factor));
  }

  move(right, up) {
    this.shift = [this.shift[0] + right, this.shift[1] + up];
  }

  /** The direction from the middle of the world to the eye. */
  get eyeDirection() {
    const { turn, tilt } = this;
    return [Math.sin(turn) * Math.cos(tilt), -Math.cos(turn) * Math.cos(tilt), Math.sin(tilt)];
  }

  /** Axes of the view: right, up and towards the eye. */
  get axes() {
    const { turn, tilt } = this;
    const right = [Math.cos(turn), Math.sin(turn), 0];
    const up = [-Math.sin(turn) * Math.sin(tilt), Math.cos(turn) * Math.sin(tilt), Math.cos(tilt)];
    return [right, up, this.eyeDirection];
  }

  /** World to clip coordinates, for a canvas so many pixels wide and high and a world so large. */
  matrix(width, height, [halfWidth, halfHeight, radius]) {
    const [right, up, eye] = this.axes;
    const distance = 4.2;
    const view = new Float32Array(16);
    [right, up, eye].forEach((axis, row) => axis.forEach((value, column) => (view[column * 4 + row] = value)));
    view[12] = this.shift[0];
    view[13] = this.shift[1];
    view[14] = this.isFlat ? 0 : -distance * radius;
    view[15] = 1;
    // The world fills the canvas at a zoom of 1, whichever of its sides is the tighter one.
    const scale = this.zoom / Math.max(halfWidth * (height / width), halfHeight);
    const [sx, sy] = [(scale * height) / width, scale];
    const projection = new Float32Array(16);
    projection[0] = sx;
    projection[5] = sy;
    if (this.isFlat) {
      projection[10] = -0.01;
      projection[15] = 1;
    } else {
      const [near, far] = [radius * distance * 0.05, radius * distance * 3];
      projection[0] *= distance * radius;
      projection[5] *= distance * radius;
      projection[10] = -(far + near) / (far - near);
      projection[11] = -1;
      projection[14] = (-2 * far * near) / (far - near);
    }
    return product(projection, view);
  }
}

/** Lets a person turn, move and magnify; `changed` is told after every change. */
function attachHands(element, camera, changed) {
  attachFingers(element, camera, changed);
  element.addEventListener("contextmenu", (event) => event.preventDefault());
  element.addEventListener("wheel", (event) => {
    // A page that is being scrolled past the scene goes on scrolling.
    if (document.activeElement !== element) return;
    event.preventDefault();
    camera.magnify(Math.exp(-event.deltaY * 0.0015));
    changed();
  }, { passive: false });
  element.addEventListener("dblclick", () => {
    camera.reset();
    changed();
  });
  element.addEventListener("keydown", (event) => pressed(event, camera) && changed());
}

/** One finger, or the mouse, turns or moves; two magnify. */
function attachFingers(element, camera, changed) {
  const fingers = new Map();
  const span = () => {
    const [a, b] = [...fingers.values()];
    return Math.hypot(a.x - b.x, a.y - b.y);
  };
  element.addEventListener("pointerdown", (event) => {
    element.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  });
  element.addEventListener("pointermove", (event) => {
    const finger = fingers.get(event.pointerId);
    if (!finger) return;
    const before = fingers.size === 2 ? span() : 0;
    const [dx, dy] = [event.clientX - finger.x, event.clientY - finger.y];
    [finger.x, finger.y] = [event.clientX, event.clientY];
    if (fingers.size === 2) {
      camera.magnify(span() / Math.max(1, before));
    } else if (camera.isFlat || event.shiftKey || event.buttons === 2) {
      const unit = 1.1 / (element.clientHeight * camera.zoom);
      camera.move(dx * unit, -dy * unit);
    } else {
      camera.rotate(dx * 0.008, dy * 0.008);
    }
    changed();
  });
  for (const name of ["pointerup", "pointercancel"]) {
    element.addEventListener(name, (event) => fingers.delete(event.pointerId));
  }
}

function pressed(event, camera) {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const step = 0.12;
  const moves = camera.isFlat || event.shiftKey;
  const turn = (x, y) => (moves ? camera.move((-x * 0.4) / camera.zoom, (y * 0.4) / camera.zoom) : camera.rotate(x, y));
  const actions = {
    ArrowLeft: () => turn(-step, 0),
    ArrowRight: () => turn(step, 0),
    ArrowUp: () => turn(0, moves ? -step : step),
    ArrowDown: () => turn(0, moves ? step : -step),
    "+": () => camera.magnify(1.15),
    "=": () => camera.magnify(1.15),
    "-": () => camera.magnify(1 / 1.15),
    Home: () => camera.reset(),
  };
  const action = actions[event.key];
  if (!action) return false;
  event.preventDefault();
  action();
  return true;
}
