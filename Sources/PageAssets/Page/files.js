// Files: sent, chosen among those the server keeps, and their columns.

/** The same text for the same points, whatever they are compared with. */
function pointsKey({ data, columns, invalid, weights, known, unknown }) {
  return JSON.stringify([data, columns, invalid, weights, known, unknown]);
}

class FilePanel {
  /** `changed` is told that other points are wanted. */
  constructor(viewer, changed) {
    this.viewer = viewer;
    this.changed = changed;
    this.files = new Map();
    this.current = null;
    const byId = (id) => document.getElementById(id);
    byId("choose").addEventListener("click", () => byId("file").click());
    byId("file").addEventListener("change", ({ target }) => this.send(target.files[0]).then(() => (target.value = "")));
    byId("files").addEventListener("change", ({ target }) => this.open(Number(target.value)));
    for (const id of ["weights", "known", "truth", "invalid"]) {
      byId(id).addEventListener("change", ({ target }) => {
        // A column that says something else of the points is no coordinate of theirs.
        const box = document.querySelector(`#columns input[value="${target.value}"]`);
        if (box) box.checked = false;
        if (id === "known") this.fillUnknown("");
        changed();
      });
    }
    byId("unknown").addEventListener("change", () => changed());
    this.attachDrop();
  }

  attachDrop() {
    const mark = (isOver) => document.body.classList.toggle("dropping", isOver);
    document.addEventListener("dragover", (event) => {
      event.preventDefault();
      mark(true);
    });
    document.addEventListener("dragleave", (event) => event.relatedTarget === null && mark(false));
    document.addEventListener("drop", (event) => {
      event.preventDefault();
      mark(false);
      this.send(event.dataTransfer.files[0]);
    });
  }

  showExamples(examples) {
    document.getElementById("gallery").replaceChildren(...examples.map(({ name, title, text, components }) => {
      const button = element("button", { type: "button", "data-example": name }, title, element("small", {}, text));
      button.addEventListener("click", () => this.viewer.attempt(async () => {
        await this.add(await askFor("POST", `api/examples/${name}`));
        document.getElementById("components-count").value = components;
      }));
      return button;
    }));
  }

  async send(file) {
    if (!file) return;
    await this.viewer.attempt(async () => {
      const { uploadBytes } = this.viewer.limits;
      if (file.size > uploadBytes) {
        throw new Refusal(`${file.name} has ${grouped(file.size)} bytes; the viewer takes ${grouped(uploadBytes)}.`,
          "Start it with a larger --upload-limit, or give it the file: gmm view FILE.");
      }
      this.viewer.say(`Reading ${file.name} …`);
      const path = `api/data?name=${encodeURIComponent(file.name)}`;
      await this.add(await (await ask("POST", path, file, "application/octet-stream")).json());
      this.viewer.say("");
    });
  }

  /** Takes a file that the server keeps, and shows it. */
  async add(file) {
    this.remember(file);
    await this.open(file.id);
  }

  remember(file) {
    this.files.set(file.id, file);
    const select = document.getElementById("files");
    select.replaceChildren(...[...this.files.values()].map(({ id, name, rows }) =>
      element("option", { value: id }, `${name} (${grouped(rows)} rows)`)));
    document.getElementById("files-row").hidden = this.files.size < 2;
  }

  /** Shows a file; as a fit has it, where one is given. */
  async open(id, choice) {
    this.choose(id, choice ?? this.files.get(id));
    await this.changed();
  }

  choose(id, choice) {
    this.current = this.files.get(id);
    document.getElementById("examples").open = false;
    document.getElementById("files").value = id;
    for (const name of ["columns", "roles", "model"]) document.getElementById(name).hidden = false;
    this.fillRoles(choice);
    const notes = document.getElementById("reading-notes");
    notes.replaceChildren(...this.current.notes.map((note) => element("li", {}, note)));
    notes.hidden = this.current.notes.length === 0;
    const boxes = this.current.names.map(({ name, isNumeric }, index) => {
      const box = element("input", { type: "checkbox", value: index });
      box.checked = choice.columns.includes(index);
      box.disabled = !isNumeric;
      box.addEventListener("change", () => this.changed());
      return element("label", isNumeric ? {} : { class: "text", title: "no numbers" }, box, ` ${name}`);
    });
    document.querySelector("#columns .choices").replaceChildren(...boxes);
  }

  /** What the columns say of the points besides their coordinates. */
  fillRoles(choice) {
    const none = () => element("option", { value: -1 }, "none");
    for (const id of ["weights", "known", "truth"]) {
      const select = document.getElementById(id);
      const options = this.current.names.map(({ name, isNumeric }, index) =>
        isNumeric || id !== "weights" ? [element("option", { value: index }, name)] : []);
      select.replaceChildren(none(), ...options.flat());
      select.value = choice[id];
    }
    document.getElementById("invalid").value = choice.invalid;
    this.fillUnknown(choice.unknown);
    const isUsed = ["weights", "known", "truth"].some((id) => choice[id] >= 0) || choice.invalid !== "refuse";
    document.getElementById("roles").open = isUsed;
  }

  /** The label that says that a group is not known, which another column of groups does not have. */
  fillUnknown(label) {
    document.getElementById("unknown").value = label;
    document.getElementById("unknown-row").hidden = Number(document.getElementById("known").value) < 0;
  }

  /** What is chosen. */
  get choice() {
    const boxes = [...document.querySelectorAll("#columns input:checked")];
    const value = (id) => document.getElementById(id).value;
    return {
      data: this.current.id, columns: boxes.map((box) => Number(box.value)), invalid: value("invalid"),
      weights: Number(value("weights")), known: Number(value("known")),
      unknown: value("unknown"), truth: Number(value("truth")),
    };
  }
}
