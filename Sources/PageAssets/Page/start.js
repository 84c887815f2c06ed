// The last of the scripts: all others only declare.
try {
  window.report = new Report(JSON.parse(document.getElementById("data").textContent));
  window.report.start();
} catch (problem) {
  document.getElementById("problem").textContent = `The figures could not be drawn: ${problem.message}`;
  document.getElementById("problem").hidden = false;
  throw problem;
}
