// The components as a table that sorts by any of its columns.

function element(name, attributes = {}, ...children) {
  const result = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "class") result.className = value;
    else result.setAttribute(key, value);
  }
  result.append(...children);
  return result;
}

/** How far the components spread along a column: what the digits of their means have to show. */
function resolvedSpread({ components }, d) {
  const present = components.filter(({ weight }) => weight > 0);
  const middle = present.reduce((sum, { weight, mean }) => sum + weight * mean[d], 0);
  const deviations = present.map(({ covariance }) => Math.sqrt(covariance[triangleIndex(d, d)]));
  const whole = Math.hypot(...present.map(({ weight, mean }, k) =>
    Math.sqrt(weight) * Math.hypot(deviations[k], mean[d] - middle)));
  return Math.max(Math.min(...deviations), 0.03 * whole);
}

/** What a column of the table has: a title, the number it sorts by, and the texts of all components or of a number. */
function tableColumns(report) {
  const at = (values) => (row) => values(row);
  const columns = [
    { title: "weight", value: at(({ weight }) => weight) },
    { title: "points", value: at(({ points }) => points), text: grouped },
  ];
  report.names.forEach((name, d) => columns.push({
    title: `mean ${name}`, value: at(({ mean }) => mean[d]),
    texts: columnNumbers(report.components.map(({ mean }) => mean[d]), resolvedSpread(report, d)),
  }));
  // Means of transformed columns as values of the columns themselves.
  (report.locationNames ?? []).forEach((name, place) => columns.push({
    title: `location ${name}`, value: at(({ location }) => location[place]),
  }));
  report.names.forEach((name, d) => columns.push({
    title: `sd ${name}`, value: at(({ covariance }) => Math.sqrt(covariance[triangleIndex(d, d)])),
  }));
  return columns;
}

/** Fills the table and lets its heads sort it; a row shows the component's covariance and correlations. */
function fillTable(table, report, detail) {
  const columns = tableColumns(report);
  const body = element("tbody");
  const rows = report.components.map((component, index) => tableRow(component, index, columns, report, detail));
  let order = {};
  const sort = (column) => {
    order = { column, isFalling: order.column === column ? !order.isFalling : column !== null };
    const value = column === null ? (row) => row.index : (row) => columns[column].value(row.component);
    const sorted = [...rows].sort((a, b) => (order.isFalling ? value(b) - value(a) : value(a) - value(b)));
    body.replaceChildren(...sorted.map(({ line }) => line));
    heads.forEach((head, index) => head.setAttribute("aria-sort",
      index - 1 !== (column ?? -1) ? "none" : order.isFalling ? "descending" : "ascending"));
  };
  const heads = ["component", ...columns.map(({ title }) => title)].map((title, index) => {
    const button = element("button", { type: "button" }, title);
    button.addEventListener("click", () => sort(index === 0 ? null : index - 1));
    return element("th", { scope: "col", "aria-sort": "none" }, button);
  });
  table.replaceChildren(element("thead", {}, element("tr", {}, ...heads)), body);
  sort(null);
}

function tableRow(component, index, columns, report, detail) {
  const swatch = element("span", { class: "swatch", "data-component": index, "aria-hidden": "true" });
  const button = element("button", { type: "button", "aria-label": `covariance of component ${component.name}` });
  button.append(swatch, component.name);
  button.addEventListener("click", () => detail.replaceChildren(...covarianceDetail(component, report)));
  const cells = columns.map(({ value, texts, text = shortNumber }) =>
    element("td", {}, texts ? texts[index] : text(value(component))));
  return { index, component, line: element("tr", {}, element("th", { scope: "row" }, button), ...cells) };
}

/** The covariance below and on the diagonal, the correlations above it. */
function covarianceDetail({ name, covariance }, { names }) {
  const head = element("tr", {}, element("td"), ...names.map((title) => element("th", { scope: "col" }, title)));
  const deviation = (d) => Math.sqrt(covariance[triangleIndex(d, d)]);
  const rows = names.map((title, i) => element("tr", {}, element("th", { scope: "row" }, title),
    ...names.map((_, j) => {
      const entry = covariance[triangleIndex(i, j)];
      const correlation = entry / deviation(i) / deviation(j);
      return j > i
        ? element("td", { class: "correlation" }, correlation.toFixed(3).replace("-", "−"))
        : element("td", {}, shortNumber(entry));
    })));
  const caption = element("caption", {}, `Component ${name}: covariance, and above its diagonal the correlations`);
  return [element("table", {}, caption, element("thead", {}, head), element("tbody", {}, ...rows))];
}
