// What is drawn in lines and letters around the points: the box with its grids and ticks, means, ellipses.

function pen(scene, canvas) {
  const context = canvas.getContext("2d");
  context.setTransform(scene.ratio, 0, 0, scene.ratio, 0, 0);
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.font = "12px " + getComputedStyle(document.body).fontFamily;
  context.lineJoin = "round";
  return context;
}

function stroke(context, points, colour, width) {
  context.beginPath();
  points.forEach(([x, y], index) => (index === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke();
}

/** The ticks of each axis, fewer on a short one, as places from 0 to 1. */
function axisTicks(scene) {
  const longest = Math.max(...scene.axes.map(({ extent }) => extent));
  return scene.axes.map(({ lower, upper, extent }) => {
    const count = Math.max(2, Math.round((8 * extent) / longest));
    return ticks(lower, upper, count).map(({ value, text }) => ({ text, place: (value - lower) / (upper - lower) }));
  });
}

/** The grid on the far sides of the box, and the ticks on its near edges. */
function paintAxes(scene) {
  const context = pen(scene, scene.below);
  const marks = axisTicks(scene);
  if (scene.dimension === 2) paintPlane(scene, context, marks);
  else paintBox(scene, context, marks);
}

function paintBox(scene, context, marks) {
  const eye = scene.camera.eyeDirection;
  // From each pair of sides, the one that is turned away.
  const far = eye.map((value) => (value > 0 ? 0 : 1));
  const at = (axis, value, others) => {
    const place = [0, 0, 0];
    place[axis] = value;
    others.forEach(([other, side]) => (place[other] = side));
    return scene.toScreen(scene.toWorld(place));
  };
  const { edge, line, ink, soft } = scene.style.theme;
  for (let axis = 0; axis < 3; axis++) {
    const [a, b] = [0, 1, 2].filter((other) => other !== axis);
    for (const [wall, along] of [[a, b], [b, a]]) {
      for (const { place } of [...marks[axis], { place: 0 }, { place: 1 }]) {
        const ends = [0, 1].map((end) => at(axis, place, [[wall, far[wall]], [along, end]]));
        stroke(context, ends, place === 0 || place === 1 ? line : edge, 1);
      }
    }
  }
  const middle = scene.toScreen([0, 0, 0]);
  for (let axis = 0; axis < 3; axis++) {
    const others = labelledEdge(scene, axis, far);
    const ends = [0, 1].map((end) => at(axis, end, others));
    letterAxis(context, {
      marks: marks[axis].map(({ place, text }) => ({ at: at(axis, place, others), text })),
      ends, middle, title: scene.axes[axis].title, ink, soft,
    });
  }
}

/** The edge along an axis whose letters stay clear of the box: near on the floor, and for heights at the left. */
function labelledEdge(scene, axis, far) {
  if (axis < 2) {
    const other = 1 - axis;
    return [[other, 1 - far[other]], [2, scene.camera.tilt >= 0 ? 0 : 1]];
  }
  const candidates = [[[0, far[0]], [1, 1 - far[1]]], [[0, 1 - far[0]], [1, far[1]]]];
  const left = (sides) => {
    const place = [0.5, 0.5, 0.5];
    sides.forEach(([other, side]) => (place[other] = side));
    return scene.toScreen(scene.toWorld(place))[0];
  };
  return left(candidates[0]) < left(candidates[1]) ? candidates[0] : candidates[1];
}

/** Ticks and title beside an edge, away from the middle of the box. */
function letterAxis(context, { marks, ends, middle, title, ink, soft }) {
  const [[x0, y0], [x1, y1]] = ends;
  const length = Math.hypot(x1 - x0, y1 - y0);
  if (length < 24) return;
  const centre = [(x0 + x1) / 2, (y0 + y1) / 2];
  let normal = [(y1 - y0) / length, (x0 - x1) / length];
  if ((centre[0] - middle[0]) * normal[0] + (centre[1] - middle[1]) * normal[1] < 0) normal = normal.map((v) => -v);
  context.textBaseline = "middle";
  context.textAlign = Math.abs(normal[0]) < 0.35 ? "center" : normal[0] < 0 ? "right" : "left";
  context.fillStyle = soft;
  let last = null;
  let widest = 0;
  for (const { at: [x, y], text } of marks) {
    if (last && Math.hypot(x - last[0], y - last[1]) < 26) continue;
    last = [x, y];
    stroke(context, [[x, y], [x + normal[0] * 5, y + normal[1] * 5]], soft, 1);
    context.fillText(text, x + normal[0] * 11, y + normal[1] * 15);
    widest = Math.max(widest, context.measureText(text).width);
  }
  const away = 28 + Math.abs(normal[0]) * widest;
  context.fillStyle = ink;
  context.save();
  context.font = "600 13px " + context.font.split("px ")[1];
  context.fillText(title, centre[0] + normal[0] * away, centre[1] + normal[1] * (away + 4));
  context.restore();
}

function paintPlane(scene, context, marks) {
  const { edge, line, ink, soft } = scene.style.theme;
  const corner = (x, y) => scene.toScreen(scene.toWorld([x, y]));
  for (const { place } of marks[0]) stroke(context, [corner(place, 0), corner(place, 1)], edge, 1);
  for (const { place } of marks[1]) stroke(context, [corner(0, place), corner(1, place)], edge, 1);
  stroke(context, [corner(0, 1), corner(0, 0), corner(1, 0)], line, 1);
  const middle = corner(0.5, 0.5);
  for (const axis of [0, 1]) {
    const along = (value) => (axis === 0 ? corner(value, 0) : corner(0, value));
    letterAxis(context, {
      marks: marks[axis].map(({ place, text }) => ({ at: along(place), text })),
      ends: [along(0), along(1)], middle, title: scene.axes[axis].title, ink, soft,
    });
  }
}

/** More crosses than this hide what they mark; then only that of the component pointed at is drawn. */
const mostCrosses = 16;

/** Means as crosses, and in the plane the ellipses. */
function paintMarks(scene) {
  const context = pen(scene, scene.above);
  const { visible, strong, colours, radius, shells, values, theme } = scene.style;
  scene.components.forEach((component, index) => {
    if (!visible[index] || !shells) return;
    context.globalAlpha = strong < 0 || strong === index ? 1 : 0.3;
    if (scene.dimension === 2) {
      const line = ellipse(component, radius).map((place) => scene.toScreen(scene.toWorld(place)));
      stroke(context, line, theme.card, 4.5);
      stroke(context, line, values ? theme.ink : colours[index], 2.2);
    }
    if (scene.components.length > mostCrosses && strong !== index) return;
    cross(context, scene.toScreen(scene.toWorld(component.mean)), theme);
  });
  context.globalAlpha = 1;
  if (scene.style.mark) ring(context, scene.toScreen(scene.toWorld(scene.style.mark)), theme);
}

/** Around the point that was asked for. */
function ring(context, [x, y], { card, ink }) {
  for (const [colour, width] of [[card, 5], [ink, 2]]) {
    context.beginPath();
    context.arc(x, y, 9, 0, 2 * Math.PI);
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.stroke();
  }
}

function cross(context, [x, y], { card, ink }) {
  const size = 4.5;
  for (const [colour, width] of [[card, 4], [ink, 1.8]]) {
    stroke(context, [[x - size, y - size], [x + size, y + size]], colour, width);
    stroke(context, [[x - size, y + size], [x + size, y - size]], colour, width);
  }
}
