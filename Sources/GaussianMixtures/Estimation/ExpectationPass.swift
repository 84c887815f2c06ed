/// One pass over prepared points under a mixture: block by block, on all threads, without ever holding
/// the N x K responsibilities.
package struct ExpectationPass: Sendable {
  let threadCount: Int
  let kernels: MixtureKernels

  /// - Parameters:
  ///   - threadCount: how many threads work, at most; nil for one a processor.
  ///   - instructionSet: the vector instructions; nil for the widest of the processor.
  package init(threadCount: Int? = nil, instructionSet: InstructionSet? = nil) {
    self.threadCount = threadCount ?? Processors.count
    kernels = MixtureKernels(instructionSet)
  }

  /// The sufficient statistics of all points.
  ///
  /// - Complexity: O(N K D²) time, O(K D²) memory a leaf.
  package func statistics(
    of blocks: PointBlocks, under parameters: MixtureParameters, rule: ResponsibilityRule = .posterior
  ) -> SufficientStatistics {
    let size = SufficientStatistics.size(
      componentCount: parameters.componentCount, dimension: parameters.dimension)
    let leaves = blocks.leaves(statisticsSize: size)
    let empty = SufficientStatistics(
      componentCount: parameters.componentCount, dimension: parameters.dimension)
    var parts = [SufficientStatistics](repeating: empty, count: leaves.count)
    parts.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let writer = DisjointWriter(base)
      ParallelLoop.run(
        count: leaves.count, threadCount: threadCount,
        makeWorker: { LeafWorker(parameters, kernels: kernels) },
        task: { worker, leaf in
          worker.add(leaves[leaf], of: blocks, rule: rule, to: &writer.pointer(at: leaf).pointee)
        })
    }
    return parts.dropFirst().reduce(into: parts[0]) { $0.add($1) }
  }

  /// `Σ_i ln max_k r_ik`, which is 0 or less.
  ///
  /// - Complexity: O(N K D²).
  func logOfLargestResponsibilities(
    of blocks: PointBlocks, under parameters: MixtureParameters
  ) -> Double {
    let sums = [Double].written(count: blocks.blockCount) { output in
      visitTiles(of: blocks, under: parameters) { evaluator, tile in
        let sum = output.pointer(at: tile.start / PointBlocks.blockSize)
        sum.pointee -= evaluator.normalize(count: tile.count) * Logarithm.two
      }
    }
    return min(0, sums.reduce(0, +))
  }

  /// Calls `visit` for every tile, with the densities of its points; tiles come in no order.
  func visitTiles(
    of blocks: PointBlocks, under parameters: MixtureParameters,
    _ visit: @Sendable (borrowing TileEvaluator, _ tile: Tile) -> Void
  ) {
    let chunk = 16
    ParallelLoop.run(
      count: (blocks.blockCount + chunk - 1) / chunk, threadCount: threadCount,
      makeWorker: { LeafWorker(parameters, kernels: kernels) },
      task: { worker, index in
        let range = (index * chunk)..<min((index + 1) * chunk, blocks.blockCount)
        worker.forEachTile(range, of: blocks) { evaluator, tile in
          evaluator.evaluate(tile.points, count: tile.count)
          visit(evaluator, tile)
        }
      })
  }
}

/// A run of points of one block.
struct Tile {
  /// The first point's number among all.
  let start: Int
  let count: Int
  /// Coordinate d of the tile's point i is at `points[d * blockSize + i]`.
  let points: UnsafePointer<Double>
}

/// What a thread keeps during a pass.
private final class LeafWorker {
  private let evaluator: TileEvaluator
  private var lanes: [Double]

  init(_ parameters: MixtureParameters, kernels: MixtureKernels) {
    evaluator = TileEvaluator(parameters, kernels: kernels)
    lanes = []
  }

  func forEachTile(
    _ range: Range<Int>, of blocks: PointBlocks, _ visit: (borrowing TileEvaluator, Tile) -> Void
  ) {
    for index in range {
      let block = blocks.block(index)
      let pointCount = blocks.pointCount(ofBlock: index)
      for start in stride(from: 0, to: pointCount, by: evaluator.tileSize) {
        visit(
          evaluator,
          Tile(
            start: index * PointBlocks.blockSize + start, count: min(evaluator.tileSize, pointCount - start),
            points: block + start))
      }
    }
  }

  func add(
    _ leaf: Range<Int>, of blocks: PointBlocks, rule: ResponsibilityRule,
    to statistics: inout SufficientStatistics
  ) {
    lanes = [Double](repeating: 0, count: evaluator.laneCount)
    lanes.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      forEachTile(leaf, of: blocks) { evaluator, tile in
        let logLikelihood = evaluator.share(tile, rule: rule)
        evaluator.addMoments(tile.points, count: tile.count, to: base)
        statistics.addLikelihood(count: tile.count, logLikelihood: logLikelihood)
      }
      statistics.withMoments { evaluator.fold(base, into: $0) }
    }
  }
}
