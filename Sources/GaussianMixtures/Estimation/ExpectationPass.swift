internal import Parallel

/// Asked by the threads at work, every few milliseconds, whether to leave off; once true, it stays so.
public typealias StopQuestion = @Sendable () -> Bool

/// One pass over prepared points under a mixture: block by block, on all threads, without ever holding
/// the N x K responsibilities.
package struct ExpectationPass: Sendable {
  package let engine: Engine
  let kernels: MixtureKernels
  /// Whether what is being worked on is not wanted any more; nil where that never happens.
  private let stopping: StopQuestion?

  /// Whether statistics are no longer to be trusted: leaves may have been left out of them.
  var isStopped: Bool { stopping?() ?? false }
  /// Whether a pass may be broken off.
  var canStop: Bool { stopping != nil }
  /// The same, for work that a stopped fit still has to do.
  var untilItsEnd: ExpectationPass { ExpectationPass(engine: engine) }

  /// - Parameters:
  ///   - engine: how the work is done; components are skipped only where points are in boxes.
  ///   - stopping: whether to leave off; nil for never.
  package init(engine: Engine = Engine(), stopping: StopQuestion? = nil) {
    self.engine = engine
    kernels = engine.kernels
    self.stopping = stopping
  }

  /// The sufficient statistics of all groups of points, under EM's rule or with their known labels.
  ///
  /// - Complexity: O(N K D²) time, less where components are left out, and O(K D³) for each group of points with
  ///   missing coordinates.
  func statistics(
    of points: PreparedPoints, under parameters: MixtureParameters, moments: MomentKind
  ) -> SufficientStatistics {
    var total: SufficientStatistics?
    for group in points.groups {
      let rule = group.labels.map { ResponsibilityRule.given($0) } ?? .posterior
      let part = statistics(of: group, under: parameters, rule: rule, moments: moments)
      if total == nil { total = part } else { total?.add(part) }
    }
    return total
      ?? SufficientStatistics(
        componentCount: parameters.componentCount, dimension: parameters.dimension, kind: moments)
  }

  private func statistics(
    of group: PointGroup, under parameters: MixtureParameters, rule: ResponsibilityRule, moments: MomentKind
  ) -> SufficientStatistics {
    guard let known = group.coordinates else {
      return statistics(of: group.blocks, under: parameters, rule: rule, moments: moments)
    }
    let marginal = parameters.marginal(known)
    let part = statistics(of: group.blocks, under: marginal, rule: rule, moments: moments)
    return MissingCoordinates(known: known, dimension: parameters.dimension)
      .completed(part, under: marginal, of: parameters)
  }

  /// `Σ_i ln max_k r_ik` over the points whose labels are not known, which is 0 or less.
  ///
  /// - Complexity: O(N K D²), less where components are left out.
  func logOfLargestResponsibilities(
    of points: PreparedPoints, under parameters: MixtureParameters
  ) -> Double {
    points.groups.filter { $0.labels == nil }.reduce(0) { sum, group in
      let parameters = group.coordinates.map(parameters.marginal) ?? parameters
      return sum + logOfLargestResponsibilities(of: group.blocks, under: parameters)
    }
  }

  /// The sufficient statistics of all points.
  ///
  /// - Parameters:
  ///   - blocks: the points.
  ///   - parameters: the mixture.
  ///   - rule: how points are shared out.
  ///   - moments: which moments to take.
  /// - Complexity: O(N K D²) time, less where components are left out, and O(K D²) memory a leaf; O(N K D) and
  ///   O(K D) without correlations and products of two coordinates.
  package func statistics(
    of blocks: PointBlocks, under parameters: MixtureParameters, rule: ResponsibilityRule = .posterior,
    moments: MomentKind = .scatters
  ) -> SufficientStatistics {
    let rule = blocks.ordered(rule)
    let parts = leaves(of: blocks, under: parameters, moments, isBounded: !rule.isGiven) { worker, leaf in
      worker.statistics(of: leaf, rule: rule, moments: moments)
    }
    var total = SufficientStatistics(
      componentCount: parameters.componentCount, dimension: parameters.dimension, kind: moments)
    for part in parts { total.add(part) }
    return total
  }

  /// `Σ_i ln max_k r_ik`, which is 0 or less.
  ///
  /// - Complexity: O(N K D²), less where components are left out.
  package func logOfLargestResponsibilities(
    of blocks: PointBlocks, under parameters: MixtureParameters
  ) -> Double {
    let parts = leaves(of: blocks, under: parameters, .means, isBounded: true) { worker, leaf in
      worker.logOfLargestResponsibilities(of: leaf)
    }
    return min(0, parts.reduce(0, +))
  }

  /// What `work` answers for each leaf, in order.
  private func leaves<Part: Sendable>(
    of blocks: PointBlocks, under parameters: MixtureParameters, _ moments: MomentKind, isBounded: Bool,
    _ work: @Sendable (inout LeafWorker, Range<Int>) -> Part
  ) -> [Part] {
    let isBounded = isBounded && engine.skipsComponents && blocks.hasBoxes
    let mixture = PackedMixture(parameters, isBounded: isBounded)
    let leaves = blocks.leaves(
      statisticsSize: parameters.componentCount
        * SufficientStatistics.entries(dimension: parameters.dimension, kind: moments))
    var parts = [Part?](repeating: nil, count: leaves.count)
    parts.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let writer = DisjointWriter(base)
      ParallelLoop.run(
        count: leaves.count, threadCount: engine.threads(forOperations: blocks.count * mixture.operationCount),
        makeWorker: {
          LeafWorker(blocks, mixture, kernels: kernels, moments: moments, isBounded: isBounded)
        },
        task: { worker, leaf in
          guard !isStopped else { return }
          writer.pointer(at: leaf).pointee = work(&worker, leaves[leaf])
        })
    }
    return parts.compactMap(\.self)
  }
}

extension ResponsibilityRule {
  fileprivate var isGiven: Bool { if case .given = self { true } else { false } }
}

extension PointBlocks {
  /// A rule with its labels in the blocks' order.
  fileprivate func ordered(_ rule: ResponsibilityRule) -> ResponsibilityRule {
    guard case .given(let labels) = rule, isOrdered else { return rule }
    return .given((0..<count).map { labels[originalIndex(ofPlace: $0)] })
  }
}
