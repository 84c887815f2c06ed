// Small matrices: the marginal of a component along three axes, and the way from the world to the screen.

/** Where the packed lower triangle of a symmetric matrix has an entry. */
function triangleIndex(row, column) {
  return row >= column ? (row * (row + 1)) / 2 + column : (column * (column + 1)) / 2 + row;
}

/**
 * The components of one packed frame, along up to three axes that are sums of columns.
 *
 * A frame has for each component its weight, its mean and the lower triangle of its covariance, in columns
 * that run from 0 to 1. `rows` and `offsets` take those to the axes, which run from 0 to 1 as well.
 */
function componentsOf(frame, dimension, rows, offsets) {
  const size = 1 + dimension + (dimension * (dimension + 1)) / 2;
  const components = [];
  for (let k = 0; k < frame.length / size; k++) {
    const start = k * size;
    const mean = rows.map((row, axis) => row.reduce((sum, [d, w]) => sum + w * frame[start + 1 + d], offsets[axis]));
    const covariance = rows.map((left) => rows.map((right) => {
      let sum = 0;
      for (const [i, a] of left) {
        for (const [j, b] of right) sum += a * b * frame[start + 1 + dimension + triangleIndex(i, j)];
      }
      return sum;
    }));
    components.push({ weight: frame[start], mean, covariance });
  }
  return components;
}

/** The lower triangular root of a covariance of up to three axes; what is flat stays flat. */
function triangularRoot(covariance) {
  const size = covariance.length;
  const root = covariance.map(() => new Array(size).fill(0));
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let rest = covariance[row][column];
      for (let inner = 0; inner < column; inner++) rest -= root[row][inner] * root[column][inner];
      if (row === column) root[row][row] = Math.sqrt(Math.max(0, rest));
      else root[row][column] = root[column][column] > 0 ? rest / root[column][column] : 0;
    }
  }
  return root;
}

/** Points of the ellipse that holds a component's share, closed. */
function ellipse(component, radius, segments = 72) {
  const root = triangularRoot(component.covariance);
  const points = [];
  for (let step = 0; step <= segments; step++) {
    const angle = (2 * Math.PI * step) / segments;
    const [c, s] = [radius * Math.cos(angle), radius * Math.sin(angle)];
    points.push([
      component.mean[0] + root[0][0] * c,
      component.mean[1] + root[1][0] * c + root[1][1] * s,
    ]);
  }
  return points;
}

/** The product of two 4 x 4 matrices, column by column as WebGL has them. */
function product(a, b) {
  const result = new Float32Array(16);
  for (let column = 0; column < 4; column++) {
    for (let row = 0; row < 4; row++) {
      let sum = 0;
      for (let inner = 0; inner < 4; inner++) sum += a[inner * 4 + row] * b[column * 4 + inner];
      result[column * 4 + row] = sum;
    }
  }
  return result;
}

/** A point of the world in clip coordinates. */
function transformed(matrix, [x, y, z]) {
  return [0, 1, 2, 3].map((row) => matrix[row] * x + matrix[4 + row] * y + matrix[8 + row] * z + matrix[12 + row]);
}

/** `#rrggbb` as three numbers from 0 to 1. */
function rgbOf(hexadecimal) {
  return [1, 3, 5].map((start) => parseInt(hexadecimal.slice(start, start + 2), 16) / 255);
}

/** 256 colours that run evenly through the stops. */
function rampOf(stops) {
  const colours = stops.map(rgbOf);
  const bytes = new Uint8Array(256 * 4);
  for (let i = 0; i < 256; i++) {
    const place = (i / 255) * (colours.length - 1);
    const left = Math.min(colours.length - 2, Math.floor(place));
    for (let channel = 0; channel < 3; channel++) {
      const [a, b] = [colours[left][channel], colours[left + 1][channel]];
      bytes[i * 4 + channel] = Math.round(255 * (a + (b - a) * (place - left)));
    }
    bytes[i * 4 + 3] = 255;
  }
  return bytes;
}

/** A ramp of which each of the first steps is a colour of its own, and the rest the last one. */
function stepsOf(colours) {
  const bytes = new Uint8Array(256 * 4);
  for (let i = 0; i < 256; i++) {
    const colour = rgbOf(colours[Math.min(i, colours.length - 1)]);
    bytes.set([...colour.map((channel) => Math.round(255 * channel)), 255], i * 4);
  }
  return bytes;
}
