// The scene of two or three axes. It takes points once and components as often as they change, so that a
// report that plays EM back and a page that watches a fit use the same.
/** While a fit is watched, so many points stand for all, and shells have one side: it needs the processors too. */
const watchedPoints = 20000;
class MixtureScene extends Scene {
  constructor(host, dimension) {
    super(host, dimension);
    this.camera = new OrbitCamera(dimension);
    this.share = 1;
    this.gl = this.canvas.getContext("webgl2", { antialias: true, preserveDrawingBuffer: true });
    if (!this.gl) throw new Error("This browser has no WebGL 2, which draws the points.");
    this.prepare();
    this.canvas.addEventListener("webglcontextlost", (event) => event.preventDefault());
    this.canvas.addEventListener("webglcontextrestored", () => {
      this.prepare();
      if (this.points.count > 0) this.setPoints(this.points);
      this.draw();
    });
    attachHands(this.canvas, this.camera, () => this.moved());
  }

  close() {
    super.close();
    this.gl.getExtension("WEBGL_lose_context")?.loseContext();
  }

  prepare() {
    const { gl } = this;
    this.pointProgram = programOf(gl, pointVertexShader, pointFragmentShader);
    this.shellProgram = programOf(gl, shellVertexShader, shellFragmentShader);
    this.colourTexture = gl.createTexture();
    this.rampTexture = gl.createTexture();
    this.preparePoints();
    this.prepareShells();
    gl.enable(gl.DEPTH_TEST);
  }

  preparePoints() {
    const { gl } = this;
    this.pointArray = gl.createVertexArray();
    this.pointBuffers = {};
    for (const name of ["x", "y", "z", "value", "component"]) this.pointBuffers[name] = gl.createBuffer();
  }

  prepareShells() {
    const { gl } = this;
    const shape = ball(20, 36);
    this.shellArray = gl.createVertexArray();
    this.instanceBuffer = gl.createBuffer();
    this.triangleCount = shape.triangles.length;
    gl.bindVertexArray(this.shellArray);
    gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
    gl.bufferData(gl.ARRAY_BUFFER, shape.corners, gl.STATIC_DRAW);
    const corner = this.shellProgram.attribute("corner");
    gl.enableVertexAttribArray(corner);
    gl.vertexAttribPointer(corner, 3, gl.FLOAT, false, 0, 0);
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, gl.createBuffer());
    gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, shape.triangles, gl.STATIC_DRAW);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.instanceBuffer);
    ["first", "second", "third", "centre", "tint"].forEach((name, index) => {
      const place = this.shellProgram.attribute(name);
      gl.enableVertexAttribArray(place);
      gl.vertexAttribPointer(place, name === "tint" ? 4 : 3, gl.FLOAT, false, 64, index * 12);
      gl.vertexAttribDivisor(place, 1);
    });
    gl.bindVertexArray(null);
  }

  setPoints(points) {
    const { gl } = this;
    this.points = points;
    gl.bindVertexArray(this.pointArray);
    ["x", "y", "z"].forEach((name, axis) => this.fill(name, points.coordinates[axis]));
    this.fill("component", points.components);
    this.fillValues();
    gl.bindVertexArray(null);
  }

  /** Takes one attribute of the points; an axis that is not there is in the middle. */
  fill(name, values) {
    const { gl } = this;
    const place = this.pointProgram.attribute(name);
    if (place < 0) return;
    if (!values) {
      gl.disableVertexAttribArray(place);
      gl.vertexAttrib1f(place, name === "value" ? 0 : 0.5);
      return;
    }
    const kinds = new Map([
      [Uint8Array, gl.UNSIGNED_BYTE], [Uint16Array, gl.UNSIGNED_SHORT], [Float32Array, gl.FLOAT],
    ]);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.pointBuffers[name]);
    gl.bufferData(gl.ARRAY_BUFFER, values, gl.STATIC_DRAW);
    gl.enableVertexAttribArray(place);
    const kind = kinds.get(values.constructor);
    if (name === "component") gl.vertexAttribIPointer(place, 1, kind, 0, 0);
    else gl.vertexAttribPointer(place, 1, kind, kind !== gl.FLOAT, 0, 0);
  }

  setLabels(components) {
    this.points.components = components;
    this.gl.bindVertexArray(this.pointArray);
    this.fill("component", components);
    this.draw();
  }

  fillValues() {
    const { gl } = this;
    gl.bindVertexArray(this.pointArray);
    this.fill("value", this.style.values);
    gl.bindVertexArray(null);
  }

  setStyle(changes) {
    Object.assign(this.style, changes);
    if ("values" in changes) this.fillValues();
    this.draw();
  }

  /** While hands are on it, as many points are drawn as keep it fluent; all of them once it rests. */
  moved() {
    const now = performance.now();
    const elapsed = now - (this.lastMove ?? 0);
    if (elapsed < 400 && this.points.count > 20000) {
      if (elapsed > 45) this.share = Math.max(20000 / this.points.count, this.share * 0.6);
      else if (elapsed < 22) this.share = Math.min(1, this.share * 1.2);
    }
    this.lastMove = now;
    this.isMoving = true;
    clearTimeout(this.rest);
    this.rest = setTimeout(() => {
      this.isMoving = false;
      this.draw();
    }, 220);
    this.draw();
  }

  /** The pixels of a point of the world, from the top left, in units of CSS. */
  toScreen(place) {
    const [x, y, , w] = transformed(this.matrix, place);
    const { clientWidth, clientHeight } = this.host;
    return [((x / w + 1) / 2) * clientWidth, ((1 - y / w) / 2) * clientHeight];
  }

  /** A place whose coordinates run from 0 to 1, in the world. */
  toWorld(place) {
    return [0, 1, 2].map((axis) => ((place[axis] ?? 0.5) - 0.5) * this.extents[axis]);
  }

  fit() {
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    const { clientWidth, clientHeight } = this.host;
    for (const canvas of [this.below, this.canvas, this.above]) {
      const [width, height] = [Math.round(clientWidth * ratio), Math.round(clientHeight * ratio)];
      if (canvas.width !== width) canvas.width = width;
      if (canvas.height !== height) canvas.height = height;
    }
    this.ratio = ratio;
    this.extents = [0, 1, 2].map((axis) => this.axes[axis]?.extent ?? 0);
    const [x, y] = this.extents;
    this.radius = 0.5 * Math.hypot(...this.extents);
    const halves = this.dimension === 2
      ? [0.5 * x * (1 + 150 / clientWidth), 0.5 * y * (1 + 120 / clientHeight)]
      : [0.58 * Math.hypot(x, y), 1.3 * Math.max(0.456 * this.extents[2] + 0.204 * Math.hypot(x, y), 0.72 * this.radius)];
    this.matrix = this.camera.matrix(clientWidth, clientHeight, [...halves, this.radius]);
  }

  paint() {
    if (this.axes.length === 0 || this.host.clientWidth === 0 || this.gl.isContextLost()) return;
    this.fit();
    paintAxes(this);
    const { gl } = this;
    gl.viewport(0, 0, this.canvas.width, this.canvas.height);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT);
    this.paintPoints();
    if (this.style.shells && this.dimension === 3) this.paintShells();
    paintMarks(this);
    this.onPaint?.();
  }

  whenDone(action) {
    whenDrawn(this.gl, action);
  }

  paintPoints() {
    const { gl, points, style } = this;
    if (points.count === 0) return;
    const { program, uniforms } = this.pointProgram;
    gl.useProgram(program);
    const { bytes, rows } = colourTable(style);
    setTexture(gl, 0, this.colourTexture, rows, bytes);
    setTexture(gl, 1, this.rampTexture, 1, style.ramp ?? new Uint8Array(1024));
    gl.uniform1i(uniforms.colours, 0);
    gl.uniform1i(uniforms.ramp, 1);
    gl.uniformMatrix4fv(uniforms.toClip, false, this.matrix);
    gl.uniform3fv(uniforms.extent, this.extents);
    const crowd = points.count < 2000 ? 6.5 : points.count < 20000 ? 4.6 : points.count < 60000 ? 3 : 2.3;
    gl.uniform1f(uniforms.size, crowd * style.pointSize * this.ratio * Math.min(2.5, this.camera.zoom ** 0.5));
    gl.uniform1i(uniforms.isFlat, this.dimension === 2 ? 1 : 0);
    gl.uniform1i(uniforms.mode, style.values ? 1 : 0);
    gl.uniform3fv(uniforms.background, rgbOf(style.theme.card));
    gl.uniform1f(uniforms.haze, 4.2 * this.radius);
    gl.disable(gl.BLEND);
    // Points in the plane all have one depth, and none may hide what was drawn with it.
    gl.depthMask(this.dimension === 3);
    gl.bindVertexArray(this.pointArray);
    const share = this.isWatched ? Math.min(this.share, watchedPoints / points.count) : this.isMoving ? this.share : 1;
    gl.drawArrays(gl.POINTS, 0, Math.ceil(points.count * Math.min(1, share)));
    gl.bindVertexArray(null);
  }

  /** Sixteen numbers for each ellipsoid that is seen, the farthest first. */
  shells() {
    const { visible, strong, radius, colours, values, theme } = this.style;
    const eye = this.camera.eyeDirection;
    const depth = ({ mean }) => this.toWorld(mean).reduce((sum, value, axis) => sum + value * eye[axis], 0);
    const shown = this.components
      .map((component, index) => ({ ...component, index, depth: depth(component) }))
      .filter(({ index }) => visible[index])
      .sort((a, b) => a.depth - b.depth);
    // A first picture without components has the program ready when they come.
    const numbers = new Float32Array(Math.max(1, shown.length) * 16);
    shown.forEach(({ mean, covariance, index }, place) => {
      // A hair of width lets what is flat have a surface.
      const solid = covariance.map((row, i) => row.map((value, j) => value + (i === j ? 1e-7 : 0)));
      const root = triangularRoot(solid);
      const columns = [0, 1, 2].flatMap((column) => root.map((row) => row[column] * radius));
      const tint = values ? theme.soft : colours[index];
      numbers.set([...columns, ...mean, ...rgbOf(tint), strong < 0 || strong === index ? 1 : 0.25], place * 16);
    });
    return numbers;
  }

  paintShells() {
    const { gl } = this;
    const numbers = this.shells();
    const { program, uniforms } = this.shellProgram;
    gl.useProgram(program);
    gl.bindVertexArray(this.shellArray);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.instanceBuffer);
    gl.bufferData(gl.ARRAY_BUFFER, numbers, gl.DYNAMIC_DRAW);
    gl.uniformMatrix4fv(uniforms.toClip, false, this.matrix);
    gl.uniform3fv(uniforms.extent, this.extents);
    const [right, up, toEye] = this.camera.axes;
    const { shift } = this.camera;
    gl.uniform3fv(uniforms.eye, toEye.map((value, axis) =>
      value * 4.2 * this.radius - right[axis] * shift[0] - up[axis] * shift[1]));
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    gl.enable(gl.CULL_FACE);
    gl.depthMask(false);
    // Many shells one behind the other would hide the points.
    const share = numbers.length / 16 > 16 ? 0.6 : 1;
    for (const [hidden, strength] of this.isWatched ? [[gl.BACK, 1]] : [[gl.FRONT, 0.6], [gl.BACK, 1]]) {
      gl.cullFace(hidden);
      gl.uniform1f(uniforms.strength, strength * share);
      gl.drawElementsInstanced(gl.TRIANGLES, this.triangleCount, gl.UNSIGNED_SHORT, 0, numbers.length / 16);
    }
    gl.disable(gl.CULL_FACE);
    gl.depthMask(true);
    gl.bindVertexArray(null);
  }
}
