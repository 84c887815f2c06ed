// The models that competed: a table, best first, and what happens where one of them is chosen.

/** Fills the table of models; `chosen`, where given, is told the place among the best of the one that is clicked. */
function fillCandidates({ candidates }, chosen) {
  const host = document.getElementById("selection");
  if (!host || !candidates) return;
  document.getElementById("selection-note").textContent = candidates.note;
  const text = candidates.countsNats ? nats : (value) => shortNumber(value, 5);
  const titles = ["covariances", "K", candidates.criterion, "behind", "parameters", "log-likelihood", ""];
  const lines = candidates.rows.map((row, place) => candidateLine(row, place, text, chosen, candidates));
  host.querySelector("table").replaceChildren(
    element("thead", {}, element("tr", {}, ...titles.map((title) => element("th", { scope: "col" }, title)))),
    element("tbody", {}, ...lines));
}

function candidateLine(row, place, text, chosen, { keptCount, shown }) {
  const cell = (value, write) => element("td", {}, value === null ? "" : write(value));
  const canBeShown = chosen && place < keptCount;
  const name = canBeShown ? element("button", { type: "button" }, row.structure) : row.structure;
  const line = element("tr", {}, element("th", { scope: "row" }, name), element("td", {}, String(row.components)),
    cell(row.value, text), cell(row.behind, text), cell(row.parameters, grouped), cell(row.logLikelihood, nats),
    element("td", { class: "remark" }, row.note));
  if (place === shown) line.classList.add("shown");
  if (canBeShown) {
    line.classList.add("choice");
    line.addEventListener("click", () => chosen(place));
  }
  return line;
}
