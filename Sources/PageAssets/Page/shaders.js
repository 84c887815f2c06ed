// What the graphics processor runs: points as round dots, components as glass ellipsoids.

const pointVertexShader = `#version 300 es
in float x, y, z, value;
in uint component;
uniform mat4 toClip;
uniform vec3 extent;
uniform float size;
uniform bool isFlat;
uniform int mode;
uniform vec3 background;
uniform float haze;
uniform sampler2D colours, ramp;
flat out vec3 colour;

void main() {
  vec3 place = (vec3(x, y, z) - 0.5) * extent;
  vec4 clip = toClip * vec4(place, 1.0);
  vec4 own = texelFetch(colours, ivec2(int(component & 255u), int(component >> 8)), 0);
  // A component that is switched off has no alpha, and its points leave the view.
  gl_Position = own.a == 0.0 ? vec4(2.0, 2.0, 2.0, 1.0) : clip;
  gl_PointSize = isFlat ? size : max(1.0, size * haze / clip.w);
  vec3 shown = mode == 0 ? own.rgb : texture(ramp, vec2(value * 255.0 / 256.0 + 0.5 / 256.0, 0.5)).rgb;
  // What is farther is fainter, which is most of what the eye takes for depth.
  float far = isFlat ? 0.0 : clamp((clip.w / haze - 0.75) * 0.9, 0.0, 0.55);
  colour = mix(background, mix(shown, background, far), own.a);
}`;

const pointFragmentShader = `#version 300 es
precision mediump float;
flat in vec3 colour;
out vec4 pixel;

void main() {
  vec2 place = gl_PointCoord * 2.0 - 1.0;
  float square = dot(place, place);
  if (square > 1.0) discard;
  pixel = vec4(colour * (1.0 - 0.22 * square), 1.0);
}`;

const shellVertexShader = `#version 300 es
in vec3 corner;
in vec3 first, second, third, centre;
in vec4 tint;
uniform mat4 toClip;
uniform vec3 extent;
out vec3 normal, place;
flat out vec4 colour;

void main() {
  mat3 root = mat3(first * extent, second * extent, third * extent);
  place = root * corner + (centre - 0.5) * extent;
  normal = transpose(inverse(root)) * corner;
  colour = tint;
  gl_Position = toClip * vec4(place, 1.0);
}`;

const shellFragmentShader = `#version 300 es
precision highp float;
in vec3 normal, place;
flat in vec4 colour;
uniform vec3 eye;
uniform float strength;
out vec4 pixel;

void main() {
  vec3 toEye = normalize(eye - place);
  float facing = abs(dot(normalize(normal), toEye));
  float rim = pow(1.0 - facing, 2.2);
  float alpha = clamp((0.07 + 0.75 * rim) * strength * colour.a, 0.0, 0.9);
  pixel = vec4(colour.rgb * alpha, alpha);
}`;

/** A program of two shaders, with the places of its uniforms. */
function programOf(gl, vertexShader, fragmentShader) {
  const program = gl.createProgram();
  for (const [kind, source] of [[gl.VERTEX_SHADER, vertexShader], [gl.FRAGMENT_SHADER, fragmentShader]]) {
    const shader = gl.createShader(kind);
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost()) {
    throw new Error(`WebGL: ${gl.getProgramInfoLog(program)}`);
  }
  const uniforms = {};
  for (let i = 0; i < gl.getProgramParameter(program, gl.ACTIVE_UNIFORMS); i++) {
    const { name } = gl.getActiveUniform(program, i);
    uniforms[name] = gl.getUniformLocation(program, name);
  }
  return { program, uniforms, attribute: (name) => gl.getAttribLocation(program, name) };
}

/** A ball of triangles. */
function ball(rings, sectors) {
  const corners = [];
  const triangles = [];
  for (let ring = 0; ring <= rings; ring++) {
    const polar = (Math.PI * ring) / rings;
    for (let sector = 0; sector <= sectors; sector++) {
      const angle = (2 * Math.PI * sector) / sectors;
      corners.push(Math.sin(polar) * Math.cos(angle), Math.sin(polar) * Math.sin(angle), Math.cos(polar));
      if (ring === rings || sector === sectors) continue;
      const [a, b] = [ring * (sectors + 1) + sector, (ring + 1) * (sectors + 1) + sector];
      triangles.push(a, b, a + 1, a + 1, b, b + 1);
    }
  }
  return { corners: new Float32Array(corners), triangles: new Uint16Array(triangles) };
}

/** The colours of components as bytes, 256 a row; clear where they are not to be seen. */
function colourTable({ colours, visible, strong }) {
  const rows = Math.max(1, Math.ceil(colours.length / 256));
  const bytes = new Uint8Array(256 * rows * 4);
  colours.forEach((colour, index) => {
    const alpha = !visible[index] ? 0 : strong < 0 || strong === index ? 255 : 60;
    bytes.set([...rgbOf(colour).map((channel) => Math.round(channel * 255)), alpha], index * 4);
  });
  return { bytes, rows };
}

/** A table of colours for a shader: 256 a row. */
function setTexture(gl, unit, texture, rows, bytes) {
  gl.activeTexture(gl.TEXTURE0 + unit);
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, 256, rows, 0, gl.RGBA, gl.UNSIGNED_BYTE, bytes);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
}

/** Calls back once the graphics processor is done: it works behind the script's back. */
function whenDrawn(gl, action) {
  const fence = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
  const look = () => (gl.clientWaitSync(fence, 0, 0) === gl.TIMEOUT_EXPIRED ? setTimeout(look, 5) : action());
  gl.flush();
  setTimeout(look);
}
