internal import Parallel

/// Blocks that are a part of those of several processes.
extension PointBlocks {
  /// The leaves that the points of all processes are cut into, for statistics of a size.
  func grid(statisticsSize size: Int) -> LeafGrid {
    Self.grid(blockCount: place?.blockCount ?? blockCount, statisticsSize: size)
  }

  static func grid(blockCount: Int, statisticsSize size: Int) -> LeafGrid {
    LeafGrid(blockCount: blockCount, blocksPerGroup: blocksPerGroup, statisticsSize: size)
  }

  /// The blocks of each leaf, as they are numbered here; nil where another process has it.
  func leaves(statisticsSize size: Int) -> [Range<Int>?] {
    grid(statisticsSize: size).leaves.map { leaf in place.map { $0.local(leaf) } ?? leaf }
  }

  /// The same blocks as a part of more.
  func placed(at place: BlockPlace) -> PointBlocks {
    var part = self
    part.place = place
    return part
  }

  /// Points in the frame, one after the other, in blocks; the last one is repeated where the last vector is not full.
  static func stored(
    _ numbers: [Double], dimension: Int, stride: Int, _ precision: Engine.Precision
  ) -> StoredNumbers {
    let count = numbers.count / dimension
    func stored<Number: KernelNumber>(_ type: Number.Type) -> AlignedNumbers<Number> {
      AlignedNumbers(count: blockCount(of: count) * dimension * stride) { base in
        for place in 0..<Tile.padded(count) {
          let source = min(place, count - 1) * dimension
          let target = base + place / blockSize * dimension * stride + place % blockSize
          for d in 0..<dimension { target[d * stride] = Number(numbers[source + d]) }
        }
      }
    }
    return precision == .double ? .double(stored(Double.self)) : .single(stored(Float.self))
  }
}
