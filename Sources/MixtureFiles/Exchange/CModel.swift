internal import Elementary
internal import GaussianMixtures
internal import LinearAlgebra
internal import Tables

/// A mixture as a file of C99 that needs nothing but the C library's `exp` and `log`.
struct CModel: ModelFormat {
  let names = (one: "a C file", several: "C files")
  let endings = ["c"]
  let holds: Set<ModelTrait> = [.noise, .columnNames, .componentNames]
  let isRead = false

  func recognizes(_ input: ModelInput) -> Bool { endings.contains(input.ending) }

  func bytes(of document: ModelDocument, path: String) throws(TableError) -> [UInt8] {
    let model = document.model
    let (count, dimension) = (model.componentCount, model.dimension)
    let whitenings = try model.components.map { component throws(TableError) in
      try component.covariance.factors(path: path).whitening
    }
    let isDiagonal = model.components.allSatisfy(\.covariance.hasNoCorrelations)
    let noise = model.noise.map { naturalLogarithm($0.weight) - $0.logVolume }
    let shape = isDiagonal ? "D factors" : "the rows of a lower triangle"
    let factorCount = isDiagonal ? "K * D" : "K * D * (D + 1) / 2"
    let text = """
      \(Self.comment(on: document))
      #include <math.h>

      #define D \(dimension)
      #define K \(count)
      #define NOISE \(noise == nil ? 0 : 1)

      /* The means, K of D coordinates. */
      static const double means[K * D] = {
      \(Self.list(model.components.flatMap(\.mean)))
      };

      /* What makes each covariance the identity, \(shape) a component. */
      static const double factors[\(factorCount)] = {
      \(Self.list(whitenings.flatMap { Self.factors($0, isDiagonal: isDiagonal) }))
      };

      /* The logarithm of each density at its mean, times the weight; the noise's comes last. */
      static const double normalizers[K + NOISE] = {
      \(Self.list(model.logNormalizers(whitenings) + (noise.map { [$0] } ?? [])))
      };

      \(isDiagonal ? Self.diagonalDistance : Self.fullDistance)
      \(Self.functions)
      """
    return Array(text.utf8)
  }

  /// The diagonal, or the rows up to it.
  private static func factors(_ whitening: TriangularFactor, isDiagonal: Bool) -> [Double] {
    guard !isDiagonal else { return whitening.diagonal }
    return (0..<whitening.dimension).flatMap { row in (0...row).map { whitening[row, $0] } }
  }

  private static func comment(on document: ModelDocument) -> String {
    let model = document.model
    var lines = [
      "/* A mixture of K = \(CountText.of(model.componentCount, "Gaussian")) in D = "
        + "\(CountText.of(model.dimension, "dimension")), structure \(model.structure.code).",
      "",
    ]
    if let columns = document.columns {
      lines.append("   Coordinates:")
      lines += columns.enumerated().map { "     x[\($0)]  \(cleaned($1))" }
    }
    lines.append("   Components:")
    lines += model.components.enumerated().map {
      "     \($0 + 1)  \(cleaned($1.name ?? "")) weight \(NumberText.shortest($1.weight))"
    }
    if let noise = model.noise { lines.append("     0  noise, weight \(NumberText.shortest(noise.weight))") }
    lines += [
      "",
      "   classify(x)             the component with the largest responsibility, from 1"
        + (model.noise == nil ? "" : "; 0 is the noise"),
      "   log_density(x)          the logarithm of the mixture density, in nats",
      "   responsibilities(x, r)  the K posterior probabilities */",
    ]
    return lines.joined(separator: "\n")
  }

  /// A name without what would end a comment, begin another, or be taken for a trigraph.
  private static func cleaned(_ name: String) -> String {
    String(TerminalText.cleaned(name).map { "*/?\\".contains($0) || $0.isNewline ? "_" : $0 })
  }

  private static func list(_ numbers: [Double]) -> String {
    stride(from: 0, to: numbers.count, by: 4).map { start in
      "  " + numbers[start..<min(start + 4, numbers.count)].map(number).joined(separator: ", ")
    }.joined(separator: ",\n")
  }

  /// The shortest text that reads back to the same bits; a component without weight has a logarithm that is none.
  private static func number(_ value: Double) -> String {
    guard value.isFinite else { return "-HUGE_VAL" }
    let text = NumberText.shortest(value)
    return text.contains { $0 == "." || $0 == "e" } ? text : text + ".0"
  }

  private static let diagonalDistance = """
    static double distance(const double *x, int k) {
      double sum = 0.0;
      int i;
      for (i = 0; i < D; i++) {
        double y = (x[i] - means[k * D + i]) * factors[k * D + i];
        sum += y * y;
      }
      return sum;
    }

    """

  private static let fullDistance = """
    static double distance(const double *x, int k) {
      const double *row = factors + k * (D * (D + 1) / 2);
      double sum = 0.0;
      int i, j;
      for (i = 0; i < D; i++) {
        double y = 0.0;
        for (j = 0; j <= i; j++) y += row[j] * (x[j] - means[k * D + j]);
        row += i + 1;
        sum += y * y;
      }
      return sum;
    }

    """

  private static let functions = """
    /* Log densities times weights; answers the place of the largest. */
    static int evaluate(const double *x, double *logs) {
      int k, best = 0;
      for (k = 0; k < K + NOISE; k++) {
        logs[k] = normalizers[k] - (k < K ? 0.5 * distance(x, k) : 0.0);
        if (logs[k] > logs[best]) best = k;
      }
      return best;
    }

    int classify(const double x[D]);
    double log_density(const double x[D]);
    void responsibilities(const double x[D], double r[K]);

    int classify(const double x[D]) {
      double logs[K + NOISE];
      int best = evaluate(x, logs);
      return best < K ? best + 1 : 0;
    }

    double log_density(const double x[D]) {
      double logs[K + NOISE], largest, sum = 0.0;
      int k;
      largest = logs[evaluate(x, logs)];
      for (k = 0; k < K + NOISE; k++) sum += exp(logs[k] - largest);
      return largest + log(sum);
    }

    void responsibilities(const double x[D], double r[K]) {
      double logs[K + NOISE], largest, sum = 0.0;
      int k;
      largest = logs[evaluate(x, logs)];
      for (k = 0; k < K + NOISE; k++) sum += exp(logs[k] - largest);
      for (k = 0; k < K; k++) r[k] = exp(logs[k] - largest) / sum;
    }

    """
}
