extension GaussianMixture {
  /// A uniform density `1 / V` for points that belong to no component, and its share of the whole.
  ///
  /// It has this density everywhere, also outside the box that V is taken from.
  ///
  /// Source: J. Banfield and A. Raftery, Biometrics 49 (1993) 803-821, section 5.
  public struct Noise: Sendable, Hashable, Codable {
    /// The share of the whole, from 0 to 1.
    public let weight: Double
    /// The natural logarithm of the volume V, in the units of the data: V itself may leave the range of numbers.
    public let logVolume: Double
    /// The region that the volume is that of, where it was not given as a number.
    public let box: Box?

    /// A parallelepiped: all points `corner + Σ u_j edges[j]` with `u_j` from 0 to 1.
    public struct Box: Sendable, Hashable, Codable {
      /// One of its corners, D coordinates.
      public let corner: [Double]
      /// D vectors of D coordinates.
      public let edges: [[Double]]

      /// Takes the vectors as they are.
      ///
      /// - Parameters:
      ///   - corner: a corner.
      ///   - edges: as many vectors as there are coordinates.
      public init(corner: [Double], edges: [[Double]]) {
        self.corner = corner
        self.edges = edges
      }

      var middle: [Double] {
        corner.indices.map { column in
          edges.reduce(corner[column]) { $0 + $1[column] / 2 }
        }
      }

      /// The widths along the coordinates, where the box is parallel to these.
      var widths: [Double]? {
        let isParallel = edges.indices.allSatisfy { j in
          edges[j].indices.allSatisfy { $0 == j || edges[j][$0] == 0 }
        }
        return isParallel ? edges.indices.map { edges[$0][$0] } : nil
      }
    }

    /// Takes the values as they are; ``GaussianMixture/init(components:structure:noise:)`` checks them.
    ///
    /// - Parameters:
    ///   - weight: the share of the whole.
    ///   - logVolume: the logarithm of the volume.
    ///   - box: the region.
    public init(weight: Double, logVolume: Double, box: Box? = nil) {
      self.weight = weight
      self.logVolume = logVolume
      self.box = box
    }
  }
}

extension GaussianMixture.Noise {
  func check(dimension: Int) throws(ModelError) {
    guard weight.isFinite, weight >= 0, weight < 1 else {
      throw ModelError(.weights, "The noise has the weight \(weight); it must be from 0 to below 1.")
    }
    guard logVolume.isFinite else {
      throw ModelError(.notFinite, "The logarithm of the noise's volume is \(logVolume); it must be finite.")
    }
    guard let box else { return }
    let vectors = [box.corner] + box.edges
    guard box.edges.count == dimension, vectors.allSatisfy({ $0.count == dimension }) else {
      throw ModelError(.dimension, "The noise's box is not of the model's \(dimension) dimensions.")
    }
    guard vectors.allSatisfy({ $0.allSatisfy(\.isFinite) }) else {
      throw ModelError(.notFinite, "The noise's box has a corner or an edge that is not finite.")
    }
  }

  /// The same in some coordinates; nil where it is not uniform in them.
  func selecting(_ coordinates: [Int], of dimension: Int) -> GaussianMixture.Noise? {
    let isAll = coordinates.count == dimension
    let widths = box?.widths
    guard isAll || widths != nil else { return nil }
    let selected = box.map { box in
      Box(
        corner: coordinates.map { box.corner[$0] },
        edges: (widths == nil ? Array(0..<dimension) : coordinates).map { edge in
          coordinates.map { box.edges[edge][$0] }
        })
    }
    let logVolume = widths.map { widths in coordinates.reduce(0) { $0 + naturalLogarithm(widths[$1]) } }
    return GaussianMixture.Noise(
      weight: weight, logVolume: isAll ? self.logVolume : logVolume ?? self.logVolume, box: selected)
  }
}
