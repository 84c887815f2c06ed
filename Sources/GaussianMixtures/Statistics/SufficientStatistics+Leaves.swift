internal import Parallel

extension SufficientStatistics {
  /// The sum of leaves, in their fixed tree; nil stands for one that was left out.
  ///
  /// - Parameter engine: adds several components at a time, where they are many; the bits are the same.
  /// - Complexity: O(K S) for the size S of a component and each leaf in which it has points.
  init(_ layout: MomentLayout, adding leaves: [LeafStatistics?], engine: Engine) {
    var values = [Double](repeating: 0, count: layout.count)
    for place in 0..<layout.wholeCount {
      values[place] = FixedTree.sum(leaves.map { $0?.whole[place] }) ?? 0
    }
    let parts = PartsOfComponents(leaves, componentCount: layout.componentCount)
    let threadCount = engine.threads(points: parts.count, operations: layout.componentSize)
    values.withUnsafeMutableBufferPointer { values in
      guard let base = values.baseAddress else { return }
      let writer = DisjointWriter(base)
      ParallelLoop.run(
        count: layout.componentCount, threadCount: threadCount,
        makeWorker: { ComponentAdder(leaves, layout) },
        task: { adder, k in adder.add(parts, of: k, to: writer.pointer(at: layout.start(of: k))) })
    }
    self.init(layout, values: values)
  }
}

/// The leaves in which each component has moments, and where.
private struct PartsOfComponents: Sendable {
  /// Component after component, in the leaves' order: the leaf, and the number of the component there.
  private var places: [(leaf: Int32, row: Int32)]
  /// Where the places of each component begin.
  private var starts: [Int]

  var count: Int { places.count }

  init(_ leaves: [LeafStatistics?], componentCount: Int) {
    starts = [Int](repeating: 0, count: componentCount + 1)
    for leaf in leaves { for k in leaf?.components ?? [] { starts[Int(k) + 1] += 1 } }
    for k in 0..<componentCount { starts[k + 1] += starts[k] }
    places = [(leaf: Int32, row: Int32)](repeating: (0, 0), count: starts[componentCount])
    var next = starts
    for (number, leaf) in leaves.enumerated() {
      for (row, k) in (leaf?.components ?? []).enumerated() {
        places[next[Int(k)]] = (Int32(number), Int32(row))
        next[Int(k)] += 1
      }
    }
  }

  func places(of k: Int) -> ArraySlice<(leaf: Int32, row: Int32)> { places[starts[k]..<starts[k + 1]] }
}

/// What a thread keeps while it adds the leaves' parts of one component after the other.
private struct ComponentAdder {
  private let leaves: [LeafStatistics?]
  /// Where the moments of each leaf are, as long as there are the leaves.
  private let starts: [UnsafePointer<Double>?]
  private let size: Int
  private var parts: [FixedTree.Part] = []
  private var scratch: [Double]

  init(_ leaves: [LeafStatistics?], _ layout: MomentLayout) {
    self.leaves = leaves
    starts = leaves.map { $0?.moments.pointer(at: 0) }
    size = layout.componentSize
    scratch = [Double](repeating: 0, count: FixedTree.levelCount(ofParts: leaves.count) * size)
  }

  mutating func add(_ all: PartsOfComponents, of k: Int, to target: UnsafeMutablePointer<Double>) {
    parts.removeAll(keepingCapacity: true)
    for place in all.places(of: k) {
      guard let start = starts[Int(place.leaf)] else { continue }
      parts.append(FixedTree.Part(number: Int(place.leaf), start: start + Int(place.row) * size))
    }
    parts.withUnsafeBufferPointer { parts in
      scratch.withUnsafeMutableBufferPointer { scratch in
        guard let scratch = scratch.baseAddress else { return }
        FixedTree.sum(parts, of: leaves.count, count: size, into: target, scratch: scratch)
      }
    }
  }
}
