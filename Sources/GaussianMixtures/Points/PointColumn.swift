internal import Parallel

/// One coordinate of all points, read where it stands in memory.
///
/// ```swift
/// // Three points, row by row with a number for the row; nothing is copied.
/// let rows = [1, 0.5, 2.5, 2, 0.7, 2.1, 3, 3.9, 8.0]
/// let x = PointColumn(every: 3, of: rows, from: 1, count: 3)
/// let y = PointColumn(every: 3, of: rows, from: 2, count: 3)
/// let points = try PointSet(inPlace: [x, y])
/// print(y[2])    // 8.0
/// ```
///
/// The numbers of a column need not lie side by side: in an array of rows, in one column of another program's table, or in a
/// file that is in memory, they are at equal distances. A fit copies them once, into its own blocks, and nothing else does.
public struct PointColumn: Sendable {
  /// The number of points, N.
  public let count: Int
  let storage: Storage

  enum Storage: Sendable {
    /// Every `step`-th number from `first` on.
    case array([Double], first: Int, step: Int)
    case doubles(StridedMemory<Double>)
    case floats(StridedMemory<Float>)
    /// In several processes.
    case remote(RemoteColumn)
  }

  /// An array as it is.
  ///
  /// - Parameter values: the coordinates, of point 0 first.
  public init(_ values: [Double]) { self.init(every: 1, of: values, from: 0, count: values.count) }

  /// Every `step`-th number of an array, such as a column of points that stand in it one after the other.
  ///
  /// - Parameters:
  ///   - step: the distance between two of the numbers, at least 1.
  ///   - values: the array, which is not copied.
  ///   - first: the place of the first of them.
  ///   - count: how many there are, N; the last one is in the array.
  public init(every step: Int, of values: [Double], from first: Int, count: Int) {
    precondition(step > 0 && first >= 0 && count >= 0, "places rise from 0")
    precondition(count == 0 || first + (count - 1) * step < values.count, "a column ends with its array")
    self.count = count
    storage = .array(values, first: first, step: step)
  }

  /// The same number for every point.
  package init(repeating value: Double, count: Int) {
    self.count = count
    storage = .array([value], first: 0, step: 0)
  }

  /// Numbers in memory that somebody else holds.
  ///
  /// - Parameters:
  ///   - start: the first one. All stay as they are, and where they are, as long as the owner lives.
  ///   - stride: the distance between two of them, in numbers.
  ///   - count: how many there are, N.
  ///   - owner: lives as long as the column does.
  public init(
    _ start: UnsafePointer<Double>, stride: Int = 1, count: Int, owner: any AnyObject & Sendable
  ) {
    self.count = count
    storage = .doubles(StridedMemory(start: start, stride: stride, owner: owner))
  }

  /// Numbers of single precision in memory that somebody else holds; each is taken for the double of the same value.
  ///
  /// - Parameters:
  ///   - start: the first one. All stay as they are, and where they are, as long as the owner lives.
  ///   - stride: the distance between two of them, in numbers.
  ///   - count: how many there are, N.
  ///   - owner: lives as long as the column does.
  public init(
    _ start: UnsafePointer<Float>, stride: Int = 1, count: Int, owner: any AnyObject & Sendable
  ) {
    self.count = count
    storage = .floats(StridedMemory(start: start, stride: stride, owner: owner))
  }

  /// Numbers that several processes have.
  init(_ remote: RemoteColumn) {
    count = remote.count
    storage = .remote(remote)
  }

  /// Where other processes have the numbers; nil where they are here.
  var remote: RemoteColumn? { if case .remote(let remote) = storage { remote } else { nil } }

  /// Whether all are numbers of single precision.
  var isSingle: Bool {
    switch storage {
    case .array, .doubles: false
    case .floats: true
    case .remote(let remote): remote.group.isSingle
    }
  }

  /// The coordinate of a point, from 0.
  public subscript(point: Int) -> Double {
    precondition(point >= 0 && point < count, "no such point")
    return switch storage {
    case .array(let values, let first, let step): values[first + point * step]
    case .doubles(let memory): memory.number(point).pointee
    case .floats(let memory): Double(memory.number(point).pointee)
    case .remote(let remote): remote.number(point)
    }
  }

  /// All coordinates, side by side.
  ///
  /// - Complexity: O(1) where they are an array, else O(N).
  public var values: [Double] {
    if case .array(let values, 0, 1) = storage, values.count == count { return values }
    return [Double](unsafeUninitializedCapacity: count) { target, filled in
      if let base = target.baseAddress { copy(0..<count, to: base) }
      filled = count
    }
  }

  /// Calls the body with the coordinates of a run of points, side by side: where they are, or copied.
  ///
  /// - Complexity: O(1) and the body's, O(n) for n points that are not side by side.
  func withRun<Result>(_ points: Range<Int>, _ body: (UnsafeBufferPointer<Double>) -> Result) -> Result {
    precondition(points.lowerBound >= 0 && points.upperBound <= count, "no such points")
    switch storage {
    case .array(let values, let first, 1):
      return values.withUnsafeBufferPointer { values in
        body(values.extracting((first + points.lowerBound)..<(first + points.upperBound)))
      }
    case .doubles(let memory) where memory.stride == 1:
      defer { withExtendedLifetime(memory.owner) {} }
      return body(UnsafeBufferPointer(start: memory.start + points.lowerBound, count: points.count))
    default:
      return withUnsafeTemporaryAllocation(of: Double.self, capacity: points.count) { run in
        if let base = run.baseAddress { copy(points, to: base) }
        return body(UnsafeBufferPointer(run))
      }
    }
  }

  /// Writes the coordinates of a run of points, side by side.
  func copy(_ points: Range<Int>, to target: UnsafeMutablePointer<Double>) {
    // The same numbers with all sets of instructions.
    let kernels = MixtureKernels()
    switch storage {
    case .array(let values, let first, let step):
      values.withUnsafeBufferPointer { values in
        guard let start = values.baseAddress else { return }
        kernels.take(points.count, from: start + (first + points.lowerBound * step), stride: step, to: target)
      }
    case .doubles(let memory):
      kernels.take(points.count, from: memory.number(points.lowerBound), stride: memory.stride, to: target)
      withExtendedLifetime(memory.owner) {}
    case .floats(let memory):
      kernels.take(points.count, from: memory.number(points.lowerBound), stride: memory.stride, to: target)
      withExtendedLifetime(memory.owner) {}
    case .remote(let remote): remote.write(remote.numbers(points), to: target)
    }
  }

  /// Writes the coordinates of some points, side by side.
  ///
  /// - Parameters:
  ///   - size: how many.
  ///   - target: where they go.
  ///   - point: of each the number.
  @inline(__always)
  func gather(_ size: Int, to target: UnsafeMutablePointer<Double>, _ point: (Int) -> Int) {
    switch storage {
    case .array(let values, let first, let step):
      values.withUnsafeBufferPointer { values in
        for i in 0..<size { (target + i).initialize(to: values[first + point(i) * step]) }
      }
    case .doubles(let memory):
      for i in 0..<size { (target + i).initialize(to: memory.number(point(i)).pointee) }
      withExtendedLifetime(memory.owner) {}
    case .floats(let memory):
      for i in 0..<size { (target + i).initialize(to: Double(memory.number(point(i)).pointee)) }
      withExtendedLifetime(memory.owner) {}
    case .remote(let remote):
      remote.write(remote.numbers((0..<size).map { point($0) }), to: target)
    }
  }

  /// The coordinates of points that lie anywhere.
  ///
  /// Of a file that stays on the disk each of them may bring two megabytes into memory, faster than anybody watches over it:
  /// a few hundred would bring gigabytes. So all leave again after every few.
  func values(at points: [Int]) -> [Double] {
    if let remote { return remote.numbers(points) }
    guard let owner = mappedOwner else { return points.map { self[$0] } }
    var values: [Double] = []
    for (place, point) in points.enumerated() {
      values.append(self[point])
      if place % 16 == 15 { owner.leaveMemory() }
    }
    return values
  }

  private var mappedOwner: (any MappedMemory)? {
    switch storage {
    case .array, .remote: nil
    case .doubles(let memory): memory.owner as? any MappedMemory
    case .floats(let memory): memory.owner as? any MappedMemory
    }
  }

  /// Calls the body with all coordinates, run by run, until it answers that it has seen enough.
  func forEachRun(of size: Int = 1 << 12, _ body: (_ first: Int, UnsafeBufferPointer<Double>) -> Bool) {
    for first in stride(from: 0, to: count, by: size) {
      guard withRun(first..<min(first + size, count), { body(first, $0) }) else { return }
    }
  }

  /// The first coordinate for which something holds.
  ///
  /// - Complexity: O(N).
  func firstIndex(where isSought: (Double) -> Bool) -> Int? {
    var found: Int?
    forEachRun { first, run in
      found = run.firstIndex(where: isSought).map { first + $0 }
      return found == nil
    }
    return found
  }

  /// The same with a number in the place of those that are missing.
  func filling(_ fill: Double) -> PointColumn {
    if let remote { return PointColumn(remote.filling(fill)) }
    return PointColumn(values.map { $0.isNaN ? fill : $0 })
  }

  /// The coordinates of some points, in their order.
  func selecting(_ points: [Int]) -> PointColumn {
    if let remote { return PointColumn(remote.selecting(points)) }
    return PointColumn(
      [Double](unsafeUninitializedCapacity: points.count) { target, filled in
        if let base = target.baseAddress { gather(points.count, to: base) { points[$0] } }
        filled = points.count
      })
  }

  /// The coordinates of a run of points, where they stand.
  ///
  /// - Complexity: O(1).
  func selecting(_ points: Range<Int>) -> PointColumn {
    precondition(points.lowerBound >= 0 && points.upperBound <= count, "no such points")
    let storage: Storage =
      switch storage {
      case .array(let values, let first, let step):
        .array(values, first: first + points.lowerBound * step, step: step)
      case .doubles(let memory): .doubles(memory.dropping(points.lowerBound))
      case .floats(let memory): .floats(memory.dropping(points.lowerBound))
      case .remote(let remote): .remote(remote.selecting(points))
      }
    return PointColumn(count: points.count, storage: storage)
  }

  private init(count: Int, storage: Storage) {
    self.count = count
    self.storage = storage
  }
}

extension PointColumn: Hashable {
  /// Whether the coordinates are the same, wherever they are.
  public static func == (left: Self, right: Self) -> Bool { left.values == right.values }

  /// Hashes the coordinates.
  ///
  /// - Parameter hasher: takes them.
  public func hash(into hasher: inout Hasher) { hasher.combine(values) }
}
