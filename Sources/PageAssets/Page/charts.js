// Line charts as SVG: sharp at any size, in print too, and read by screen readers.

function svg(name, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/**
 * A chart of one or more lines over whole numbers.
 *
 * @param chart `{ title, x, xTitle, lines: [{ name, values, className }], isLogarithmic, chosen }`; what a
 *   logarithmic axis cannot show is left out; `chosen`, where given, is told the name and the x of a dot that is clicked.
 * @returns an element with `mark(x)`, which sets a mark at a place of the x axis, or none.
 */
function lineChart({ title, x, xTitle, lines, isLogarithmic, chosen }) {
  const [width, height] = [400, 250];
  const right = width - (lines.some(({ isNamed }) => isNamed) ? 46 : 12);
  const frame = { left: 64, right, top: 30, bottom: height - 40 };
  const isShown = (value) => Number.isFinite(value) && (!isLogarithmic || value > 0);
  const values = lines.flatMap((line) => line.values.filter(isShown));
  const root = svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": spoken(title, x, lines) });
  root.append(svg("text", { x: frame.left - 46, y: 15, class: "chart-title" }, title));
  if (values.length === 0) {
    root.append(svg("text", { x: width / 2, y: height / 2, class: "empty" }, "nothing to draw"));
    root.mark = () => {};
    return root;
  }
  const scale = verticalScale(values, isLogarithmic, frame);
  const [first, last] = [x[0], x[x.length - 1]];
  const across = (value) => first === last
    ? (frame.left + frame.right) / 2
    : frame.left + 8 + ((value - first) / (last - first)) * (frame.right - frame.left - 16);
  const whole = ticks(first, last, 6).filter(({ value }) => Number.isInteger(value));
  paintChartFrame(root, frame, scale, whole.map(({ value }) => ({ value, text: grouped(value) })), across);
  root.append(svg("text", { x: (frame.left + frame.right) / 2, y: height - 6, class: "axis-title" }, xTitle));
  for (const line of lines) root.append(...linePath(line, x, across, scale, isShown, chosen));
  root.append(...lineNames(lines.filter(({ isNamed }) => isNamed), frame, scale, isShown));
  root.mark = markerOf(root, frame, across);
  return root;
}

/** A mark that moves along a chart. */
function markerOf(root, frame, across) {
  const marker = svg("line", { y1: frame.top, y2: frame.bottom, class: "marker", visibility: "hidden" });
  root.append(marker);
  return (place) => {
    marker.setAttribute("visibility", place === null ? "hidden" : "visible");
    if (place === null) return;
    for (const end of ["x1", "x2"]) marker.setAttribute(end, across(place));
  };
}

function spoken(title, x, lines) {
  const ends = lines.map(({ name, values }) =>
    `${name} from ${shortNumber(values[0])} to ${shortNumber(values[values.length - 1])}`);
  return `${title}: ${ends.join("; ")}, from ${x[0]} to ${x[x.length - 1]}`;
}

function verticalScale(values, isLogarithmic, frame) {
  let [lower, upper] = [Math.min(...values), Math.max(...values)];
  if (isLogarithmic) {
    [lower, upper] = [Math.log10(lower) - 0.15, Math.log10(upper) + 0.15];
  } else {
    const room = (upper - lower) * 0.06 || Math.abs(upper) * 0.01 || 1;
    [lower, upper] = [lower - room, upper + room];
  }
  const up = (value) =>
    frame.bottom - (((isLogarithmic ? Math.log10(value) : value) - lower) / (upper - lower)) * (frame.bottom - frame.top);
  let marks = isLogarithmic ? decades(10 ** lower, 10 ** upper, 6) : ticks(lower, upper, 5);
  if (isLogarithmic && marks.length < 2) marks = ticks(10 ** lower, 10 ** upper, 4).filter(({ value }) => value > 0);
  return { up, marks };
}

function paintChartFrame(root, frame, { up, marks }, below, across) {
  for (const { value, text } of marks) {
    const y = up(value);
    root.append(svg("line", { x1: frame.left, x2: frame.right, y1: y, y2: y, class: "grid" }));
    root.append(svg("text", { x: frame.left - 7, y: y + 4, class: "tick end" }, text));
  }
  for (const { value, text } of below) {
    root.append(svg("text", { x: across(value), y: frame.bottom + 17, class: "tick middle" }, text));
  }
  root.append(svg("line", { x1: frame.left, x2: frame.right, y1: frame.bottom, y2: frame.bottom, class: "base" }));
}

/** The names beside the ends of their lines, moved apart where these are close. */
function lineNames(lines, { right, bottom }, { up }, isShown) {
  const height = 14;
  const names = lines.filter(({ values }) => values.some(isShown))
    .map(({ name, values, className }) => ({ name, className, y: up(values.findLast(isShown)) + 4 }))
    .sort((a, b) => b.y - a.y);
  let lowest = bottom + height;
  for (const place of names) lowest = place.y = Math.min(place.y, lowest - height);
  return names.map(({ name, className, y }) => svg("text", { x: right + 5, y, class: `tick ${className} name` }, name));
}

/** The line with its gaps, and dots where there are few. */
function linePath({ name, values, className, best }, x, across, { up }, isShown, chosen) {
  let path = "";
  let isOpen = false;
  values.forEach((value, index) => {
    if (!isShown(value)) return (isOpen = false);
    path += `${isOpen ? "L" : "M"}${across(x[index]).toFixed(1)} ${up(value).toFixed(1)}`;
    isOpen = true;
  });
  const result = [svg("path", { d: path, class: `line ${className}` })];
  const dots = values.length <= 40 ? values : [];
  dots.forEach((value, index) => {
    if (!isShown(value)) return;
    const isBest = best === index;
    const dot = svg("circle", { cx: across(x[index]), cy: up(value), r: isBest ? 5.5 : 2.6, class: `dot ${className}` });
    dot.append(svg("title", {}, `${name}, ${x[index]}: ${shortNumber(value, 8)}`));
    if (chosen) {
      dot.classList.add("choice");
      dot.addEventListener("click", () => chosen(name, x[index]));
    }
    result.push(dot);
  });
  return result;
}
