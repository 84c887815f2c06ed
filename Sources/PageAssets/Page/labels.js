// Which component each point belongs to, computed here while the components move.

/** More multiplications than this would be seen as a delay. */
const affordableLabelling = 6e6;

/** Whether all points can be labelled anew for every picture. */
function canLabel(count, frame, dimension) {
  const size = 1 + dimension + (dimension * (dimension + 1)) / 2;
  return count * frame.length * (dimension / size) * dimension <= affordableLabelling;
}

/** For each component of a frame its mean, the rows of the inverse root of its covariance, and its log normalizer. */
function whitenersOf(frame, dimension) {
  const rows = Array.from({ length: dimension }, (_, d) => [[d, 1]]);
  return componentsOf(frame, dimension, rows, new Array(dimension).fill(0)).map(({ weight, mean, covariance }) => {
    // A hair of width lets what is flat have a density.
    const root = triangularRoot(covariance.map((row, i) => row.map((value, j) => value + (i === j ? 1e-9 : 0))));
    const logWidth = root.reduce((sum, row, d) => sum + Math.log(row[d]), 0);
    return { mean, root, level: Math.log(weight) - logWidth };
  });
}

/**
 * Writes the likeliest component of every point, whose columns are whole numbers up to 65535; points that no component
 * lifts above the level of the noise are of the one after the last.
 */
function labelPoints({ count, columns }, frame, dimension, labels, noiseLevel = null) {
  const whiteners = whitenersOf(frame, dimension);
  const best = new Float64Array(count).fill(noiseLevel ?? -Infinity);
  if (noiseLevel !== null) labels.fill(whiteners.length);
  const white = new Float64Array(dimension);
  whiteners.forEach(({ mean, root, level }, k) => {
    for (let i = 0; i < count; i++) {
      let square = 0;
      for (let row = 0; row < dimension; row++) {
        let rest = columns[row][i] / 65535 - mean[row];
        for (let column = 0; column < row; column++) rest -= root[row][column] * white[column];
        white[row] = rest / root[row][row];
        square += white[row] * white[row];
      }
      const density = level - square / 2;
      if (density > best[i]) [best[i], labels[i]] = [density, k];
    }
  });
  return labels;
}
