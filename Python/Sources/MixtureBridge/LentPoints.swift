internal import CMixtureBridge
internal import GaussianMixtures

/// Who holds memory that the caller has lent: the call itself, which lasts longer than what is made of it.
private final class Lender: Sendable {}

/// Points as a caller describes them, taken where they stand.
struct LentPoints {
  let columns: [PointColumn]
  let count: Int

  /// - Parameter allowsNone: whether there may be no point.
  init(_ given: UnsafePointer<gmm_points>?, allowsNone: Bool = false) throws {
    guard let given = given?.pointee,
      given.numbers != nil || given.columns != nil || (allowsNone && given.count == 0)
    else {
      throw Failure.missing("points")
    }
    let (count, dimension) = (given.count, given.dimension)
    guard count > 0 || allowsNone, dimension > 0 else {
      throw Failure(.points, "empty", "There are no points: \(count) of \(dimension) coordinates.")
    }
    guard count <= Int(Int32.max), dimension <= 1 << 24 else {
      throw Failure(
        .points, "size",
        "There are \(count) points of \(dimension) coordinates; at most 2147483647 of 16777216 can be.")
    }
    let lender = Lender()
    self.count = count
    guard count > 0 else {
      columns = (0..<dimension).map { _ in PointColumn([]) }
      return
    }
    columns = try (0..<dimension).map { try given.column($0).lent(count: count, by: lender) }
  }

  /// With what else is known of them.
  ///
  /// - Parameters:
  ///   - allowsMissing: whether NaN says that a coordinate is missing; else it is an error.
  ///   - engine: with whose threads they are looked at.
  func observations(
    allowsMissing: Bool, weights: [Double]? = nil, meaning: WeightMeaning? = nil, labels: ClassLabels? = nil,
    engine: Engine
  ) throws -> Observations {
    let threads = engine.threadCount ?? Engine.defaultThreadCount
    guard allowsMissing else {
      let points = try PointSet(inPlace: columns, threadCount: threads)
      return try Observations(
        points, weights: weights, weightMeaning: meaning, knownLabels: labels)
    }
    return try Observations(
      inPlace: columns, weights: weights, weightMeaning: meaning, knownLabels: labels, threadCount: threads)
  }

  /// The weights that a caller has given, copied.
  func weights(_ given: UnsafePointer<Double>?) -> [Double]? {
    given.map { Array(UnsafeBufferPointer(start: $0, count: count)) }
  }

  /// The groups that a caller has given; a number that is no group's is refused by what takes them.
  func labels(_ given: UnsafePointer<Int32>?, names: [String]?) throws -> ClassLabels? {
    guard let given else { return nil }
    guard let names else { throw Failure.missing("name of the groups (labelNames) beside their labels") }
    let numbers = UnsafeBufferPointer(start: given, count: count)
    return ClassLabels(
      names: names, indices: PointLabels(numbers.lazy.map { $0 < 0 ? nil : Int($0) }))
  }
}

extension gmm_points {
  /// A column of these, which are columns or stand in one piece of memory.
  fileprivate func column(_ d: Int) -> gmm_column {
    if let columns { return columns[d] }
    let size = is_single ? MemoryLayout<Float>.stride : MemoryLayout<Double>.stride
    return gmm_column(
      numbers: numbers + d * coordinate_stride * size, stride: point_stride, is_single: is_single)
  }
}

extension gmm_column {
  fileprivate func lent(count: Int, by lender: Lender) throws -> PointColumn {
    guard let numbers else { throw Failure.missing("points in one of the columns") }
    return is_single
      ? PointColumn(
        numbers.assumingMemoryBound(to: Float.self), stride: stride, count: count, owner: lender)
      : PointColumn(
        numbers.assumingMemoryBound(to: Double.self), stride: stride, count: count, owner: lender)
  }
}

extension Engine {
  /// The engine with so many threads, or where that is none with those of the machine.
  init(threads: Int) throws {
    guard (0...1024).contains(threads) else {
      throw Failure(.options, "threads", "The number of threads is \(threads); it must be from 1 to 1024.")
    }
    self.init(threadCount: threads == 0 ? nil : threads)
  }
}
