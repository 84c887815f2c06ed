/// A division of the points that have a class into parts in which every class has its share.
struct ClassFolds {
  /// Of each point its part; the last one, which is never held out, has those without a class and classes of one point.
  let partOfPoint: [Int]
  /// How many parts are held out in turn.
  let heldOutCount: Int

  /// How many parts there are.
  var partCount: Int { heldOutCount + 1 }

  /// Points of a class are shuffled and dealt out, each class where the one before has ended.
  ///
  /// - Parameters:
  ///   - labels: the classes.
  ///   - count: how many parts are asked for; nil for none.
  ///   - seed: of the shuffling.
  /// - Complexity: O(N).
  init(_ labels: ClassLabels, count: Int?, seed: UInt64) {
    heldOutCount = count ?? 0
    var parts = [Int](repeating: heldOutCount, count: labels.indices.count)
    var members = [[Int]](repeating: [], count: labels.names.count)
    for (point, ofClass) in labels.indices.enumerated() {
      if let ofClass { members[ofClass].append(point) }
    }
    var (random, next) = (RandomStream(seed: seed, purpose: .folds), 0)
    for points in members where points.count > 1 && heldOutCount > 0 {
      for point in points.shuffled(using: &random) {
        parts[point] = next % heldOutCount
        next += 1
      }
    }
    partOfPoint = parts
  }

  /// The points of each part that is held out, rising.
  var heldOut: [[Int]] {
    var points = [[Int]](repeating: [], count: partCount)
    for (point, part) in partOfPoint.enumerated() { points[part].append(point) }
    return Array(points.dropLast())
  }

  /// The points that are trained with where a part is held out.
  func training(without part: Int) -> [Int] { partOfPoint.indices.filter { partOfPoint[$0] != part } }
}
