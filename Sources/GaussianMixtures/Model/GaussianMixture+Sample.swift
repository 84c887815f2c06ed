internal import LinearAlgebra
internal import Parallel

extension GaussianMixture {
  /// Draws points: a component by its weight, then a point from its Gaussian; those of the noise from its box.
  ///
  /// ```swift
  /// var random = RandomStream(seed: 1, purpose: .sampling)
  /// let (points, components) = try model.sample(1_000, using: &random)
  /// ```
  ///
  /// - Parameters:
  ///   - count: how many points, at least 1.
  ///   - stream: gives the random numbers; the same stream gives the same points, whatever the threads. It is
  ///     left behind the numbers drawn.
  ///   - engine: how the work is done.
  /// - Returns: the points, and the component that each came from, or nil for the noise.
  /// - Throws: ``PointSetError`` where `count` is 0, a coordinate leaves the range of numbers, or the noise has a
  ///   volume and no box.
  /// - Complexity: O(N (D² + log K) + K D³), O(N (D + log K) + K D) without correlations.
  public func sample(
    _ count: Int, using stream: inout RandomStream, engine: Engine = Engine()
  ) throws(PointSetError) -> (points: PointSet, labels: PointLabels) {
    let count = max(count, 0)
    guard noise == nil || noise?.box != nil else {
      throw PointSetError(.noRegion)
    }
    let sampler = Sampler(components, factors: components.map(\.covariance.matrix.soundFactor), noise: noise)
    let run = Sampler.run
    // The first run takes the stream as it is, and each one after it begins a jump further on.
    var streams = count > 0 ? [stream] : []
    for _ in stride(from: run, to: count, by: run) {
      stream.jump()
      streams.append(stream)
    }
    var numbers = [Double](repeating: 0, count: dimension * count)
    let chosen = [Int32].written(count: count) { chosen in
      numbers.withUnsafeMutableBufferPointer { numbers in
        streams.withUnsafeMutableBufferPointer { streams in
          guard let base = numbers.baseAddress, let first = streams.baseAddress else { return }
          let (numbers, streams) = (DisjointWriter(base), DisjointWriter(first))
          ParallelLoop.run(
            count: (count + run - 1) / run, threadCount: engine.threads
          ) { index in
            sampler.draw(
              min(run, count - index * run), using: &streams.pointer(at: index).pointee, stride: count,
              to: numbers.pointer(at: index * run), chosen.pointer(at: index * run))
          }
        }
      }
    }
    stream = streams.last ?? stream
    let columns = (0..<dimension).map { Array(numbers[($0 * count)..<(($0 + 1) * count)]) }
    return (try PointSet(columns: columns), PointLabels(numbers: chosen))
  }

  /// Draws points with the random numbers of any generator.
  ///
  /// Four numbers of the generator begin a ``RandomStream``, and the points are drawn with that: a generator that gives the
  /// same numbers gives the same points, whatever the threads, and no generator's own way of making normal numbers matters.
  ///
  /// ```swift
  /// var generator = SystemRandomNumberGenerator()
  /// let points = try model.sample(10, using: &generator).points
  /// ```
  ///
  /// - Parameters:
  ///   - count: how many points, at least 1.
  ///   - generator: gives four numbers.
  ///   - engine: how the work is done.
  /// - Returns: the points, and the component that each came from, or nil for the noise.
  /// - Throws: ``PointSetError``, as ``sample(_:using:engine:)-(_,RandomStream,_)``.
  /// - Complexity: as ``sample(_:using:engine:)-(_,RandomStream,_)``.
  public func sample(
    _ count: Int, using generator: inout some RandomNumberGenerator, engine: Engine = Engine()
  ) throws(PointSetError) -> (points: PointSet, labels: PointLabels) {
    var stream = RandomStream(from: &generator)
    return try sample(count, using: &stream, engine: engine)
  }
}

/// A mixture as points are drawn from it.
private struct Sampler: Sendable {
  private let dimension: Int
  private let bounds: [Double]
  /// Mean and factor of every component, one behind the other: the lower triangles, or the diagonals where all
  /// factors are diagonal.
  private let parameters: [Double]
  private let isDiagonal: Bool
  /// The number of components; a place behind them is the noise's.
  private let componentCount: Int
  private let box: GaussianMixture.Noise.Box?

  /// The number of points that are drawn from one stream.
  static let run = 1 << 16

  init(
    _ components: [GaussianMixture.Component], factors: [TriangularFactor], noise: GaussianMixture.Noise?
  ) {
    let dimension = components.first?.mean.count ?? 0
    self.dimension = dimension
    var bounds: [Double] = []
    for component in components { bounds.append((bounds.last ?? 0) + component.weight) }
    componentCount = components.count
    if let noise { bounds.append((bounds.last ?? 0) + noise.weight) }
    box = noise?.box
    self.bounds = bounds
    let isDiagonal = factors.allSatisfy(\.isHeldByDiagonal)
    self.isDiagonal = isDiagonal
    parameters = zip(components, factors).flatMap { component, factor in
      component.mean
        + (0..<dimension).flatMap { row in ((isDiagonal ? row : 0)...row).map { factor[row, $0] } }
    }
  }

  /// Draws `count` points; coordinate d of point i goes to `numbers[d * stride + i]`.
  func draw(
    _ count: Int, using stream: inout RandomStream, stride: Int,
    to numbers: UnsafeMutablePointer<Double>, _ chosen: UnsafeMutablePointer<Int32>
  ) {
    let size = dimension + (isDiagonal ? dimension : dimension * (dimension + 1) / 2)
    withUnsafeTemporaryAllocation(of: Double.self, capacity: max(dimension, 1)) { normals in
      parameters.withUnsafeBufferPointer { parameters in
        for i in 0..<count {
          let k = component(at: stream.uniform() * (bounds.last ?? 1))
          if k == componentCount {
            drawNoise(&stream, stride: stride, to: numbers + i)
            chosen[i] = -1
            continue
          }
          for d in 0..<dimension { normals[d] = stream.normal() }
          var entry = k * size + dimension
          for row in 0..<dimension {
            var x = parameters[k * size + row]
            for column in (isDiagonal ? row : 0)...row {
              x += parameters[entry] * normals[column]
              entry += 1
            }
            numbers[row * stride + i] = x
          }
          chosen[i] = Int32(k)
        }
      }
    }
  }

  private func drawNoise(
    _ stream: inout RandomStream, stride: Int, to numbers: UnsafeMutablePointer<Double>
  ) {
    guard let box else { return }
    for row in 0..<dimension { numbers[row * stride] = box.corner[row] }
    if let widths = box.widths {
      for (row, width) in widths.enumerated() { numbers[row * stride] += stream.uniform() * width }
      return
    }
    for edge in box.edges {
      let along = stream.uniform()
      for row in 0..<dimension { numbers[row * stride] += along * edge[row] }
    }
  }

  /// The first component whose bound is above the value, by bisection.
  private func component(at value: Double) -> Int {
    var low = 0
    var high = bounds.count - 1
    while low < high {
      let middle = (low + high) / 2
      if bounds[middle] > value { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
