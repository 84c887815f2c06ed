internal import Parallel

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
  /// The candidates, in order, and their places among the active components.
  private let candidates: UnsafeMutablePointer<Int32>
  private let places: UnsafeMutablePointer<Int32>
  private var candidateCount = 0
  private let candidateParameters: Doubles
  private var candidateStride = 0
  /// The largest bound of those that are no candidates.
  private var largestExcluded = -Double.infinity
  /// Of the candidates over the box.
  private let bounds: Doubles
  /// What the components chosen for the box are bounded by from below, and all others from above.
  private var chosenAbove = Double.infinity
  private var group = -1

  /// How many bits a group's choice goes below what its own box asks for.
  private static let margin = 16.0

  /// - Parameter blocks: where tiles come from; there are boxes.
  init(_ mixture: PackedMixture, in blocks: PointBlocks, kernels: MixtureKernels) {
    self.mixture = mixture
    self.blocks = blocks
    self.kernels = kernels
    let stride = mixture.stride
    groupBounds = .allocateOnPage(capacity: stride)
    bounds = .allocateOnPage(capacity: stride)
    candidates = .allocate(capacity: stride)
    places = .allocate(capacity: stride)
    candidateParameters = .allocateOnPage(capacity: stride * mixture.parameterCount)
  }

  deinit {
    groupBounds.deallocate()
    bounds.deallocate()
    candidates.deallocate()
    places.deallocate()
    candidateParameters.deallocate()
  }

  /// Chooses the components whose bound over a tile's box is at most `depth` below the largest.
  ///
  /// - Parameter rows: takes their numbers; it has room for one more than all.
  /// - Returns: how many there are.
  mutating func chooseFirst(
    for tile: Tile, depth: Double, rows: UnsafeMutablePointer<Int32>
  ) -> Int {
    let number = tile.start / PointBlocks.boxedCount / PointBlocks.boxesPerGroup
    if number != group { enter(group: number, depth: depth) }
    let largest = boundCandidates(tile)
    chosenAbove = .infinity
    return chooseRest(for: tile, above: largest - depth, rows: rows, count: 0)
  }

  /// Adds the components whose bound over the tile's box is at least `cut` and that are not yet chosen.
  ///
  /// - Parameter rows: takes their numbers from `count` on; it has room for one more than all.
  /// - Returns: the new number of rows.
  mutating func chooseRest(
    for tile: Tile, above cut: Double, rows: UnsafeMutablePointer<Int32>, count: Int
  ) -> Int {
    // What is bounded by the last cut and above has its row already: a higher cut asks for nothing.
    guard cut < chosenAbove else { return count }
    // A component that the group left out might reach the cut; until then, none of those has to be looked at.
    if largestExcluded >= cut {
      chooseCandidates(above: cut - Self.margin)
      boundCandidates(tile)
    }
    var count = count
    // Every candidate is written, and counts where it is chosen: no branch to be guessed.
    for index in 0..<candidateCount {
      let bound = bounds[index]
      rows[count] = candidates[index]
      count += bound >= cut && bound < chosenAbove ? 1 : 0
    }
    chosenAbove = cut
    return count
  }

  private mutating func enter(group number: Int, depth: Double) {
    group = number
    let largest = kernels.bounds(
      dimension: mixture.dimension, form: mixture.form, box: blocks.groupBox(number),
      parameters: mixture.transposedParameters, stride: mixture.stride, count: mixture.active.count,
      to: groupBounds)
    chooseCandidates(above: largest - depth - Self.margin)
  }

  private mutating func chooseCandidates(above cut: Double) {
    candidateCount = 0
    largestExcluded = -.infinity
    for place in 0..<mixture.active.count {
      let bound = groupBounds[place]
      if bound >= cut {
        candidates[candidateCount] = mixture.active[place]
        places[candidateCount] = Int32(place)
        candidateCount += 1
      } else {
        largestExcluded = max(largestExcluded, bound)
      }
    }
    // Side by side, the candidates' parameters are read in whole vectors for each of the group's boxes; the last one is
    // repeated where a vector is not full.
    let lanes = MixtureKernels.lanes
    candidateStride = (candidateCount + lanes - 1) / lanes * lanes
    for entry in 0..<mixture.parameterCount {
      let source = mixture.transposedParameters + entry * mixture.stride
      let target = candidateParameters + entry * candidateStride
      for index in 0..<candidateCount { target[index] = source[Int(places[index])] }
      for index in candidateCount..<candidateStride { target[index] = target[candidateCount - 1] }
    }
  }

  /// - Returns: the largest bound of a candidate.
  @discardableResult
  private func boundCandidates(_ tile: Tile) -> Double {
    kernels.bounds(
      dimension: mixture.dimension, form: mixture.form,
      box: blocks.box(tile.start / PointBlocks.boxedCount), parameters: candidateParameters,
      stride: candidateStride, count: candidateCount, to: bounds)
  }
}
