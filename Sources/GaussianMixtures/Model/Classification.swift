internal import Elementary
internal import Parallel

/// What a mixture says of points: which component each belongs to, and how sure that is.
///
/// ```swift
/// let classification = try model.classify(points)
/// print(classification)                                      // how many points each component has
/// let (label, probability) = (classification.labels[0], classification.probabilities[0])
/// let unsure = points.indices.filter { classification.uncertainties[$0] > 0.2 }
/// ```
///
/// It is a collection of what it says of each point, and has the same column by column.
public struct Classification: Sendable, Hashable {
  /// The component with the largest responsibility for each point, or nil where that is the noise's; the first where
  /// several are equal.
  public private(set) var labels: PointLabels
  /// That largest responsibility.
  public private(set) var probabilities: [Double]
  /// `1 - max_k r_k`, without the cancellation.
  public private(set) var uncertainties: [Double]
  /// The logarithm of the mixture density, in nats.
  public private(set) var logDensities: [Double]

  /// The mixture densities; 0 where one is below the range of numbers, infinite above.
  public var densities: [Double] { logDensities.map(exponential) }

  init(labels: PointLabels, probabilities: [Double], uncertainties: [Double], logDensities: [Double]) {
    self.labels = labels
    self.probabilities = probabilities
    self.uncertainties = uncertainties
    self.logDensities = logDensities
  }
}

extension Classification {
  /// To be set for each point.
  init(count: Int) {
    labels = PointLabels(repeating: 0, count: count)
    probabilities = [Double](repeating: 0, count: count)
    uncertainties = probabilities
    logDensities = probabilities
  }

  /// The same with other log densities, by so much for each point.
  package func adding(toLogDensities shifts: [Double]) -> Classification {
    var shifted = self
    for (point, shift) in shifts.enumerated() { shifted.logDensities[point] += shift }
    return shifted
  }

  /// Sets some of the points to others, or all of these to a single one.
  mutating func set(_ rows: [Int], to other: Classification) {
    for (place, row) in rows.enumerated() {
      let place = other.labels.count == 1 ? 0 : place
      labels[row] = other.labels[place]
      probabilities[row] = other.probabilities[place]
      uncertainties[row] = other.uncertainties[place]
      logDensities[row] = other.logDensities[place]
    }
  }
}

extension GaussianMixture {
  /// The component with the largest responsibility for each point, and nothing else: no exponential is
  /// computed.
  ///
  /// ```swift
  /// let labels = try model.labels(of: points)
  /// let ofFirst = points.indices.filter { labels[$0] == 0 }
  /// ```
  ///
  /// - Parameters:
  ///   - points: N points of the model's dimension.
  ///   - engine: how the work is done.
  /// - Returns: N components, or nil for the noise; the first where several responsibilities are equal.
  /// - Throws: ``ModelError`` where the dimensions differ.
  /// - Complexity: O(N K D²) time, O(N) memory.
  public func labels(
    of points: PointSet, engine: Engine = Engine()
  ) throws(ModelError) -> PointLabels {
    let evaluation = try Evaluation(self, points, engine: engine)
    return PointLabels(numbers: .written(count: points.count, by: { evaluation.writeLabels(to: $0) }))
  }

  /// The same, written where the caller has room for it, such as an array of another language.
  ///
  /// ```swift
  /// let target = UnsafeMutablePointer<Int32>.allocate(capacity: points.count)
  /// defer { target.deallocate() }
  /// try model.writeLabels(of: points, to: target)
  /// ```
  ///
  /// - Parameters:
  ///   - points: N points of the model's dimension.
  ///   - engine: how the work is done.
  ///   - target: where the N components go, from 0, and -1 for the noise.
  /// - Throws: ``ModelError`` where the dimensions differ.
  /// - Complexity: O(N K D²) time, O(1) memory.
  public func writeLabels(
    of points: PointSet, engine: Engine = Engine(), to target: UnsafeMutablePointer<Int32>
  ) throws(ModelError) {
    try Evaluation(self, points, engine: engine).writeLabels(to: DisjointWriter(target))
  }

  /// The same of columns that nobody has looked at: whether all their coordinates are finite is found out on the way, in the place
  /// of a pass over all of them before.
  ///
  /// ```swift
  /// let target = UnsafeMutablePointer<Int32>.allocate(capacity: x.count)
  /// defer { target.deallocate() }
  /// try model.writeLabels(of: [x, y].map { PointColumn($0) }, to: target)
  /// ```
  ///
  /// - Parameters:
  ///   - columns: as many as the model has dimensions, of N numbers.
  ///   - engine: how the work is done.
  ///   - target: where the N components go, from 0, and -1 for the noise. Where an error is thrown, what is there says nothing.
  /// - Throws: ``PointSetError``, as ``PointSet/init(inPlace:threadCount:)``, and where the dimensions differ.
  /// - Complexity: O(N K D²) time, O(1) memory.
  public func writeLabels(
    of columns: [PointColumn], engine: Engine = Engine(), to target: UnsafeMutablePointer<Int32>
  ) throws(PointSetError) {
    try writeLabels(lookingAt: columns, engine, to: DisjointWriter(target))
  }

  /// The same in eight bytes each, as arrays of other languages count.
  ///
  /// - Parameters:
  ///   - columns: as many as the model has dimensions, of N numbers.
  ///   - engine: how the work is done.
  ///   - target: where the N components go, from 0, and -1 for the noise. Where an error is thrown, what is there says nothing.
  /// - Throws: ``PointSetError``, as ``PointSet/init(inPlace:threadCount:)``, and where the dimensions differ.
  /// - Complexity: O(N K D²) time, O(1) memory.
  public func writeLabels(
    of columns: [PointColumn], engine: Engine = Engine(), to target: UnsafeMutablePointer<Int64>
  ) throws(PointSetError) {
    try writeLabels(lookingAt: columns, engine, to: DisjointWriter(target))
  }

  private func writeLabels<Label: FixedWidthInteger>(
    lookingAt columns: [PointColumn], _ engine: Engine, to labels: DisjointWriter<Label>
  ) throws(PointSetError) {
    try PointSet.requireShape(columns)
    let evaluation: Evaluation
    do throws(ModelError) {
      evaluation = try Evaluation(self, PointSet(trusting: columns), engine: engine)
    } catch {
      throw PointSetError(.dimension)
    }
    // A number may be as far away as there is in the frame, and be one: the look in the columns decides.
    if !evaluation.writeLabels(to: labels) {
      _ = try PointSet(inPlace: columns, threadCount: engine.threads)
    }
  }

  /// Gives every point to the component with the largest responsibility.
  ///
  /// ```swift
  /// let classification = try model.classify(points)
  /// let surest = classification.indices.min { classification.uncertainties[$0] < classification.uncertainties[$1] }
  /// ```
  ///
  /// - Parameters:
  ///   - points: N points of the model's dimension.
  ///   - engine: how the work is done.
  /// - Returns: label, probability, uncertainty and log density of each point.
  /// - Throws: ``ModelError`` where the dimensions differ.
  /// - Complexity: O(N K D²) time, O(N) memory.
  public func classify(
    _ points: PointSet, engine: Engine = Engine()
  ) throws(ModelError) -> Classification {
    let evaluation = try Evaluation(self, points, engine: engine)
    var labels: [Int32] = []
    var logDensities: [Double] = []
    var uncertainties: [Double] = []
    let probabilities = [Double].written(count: points.count) { probabilities in
      uncertainties = [Double].written(count: points.count) { uncertainties in
        logDensities = [Double].written(count: points.count) { logDensities in
          labels = [Int32].written(count: points.count) { labels in
            evaluation.visit { evaluator, tile in
              let start = tile.start
              evaluator.evaluateRelativeToLargest(tile)
              evaluator.writeLabels(tile, to: labels.pointer(at: start))
              probabilities.pointer(at: start).update(from: evaluator.buffers.scales, count: tile.count)
              evaluation.writeLogDensities(evaluator, tile, to: logDensities.pointer(at: start))
              evaluator.writeResiduals(tile, to: uncertainties.pointer(at: start))
            }
          }
        }
      }
    }
    return Classification(
      labels: PointLabels(numbers: labels), probabilities: probabilities, uncertainties: uncertainties,
      logDensities: logDensities)
  }
}
