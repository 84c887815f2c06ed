// Files: sent, chosen among those the server keeps, and their columns.

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
    byId("skip").addEventListener("change", () => changed());
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

  /** Shows a file; with the columns of a fit, where these are given. */
  async open(id, columns, skipsInvalid) {
    const { chosen, skipInvalid } = this.files.get(id);
    this.choose(id, columns ?? chosen, skipsInvalid ?? skipInvalid);
    await this.changed();
  }

  choose(id, columns, skipsInvalid) {
    this.current = this.files.get(id);
    document.getElementById("examples").open = false;
    document.getElementById("files").value = id;
    document.getElementById("skip").checked = skipsInvalid;
    for (const name of ["columns", "skip-row", "model"]) document.getElementById(name).hidden = false;
    const notes = document.getElementById("reading-notes");
    notes.replaceChildren(...this.current.notes.map((note) => element("li", {}, note)));
    notes.hidden = this.current.notes.length === 0;
    const boxes = this.current.columns.map(({ name, isNumeric }, index) => {
      const box = element("input", { type: "checkbox", value: index });
      box.checked = columns.includes(index);
      box.disabled = !isNumeric;
      box.addEventListener("change", () => this.changed());
      return element("label", isNumeric ? {} : { class: "text", title: "no numbers" }, box, ` ${name}`);
    });
    document.querySelector("#columns .choices").replaceChildren(...boxes);
  }

  /** What is chosen. */
  get choice() {
    const boxes = [...document.querySelectorAll("#columns input:checked")];
    return {
      data: this.current.id, columns: boxes.map(({ value }) => Number(value)),
      skipInvalid: document.getElementById("skip").checked,
    };
  }
}
