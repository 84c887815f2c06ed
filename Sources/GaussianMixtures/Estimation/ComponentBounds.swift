/// Upper bounds of the components' densities over boxes of points, and the choice of those that count.
///
/// Neighbouring boxes form a group. A group's own box leaves most components out at once; a box of the group
/// is bounded against the remaining candidates alone. Where it turns out that a box needs a component that its
/// group left out, the group's candidates are chosen anew.
///
/// Source of the bound: the interval of each whitened coordinate over the box. Trees over the points with such
/// bounds: A. Moore, Very fast EM-based mixture model clustering using multiresolution kd-trees, NIPS 1999.
struct ComponentBounds: ~Copyable {
  private typealias Doubles = UnsafeMutablePointer<Double>

  private let mixture: PackedMixture
  private let blocks: PointBlocks
  private let kernels: MixtureKernels
  /// Of all active components over the group's box.
  private let groupBounds: Doubles
  /// The candidates' places among the active components, in order.
  private let candidates: UnsafeMutablePointer<Int32>
  private var candidateCount = 0
  private let candidateParameters: Doubles
  private var candidateStride = 0
  /// The largest bound of those that are no candidates.
  private var largestExcluded = -Double.infinity
  /// Of the candidates over the box.
  private let bounds: Doubles
  /// For each active component, the last box that chose it.
  private let chosenBy: UnsafeMutablePointer<Int>
  private var box = 0
  private var group = -1

  /// How many bits a group's choice goes below what its own box asks for.
  private static let margin = 16.0

  /// - Parameter blocks: where tiles come from; there are boxes.
  init(_ mixture: PackedMixture, in blocks: PointBlocks, kernels: MixtureKernels) {
    self.mixture = mixture
    self.blocks = blocks
    self.kernels = kernels
    let stride = mixture.stride
    groupBounds = .allocate(capacity: stride)
    bounds = .allocate(capacity: stride)
    candidates = .allocate(capacity: stride)
    candidateParameters = .allocate(capacity: stride * mixture.parameterCount)
    chosenBy = .allocate(capacity: stride)
    chosenBy.initialize(repeating: -1, count: stride)
  }

  deinit {
    groupBounds.deallocate()
    bounds.deallocate()
    candidates.deallocate()
    candidateParameters.deallocate()
    chosenBy.deallocate()
  }

  /// Chooses the components whose bound over a tile's box is at most `depth` below the largest.
  ///
  /// - Parameter rows: takes their numbers.
  /// - Returns: how many there are.
  mutating func chooseFirst(
    for tile: Tile, depth: Double, rows: UnsafeMutablePointer<Int32>
  ) -> Int {
    let number = tile.start / PointBlocks.boxedCount / PointBlocks.boxesPerGroup
    if number != group { enter(group: number, depth: depth) }
    box += 1
    boundCandidates(tile)
    var largest = -Double.infinity
    for index in 0..<candidateCount { largest = max(largest, bounds[index]) }
    return chooseRest(for: tile, above: largest - depth, rows: rows, count: 0)
  }

  /// Adds the components whose bound over the tile's box is at least `cut` and that are not yet chosen.
  ///
  /// - Parameter rows: takes their numbers from `count` on.
  /// - Returns: the new number of rows.
  mutating func chooseRest(
    for tile: Tile, above cut: Double, rows: UnsafeMutablePointer<Int32>, count: Int
  ) -> Int {
    if largestExcluded >= cut {
      chooseCandidates(above: cut - Self.margin)
      boundCandidates(tile)
    }
    var count = count
    for index in 0..<candidateCount where bounds[index] >= cut {
      let place = Int(candidates[index])
      guard chosenBy[place] != box else { continue }
      chosenBy[place] = box
      rows[count] = mixture.active[place]
      count += 1
    }
    return count
  }

  private mutating func enter(group number: Int, depth: Double) {
    group = number
    kernels.bounds(
      dimension: mixture.dimension, form: mixture.form, box: blocks.groupBox(number),
      parameters: mixture.transposedParameters, stride: mixture.stride, count: mixture.active.count,
      to: groupBounds)
    var largest = -Double.infinity
    for place in 0..<mixture.active.count { largest = max(largest, groupBounds[place]) }
    chooseCandidates(above: largest - depth - Self.margin)
  }

  private mutating func chooseCandidates(above cut: Double) {
    candidateCount = 0
    largestExcluded = -.infinity
    for place in 0..<mixture.active.count {
      let bound = groupBounds[place]
      if bound >= cut {
        candidates[candidateCount] = Int32(place)
        candidateCount += 1
      } else {
        largestExcluded = max(largestExcluded, bound)
      }
    }
    let lanes = MixtureKernels.lanes
    candidateStride = (candidateCount + lanes - 1) / lanes * lanes
    for entry in 0..<mixture.parameterCount {
      let source = mixture.transposedParameters + entry * mixture.stride
      let target = candidateParameters + entry * candidateStride
      for index in 0..<candidateCount { target[index] = source[Int(candidates[index])] }
      for index in candidateCount..<candidateStride { target[index] = 0 }
    }
  }

  private func boundCandidates(_ tile: Tile) {
    kernels.bounds(
      dimension: mixture.dimension, form: mixture.form,
      box: blocks.box(tile.start / PointBlocks.boxedCount), parameters: candidateParameters,
      stride: candidateStride, count: candidateCount, to: bounds)
  }
}
