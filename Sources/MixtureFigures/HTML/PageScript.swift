/// The page's own script and style: it unpacks numbers, picks the colours of the page and draws.
enum PageScript {
  static let script = #"""
    "use strict";
    (() => {
      const darkness = matchMedia("(prefers-color-scheme: dark)");
      const printing = matchMedia("print");
      const specifications = JSON.parse(document.getElementById("figures").textContent);
      const unpacked = new Map();

      function numbers(text) {
        if (!unpacked.has(text)) {
          const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
          const view = new DataView(bytes.buffer);
          const values = new Float32Array(bytes.length / 4);
          for (let i = 0; i < values.length; i++) values[i] = view.getFloat32(4 * i, true);
          unpacked.set(text, values);
        }
        return unpacked.get(text);
      }

      function resolved(value, theme) {
        if (Array.isArray(value)) return value.map((element) => resolved(element, theme));
        if (value === null || typeof value !== "object") return value;
        if (typeof value.packed === "string") return numbers(value.packed);
        if (typeof value.light === "string") return value[theme];
        const result = {};
        for (const [key, member] of Object.entries(value)) result[key] = resolved(member, theme);
        return result;
      }

      function draw(specification) {
        const element = document.getElementById(specification.id);
        const theme = darkness.matches && !printing.matches ? "dark" : "light";
        const { data, layout } = resolved(specification.plot, theme);
        const button = document.getElementById(specification.id + "-scale");
        if (button) {
          const type = button.checked ? "log" : "linear";
          for (const axis of specification.logarithmicAxes) layout[axis].type = type;
          layout.uirevision = type;
        }
        const configuration = {
          responsive: true, displaylogo: false, showSendToCloud: false, showTips: false,
          modeBarButtonsToRemove: ["sendChartToCloud", "sendDataToCloud", "select2d", "lasso2d"],
          toImageButtonOptions: { format: "png", filename: specification.id, scale: 2 },
        };
        return Plotly.react(element, data, layout, configuration).catch((problem) => failed(element, problem));
      }

      function failed(element, problem) {
        element.textContent = "This figure could not be drawn: " + problem.message;
      }

      for (const specification of specifications) {
        const redraw = () => {
          try { draw(specification); }
          catch (problem) { failed(document.getElementById(specification.id), problem); }
        };
        document.getElementById(specification.id + "-scale")?.addEventListener("change", redraw);
        darkness.addEventListener("change", redraw);
        redraw();
      }
    })();
    """#

  static let style = """
    :root { color-scheme: light dark; --ink: #1f2328; --soft: #59636e; --page: #f6f8fa; --card: #ffffff;
      --edge: #d9dde2; }
    @media (prefers-color-scheme: dark) {
      :root { --ink: #e6edf3; --soft: #9aa4af; --page: #0d1117; --card: #161b22; --edge: #30363d; }
    }
    * { box-sizing: border-box; }
    body { margin: 0; background: var(--page); color: var(--ink);
      font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
    main { max-width: 1280px; margin: 0 auto; padding: 28px 20px 40px; }
    h1 { font-size: 26px; line-height: 1.25; margin: 0 0 6px; overflow-wrap: anywhere; }
    h2 { font-size: 18px; margin: 0; overflow-wrap: anywhere; }
    .summary { margin: 0 0 4px; color: var(--soft); overflow-wrap: anywhere; }
    section { background: var(--card); border: 1px solid var(--edge); border-radius: 10px;
      padding: 16px 18px; margin-top: 20px; }
    header { display: flex; flex-wrap: wrap; gap: 4px 24px; align-items: baseline;
      justify-content: space-between; }
    .note { margin: 6px 0 0; color: var(--soft); font-size: 14px; overflow-wrap: anywhere; }
    .plot { margin: 10px 0 0; min-width: 0; overflow-x: auto; }
    label { font-size: 14px; }
    @media print { section { break-inside: avoid; border: 0; padding: 0; } body { background: none; } }

    """
}
