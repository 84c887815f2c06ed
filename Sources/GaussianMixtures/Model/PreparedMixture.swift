internal import Parallel

/// A mixture made ready for points that come one at a time, as from a sensor: no question allocates memory.
///
/// ```swift
/// let prepared = model.prepared()
/// while let line = readLine() {
///   let point = line.split(separator: " ").compactMap { Double($0) }
///   print(try prepared.label(of: point).map(model.componentName) ?? "noise")
/// }
/// ```
///
/// An instance has buffers of its own, so each thread or task makes one; for many points at once,
/// ``GaussianMixture/classify(_:engine:)-(PointSet,_)`` takes a fraction of the time. The answers are the same to the bit.
public final class PreparedMixture {
  /// The mixture that answers.
  public let model: GaussianMixture
  private let packed: PackedModel
  private var evaluator: TileEvaluator<Double>
  /// One point in the frame, its coordinates a block's stride apart.
  private let block: UnsafeMutablePointer<Double>

  /// Factors all covariances.
  ///
  /// - Parameters:
  ///   - model: the mixture.
  ///   - engine: its instruction set is used, and its threads are not.
  /// - Complexity: O(K D³) time, O(K D²) memory; O(K D) for covariances held by their variances.
  public init(_ model: GaussianMixture, engine: Engine = Engine()) {
    self.model = model
    packed = PackedModel(model)
    evaluator = TileEvaluator(packed.mixture, kernels: engine.kernels)
    let count = model.dimension * PointBlocks.blockSize
    block = .allocateOnPage(capacity: count)
    block.initialize(repeating: 0, count: count)
  }

  deinit { block.deallocate() }

  /// The component with the largest responsibility, or nil for the noise; the first where several are equal.
  ///
  /// - Parameter point: D coordinates.
  /// - Throws: ``ModelError`` where there are not D, or one is not finite.
  /// - Complexity: O(K D²).
  public func label(of point: UnsafeBufferPointer<Double>) throws(ModelError) -> Int? {
    let tile = try entered(point)
    evaluator.findLikeliest(tile)
    let label = Int(evaluator.buffers.labels[0])
    return label < 0 ? nil : label
  }

  /// The logarithm of the mixture density, in nats.
  ///
  /// - Parameter point: D coordinates.
  /// - Throws: ``ModelError`` where there are not D, or one is not finite.
  /// - Complexity: O(K D²).
  public func logDensity(of point: UnsafeBufferPointer<Double>) throws(ModelError) -> Double {
    let tile = try entered(point)
    evaluator.evaluateRelativeToLargest(tile)
    return packed.logDensity(evaluator, 0)
  }

  /// Writes the responsibilities of all components; with those of the noise they sum to 1.
  ///
  /// - Parameters:
  ///   - point: D coordinates.
  ///   - output: takes K numbers.
  /// - Throws: ``ModelError`` where there are not D coordinates or not K places, or a coordinate is not finite.
  /// - Complexity: O(K D²).
  public func responsibilities(
    of point: UnsafeBufferPointer<Double>, into output: UnsafeMutableBufferPointer<Double>
  ) throws(ModelError) {
    guard output.count == model.componentCount else {
      throw ModelError(
        .dimension,
        "There are \(output.count) places for the responsibilities of \(model.componentCount) components.")
    }
    let tile = try entered(point)
    evaluator.evaluateRelativeToLargest(tile)
    output.update(repeating: 0)
    let rows = evaluator.rows
    for row in 0..<rows.count {
      output[Int(rows.numbers[row])] =
        evaluator.buffers.densities[row * evaluator.tileSize] * evaluator.buffers.scales[0]
    }
  }

  /// The point as a tile of one.
  private func entered(_ point: UnsafeBufferPointer<Double>) throws(ModelError) -> Tile {
    guard point.count == model.dimension, let base = point.baseAddress else {
      throw ModelError(
        .dimension, "The model has \(model.dimension) dimensions, the point has \(point.count).")
    }
    for column in 0..<point.count {
      guard point[column].isFinite else {
        throw ModelError(.notFinite, "Coordinate \(column + 1) of the point is \(point[column]).")
      }
      packed.frame.enter(
        base + column, count: 1, column: column, kernels: evaluator.kernels,
        to: block + column * PointBlocks.blockSize)
    }
    return Tile(at: 0, size: evaluator.tileSize, of: 1, points: block, stride: PointBlocks.blockSize)
  }
}

extension PreparedMixture {
  /// As ``label(of:)-(UnsafeBufferPointer<Double>)``, of a point in an array.
  ///
  /// - Parameter point: D coordinates.
  /// - Throws: ``ModelError`` where there are not D, or one is not finite.
  /// - Complexity: O(K D²).
  public func label(of point: [Double]) throws(ModelError) -> Int? {
    try point.withUnsafeBufferPointer { point throws(ModelError) in try label(of: point) }
  }

  /// As ``logDensity(of:)-(UnsafeBufferPointer<Double>)``, of a point in an array.
  ///
  /// - Parameter point: D coordinates.
  /// - Throws: ``ModelError`` where there are not D, or one is not finite.
  /// - Complexity: O(K D²).
  public func logDensity(of point: [Double]) throws(ModelError) -> Double {
    try point.withUnsafeBufferPointer { point throws(ModelError) in try logDensity(of: point) }
  }

  /// Writes the responsibilities of all components into an array of K numbers.
  ///
  /// - Parameters:
  ///   - point: D coordinates.
  ///   - output: takes K numbers; where it has not so many, it is made so long.
  /// - Throws: ``ModelError`` where there are not D coordinates, or one is not finite.
  /// - Complexity: O(K D²).
  public func responsibilities(of point: [Double], into output: inout [Double]) throws(ModelError) {
    if output.count != model.componentCount {
      output = [Double](repeating: 0, count: model.componentCount)
    }
    try point.withUnsafeBufferPointer { point throws(ModelError) in
      try output.withUnsafeMutableBufferPointer { output throws(ModelError) in
        try responsibilities(of: point, into: output)
      }
    }
  }
}

extension GaussianMixture {
  /// The mixture made ready for points that come one at a time.
  ///
  /// ```swift
  /// let prepared = model.prepared()
  /// for point in points where try prepared.label(of: point) == nil { print("noise:", point) }
  /// ```
  ///
  /// - Parameter engine: its instruction set is used, and its threads are not.
  /// - Complexity: O(K D³) time, O(K D²) memory; O(K D) for covariances held by their variances.
  public func prepared(engine: Engine = Engine()) -> PreparedMixture {
    PreparedMixture(self, engine: engine)
  }
}
