internal import Parallel

/// Asked by the threads at work, every few milliseconds, whether to leave off; once true, it stays so.
public typealias StopQuestion = @Sendable () -> Bool

/// One pass over prepared points under a mixture: block by block, on all threads, without ever holding
/// the N x K responsibilities.
package struct ExpectationPass: Sendable {
  package let engine: Engine
  /// What is computed in where points are kept in it; else it is double.
  private(set) var precision = Engine.Precision.double
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
    self.stopping = stopping
  }

  /// The same, computing in a precision.
  func computing(in precision: Engine.Precision) -> ExpectationPass {
    var other = self
    other.precision = precision
    return other
  }

  /// The sufficient statistics of all data, under EM's rule or with their known labels.
  ///
  /// - Complexity: O(N K D²) time, less where components are left out, and O(K D³) for each group of points with
  ///   missing coordinates.
  func statistics(
    of source: any StatisticsSource, under parameters: MixtureParameters, moments: MomentKind
  ) -> SufficientStatistics {
    var total = SufficientStatistics(parameters.layout(moments))
    for (group, expectation) in source.expectations.enumerated() {
      let seen = expectation.parameters(parameters)
      let leaves = source.leafStatistics(ofGroup: group, under: seen, moments: moments, pass: self)
      let part = sum(
        leaves, under: seen, moments, whitening: expectation.whitening(under: seen, moments: moments))
      total.add(expectation.completed(part, under: seen, of: parameters))
    }
    return total
  }

  /// `Σ_i ln max_k r_ik` over the points whose labels are not known, which is 0 or less.
  ///
  /// - Complexity: O(N K D²), less where components are left out.
  func logOfLargestResponsibilities(
    of source: any StatisticsSource, under parameters: MixtureParameters
  ) -> Double {
    source.expectations.enumerated().filter { !$1.isLabelled }.reduce(0) { sum, group in
      let logs = source.logsOfLargestResponsibilities(
        ofGroup: group.offset, under: group.element.parameters(parameters), pass: self)
      return sum + min(0, FixedTree.sum(logs) ?? 0)
    }
  }

  /// The sufficient statistics of some points.
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
    sum(
      leafStatistics(of: blocks, under: parameters, rule: rule, moments: moments), under: parameters, moments,
      whitening: whitening(of: blocks, rule, under: parameters, moments))
  }

  /// What blocks are whitened by under a rule; nil for nothing.
  private func whitening(
    of blocks: PointBlocks, _ rule: ResponsibilityRule, under parameters: MixtureParameters, _ moments: MomentKind
  ) -> SharedWhitening? {
    rule.isPosterior && !blocks.holdsCells ? SharedWhitening(parameters, moments: moments) : nil
  }

  /// The statistics that leaves add up to.
  ///
  /// - Parameter whitening: of the points, where they were whitened.
  private func sum(
    _ leaves: [LeafStatistics?], under parameters: MixtureParameters, _ moments: MomentKind,
    whitening: SharedWhitening?
  ) -> SufficientStatistics {
    let layout = parameters.layout(moments)
    guard let whitening else { return SufficientStatistics(layout, adding: leaves, engine: engine) }
    return whitening.unwhitened(
      SufficientStatistics(layout.whitened, adding: leaves, engine: engine), layout)
  }

  /// The same leaf by leaf; nil for those that were left off.
  func leafStatistics(
    of blocks: PointBlocks, under parameters: MixtureParameters, rule: ResponsibilityRule, moments: MomentKind
  ) -> [LeafStatistics?] {
    if let dealt = blocks.dealt {
      return dealt.statistics(
        blocks.grid(statisticsSize: parameters.layout(moments).count), under: parameters, rule, moments, self)
    }
    let rule = blocks.ordered(rule)
    let mixture = PassMixture(
      parameters, whitening: whitening(of: blocks, rule, under: parameters, moments),
      isBounded: isBounded(blocks) && !rule.isKnown,
      precision: blocks.precision == .single ? precision : .double)
    func statistics<Number: KernelNumber>(_ type: Number.Type) -> [LeafStatistics?] {
      leaves(of: blocks, under: mixture, parameters.layout(moments)) { (worker: inout LeafWorker<Number>, leaf) in
        worker.statistics(of: leaf, rule: rule, moments: moments)
      }
    }
    return mixture.packed.precision == .double ? statistics(Double.self) : statistics(Float.self)
  }

  /// Leaf by leaf `Σ_i ln max_k r_ik`, in double precision; nil for those that were left off.
  func logsOfLargestResponsibilities(
    of blocks: PointBlocks, under parameters: MixtureParameters
  ) -> [Double?] {
    if let dealt = blocks.dealt {
      return dealt.logarithms(
        blocks.grid(statisticsSize: parameters.layout(.means).count), under: parameters, self)
    }
    return leaves(
      of: blocks, under: PassMixture(parameters, isBounded: isBounded(blocks)), parameters.layout(.means)
    ) { (worker: inout LeafWorker<Double>, leaf) in
      worker.logOfLargestResponsibilities(of: leaf)
    }
  }

  private func isBounded(_ blocks: PointBlocks) -> Bool { engine.skipsComponents && blocks.hasBoxes }

  /// What `work` answers for each leaf, in order.
  private func leaves<Number: KernelNumber, Part: Sendable>(
    of blocks: PointBlocks, under mixture: PassMixture, _ layout: MomentLayout,
    _ work: @Sendable (inout LeafWorker<Number>, Range<Int>) -> Part
  ) -> [Part?] {
    let leaves = blocks.leaves(statisticsSize: layout.count)
    var parts = [Part?](repeating: nil, count: leaves.count)
    parts.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let writer = DisjointWriter(base)
      ParallelLoop.run(
        count: leaves.count,
        threadCount: engine.threads(points: blocks.count, operations: mixture.packed.operationCount),
        makeWorker: { LeafWorker<Number>(blocks, mixture, engine: engine, moments: layout.kind) },
        task: { worker, leaf in
          guard !isStopped, let own = leaves[leaf] else { return }
          writer.pointer(at: leaf).pointee = work(&worker, own)
          blocks.leaveMemory(own)
        })
    }
    return parts
  }
}

extension MixtureParameters {
  fileprivate func layout(_ moments: MomentKind) -> MomentLayout {
    MomentLayout(
      componentCount: componentCount, dimension: dimension, kind: moments, hasNorms: normUnits != nil)
  }
}

extension ResponsibilityRule {
  fileprivate var isKnown: Bool { if case .known = self { true } else { false } }
  fileprivate var isPosterior: Bool { if case .posterior = self { true } else { false } }
}

extension PointBlocks {
  /// A rule with its labels in the blocks' order.
  fileprivate func ordered(_ rule: ResponsibilityRule) -> ResponsibilityRule {
    guard case .known(let labels) = rule, isOrdered else { return rule }
    return .known(labels.selecting((0..<count).map(originalIndex)))
  }
}
