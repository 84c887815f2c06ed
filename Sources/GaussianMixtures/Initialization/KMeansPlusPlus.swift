/// Seeds for k-means, each drawn with a probability in proportion to its squared distance from the seeds
/// before it, the best of a few draws.
///
/// Source: D. Arthur and S. Vassilvitskii, k-means++: the advantages of careful seeding, SODA 2007,
/// 1027-1035; the choice among several draws is described in its section 5.
struct KMeansPlusPlus: Sendable {
  let points: PreparedPoints
  let pass: ExpectationPass

  /// - Parameter count: at most the number of distinct points.
  /// - Complexity: O(N K D log K).
  func seeds(_ count: Int, _ random: inout RandomStream) -> [[Double]] {
    var seeds = [points.blocks.point(random.integer(below: points.count))]
    var distances = [Double](repeating: .infinity, count: points.count)
    var blockSums = lower(&distances, by: seeds[0])
    let trials = 2 + Int(naturalLogarithm(Double(count)))
    while seeds.count < count {
      let candidates = (0..<trials).map { _ in
        points.blocks.point(draw(from: distances, blockSums, &random))
      }
      let potentials = potentials(of: candidates, distances)
      let best = candidates.indices.min { potentials[$0] < potentials[$1] } ?? 0
      seeds.append(candidates[best])
      blockSums = lower(&distances, by: candidates[best])
    }
    return seeds
  }

  /// A point, with a probability in proportion to its distance.
  private func draw(from distances: [Double], _ blockSums: [Double], _ random: inout RandomStream) -> Int {
    var target = random.uniform() * blockSums.reduce(0, +)
    var block = 0
    while block + 1 < blockSums.count, target >= blockSums[block] {
      target -= blockSums[block]
      block += 1
    }
    let range = range(ofBlock: block)
    var last = range.lowerBound
    for index in range where distances[index] > 0 {
      last = index
      target -= distances[index]
      if target < 0 { break }
    }
    return last
  }

  private func range(ofBlock block: Int) -> Range<Int> {
    let start = block * PointBlocks.blockSize
    return start..<(start + points.blocks.pointCount(ofBlock: block))
  }

  /// Distances to the nearest seed once `seed` is one; returns their sums block by block.
  private func lower(_ distances: inout [Double], by seed: [Double]) -> [Double] {
    var sums = [Double](repeating: 0, count: points.blocks.blockCount)
    distances.withUnsafeMutableBufferPointer { nearest in
      sums.withUnsafeMutableBufferPointer { sums in
        guard let nearestBase = nearest.baseAddress, let sumBase = sums.baseAddress else { return }
        let nearestWriter = DisjointWriter(nearestBase)
        let sumWriter = DisjointWriter(sumBase)
        visitDistances(to: [seed]) { tile, _, distance in
          let nearest = nearestWriter.pointer(at: tile.start)
          var sum = 0.0
          for i in 0..<tile.count {
            nearest[i] = min(nearest[i], distance(i))
            sum += nearest[i]
          }
          sumWriter.pointer(at: tile.start / PointBlocks.blockSize).pointee += sum
        }
      }
    }
    return sums
  }

  /// The sums of distances that each candidate would leave.
  private func potentials(of candidates: [[Double]], _ distances: [Double]) -> [Double] {
    let blockCount = points.blocks.blockCount
    var sums = [Double](repeating: 0, count: candidates.count * blockCount)
    sums.withUnsafeMutableBufferPointer { sums in
      guard let base = sums.baseAddress else { return }
      let writer = DisjointWriter(base)
      visitDistances(to: candidates) { tile, candidate, distance in
        var sum = 0.0
        for i in 0..<tile.count { sum += min(distances[tile.start + i], distance(i)) }
        let block = tile.start / PointBlocks.blockSize
        writer.pointer(at: candidate * blockCount + block).pointee += sum
      }
    }
    return candidates.indices.map { sums[($0 * blockCount)..<(($0 + 1) * blockCount)].reduce(0, +) }
  }

  /// Calls `visit` with the squared distances of every tile's points to every centre.
  private func visitDistances(
    to centres: [[Double]], _ visit: @Sendable (Tile, _ centre: Int, _ distance: (Int) -> Double) -> Void
  ) {
    let spheres = MixtureParameters.unitSpheres(at: centres, scales: points.spreads)
    pass.visitTiles(of: points.blocks, under: spheres) { evaluator, tile in
      for centre in centres.indices {
        let densities = evaluator.densities + centre * evaluator.tileSize
        visit(tile, centre) { -densities[$0] }
      }
    }
  }
}
