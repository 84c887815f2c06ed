internal import Elementary
internal import GaussianMixtures
internal import LinearAlgebra
internal import Tables

/// A graph of standard operators of ONNX (operator set 13) in double precision, which any runtime of it runs: from
/// points `X`, N x D, to `label`, `responsibilities` and `log_density`.
struct ONNXModel: ModelFormat {
  let names = (one: "an ONNX graph", several: "ONNX graphs")
  let endings = ["onnx"]
  let holds: Set<ModelTrait> = [.noise, .columnNames, .componentNames]
  let isRead = false

  func recognizes(_ input: ModelInput) -> Bool { endings.contains(input.ending) }

  func bytes(of document: ModelDocument, path: String) throws(TableError) -> [UInt8] {
    let model = document.model
    var graph = ONNXGraph(name: "gaussian_mixture")
    graph.input("X", [nil, model.dimension])
    let logarithms = try Self.addDensities(of: model, to: &graph, path: path)
    Self.addAnswers(of: model, logarithms, to: &graph)
    let columns = document.columns ?? []
    let names = model.componentNames
    return graph.model(metadata: [
      ("columns", columns.joined(separator: "\n")), ("components", names.joined(separator: "\n")),
      ("structure", model.structure.code),
    ])
  }

  /// `ln w_k + ln N(x; k)` of all components, N x K, and of the noise after them; answers their name.
  private static func addDensities(
    of model: GaussianMixture, to graph: inout ONNXGraph, path: String
  ) throws(TableError) -> String {
    let (dimension, noise) = (model.dimension, model.noise)
    let isDiagonal = model.components.allSatisfy(\.covariance.hasNoCorrelations)
    let whitenings = try model.components.map { component throws(TableError) in
      try component.covariance.factors(path: path).whitening
    }
    // The noise is a component that sees all points at its mean.
    let zeros = [Double](repeating: 0, count: noise == nil ? 0 : dimension)
    let means = model.components.flatMap(\.mean) + zeros
    let count = model.componentCount + (noise == nil ? 0 : 1)
    let constants =
      model.logNormalizers(whitenings)
      + (noise.map { [naturalLogarithm($0.weight) - $0.logVolume] } ?? [])
    graph.constant("means", [count, 1, dimension], means)
    graph.constant("normalizers", [count, 1], constants)
    graph.constant("half", [], [-0.5])
    graph.constant("first_axis", [1], whole: [0])
    graph.constant("last_axis", [1], whole: [2])
    graph.node("Unsqueeze", ["X", "first_axis"], "points")
    graph.node("Sub", ["points", "means"], "centred")
    addWhitening(whitenings, isDiagonal: isDiagonal, zeros: zeros, to: &graph)
    graph.node("Mul", ["whitened", "whitened"], "squares")
    graph.node("ReduceSum", ["squares", "last_axis"], "distances", ["keepdims": 0])
    graph.node("Mul", ["distances", "half"], "exponents")
    graph.node("Add", ["exponents", "normalizers"], "logarithms_by_component")
    graph.node("Transpose", ["logarithms_by_component"], "logarithms")
    return "logarithms"
  }

  /// What makes each covariance the identity: D factors, or a triangle; zeros for the noise after them.
  private static func addWhitening(
    _ whitenings: [TriangularFactor], isDiagonal: Bool, zeros: [Double], to graph: inout ONNXGraph
  ) {
    let dimension = whitenings[0].dimension
    let count = whitenings.count + (zeros.isEmpty ? 0 : 1)
    if isDiagonal {
      graph.constant("scales", [count, 1, dimension], whitenings.flatMap(\.diagonal) + zeros)
      graph.node("Mul", ["centred", "scales"], "whitened")
    } else {
      var factors: [Double] = []
      for whitening in whitenings {
        for row in 0..<dimension { factors += (0..<dimension).map { whitening[$0, row] } }
      }
      factors += [Double](repeating: 0, count: zeros.count * dimension)
      graph.constant("factors", [count, dimension, dimension], factors)
      graph.node("MatMul", ["centred", "factors"], "whitened")
    }
  }

  /// What is said of each point, relative to its largest density, so that nothing leaves the range of numbers.
  private static func addAnswers(of model: GaussianMixture, _ logarithms: String, to graph: inout ONNXGraph) {
    let count = model.componentCount
    graph.constant("component_axis", [1], whole: [1])
    // Numbers from 1 as the command writes them; 0 is the noise.
    graph.constant(
      "numbers", [count + (model.noise == nil ? 0 : 1)],
      whole: Array(1...count) + (model.noise == nil ? [] : [0]))
    graph.node("ArgMax", [logarithms], "place", ["axis": 1, "keepdims": 0])
    graph.node("Gather", ["numbers", "place"], "label")
    graph.node("ReduceMax", [logarithms], "largest", axes: [1])
    graph.node("Sub", [logarithms, "largest"], "relative")
    graph.node("Exp", ["relative"], "densities")
    graph.node("ReduceSum", ["densities", "component_axis"], "sums", ["keepdims": 1])
    graph.node("Div", ["densities", "sums"], model.noise == nil ? "responsibilities" : "shares")
    if model.noise != nil {
      graph.constant("start", [1], whole: [0])
      graph.constant("end", [1], whole: [count])
      graph.node("Slice", ["shares", "start", "end", "component_axis"], "responsibilities")
    }
    graph.node("Log", ["sums"], "log_sums")
    graph.node("Add", ["log_sums", "largest"], "log_densities")
    graph.node("Squeeze", ["log_densities", "component_axis"], "log_density")
    graph.output("label", [nil], isWhole: true)
    graph.output("responsibilities", [nil, count])
    graph.output("log_density", [nil])
  }
}
