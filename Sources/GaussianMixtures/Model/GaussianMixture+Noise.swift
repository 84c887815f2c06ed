internal import Elementary

extension GaussianMixture {
  /// A uniform density `1 / V` for points that belong to no component, and its share of the whole.
  ///
  /// ```swift
  /// if let noise = result.model.noise {
  ///   print("\(noise.weight) of the points, at the log density \(-noise.logVolume) everywhere")
  /// }
  /// ```
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
    ///
    /// ```swift
    /// let square = GaussianMixture.Noise.Box(corner: [-5, -5], edges: [[10, 0], [0, 10]])
    /// let noise = GaussianMixture.Noise(weight: 0.1, logVolume: log(100), box: square)
    /// let model = try GaussianMixture(
    ///   components: [.init(weight: 0.9, mean: [0, 0], covariance: .identity(dimension: 2))], noise: noise)
    /// ```
    public struct Box: Sendable, Hashable {
      /// One of its corners, D coordinates.
      public let corner: [Double]
      /// D vectors of D coordinates.
      ///
      /// - Complexity: O(D²) where the box is parallel to the coordinates, for which it holds no more than D widths.
      public var edges: [[Double]] {
        switch shape {
        case .edges(let edges): edges
        case .widths(let widths):
          widths.indices.map { edge in widths.indices.map { $0 == edge ? widths[edge] : 0 } }
        }
      }

      private let shape: Shape

      fileprivate enum Shape: Sendable, Hashable {
        case widths([Double])
        case edges([[Double]])
      }

      /// Takes the vectors as they are.
      ///
      /// - Parameters:
      ///   - corner: a corner.
      ///   - edges: as many vectors as there are coordinates.
      public init(corner: [Double], edges: [[Double]]) {
        self.corner = corner
        let isParallel = edges.indices.allSatisfy { j in
          edges[j].count == edges.count && edges[j].indices.allSatisfy { $0 == j || edges[j][$0] == 0 }
        }
        shape = isParallel ? .widths(edges.indices.map { edges[$0][$0] }) : .edges(edges)
      }

      /// A box parallel to the coordinates.
      init(corner: [Double], widths: [Double]) {
        self.corner = corner
        shape = .widths(widths)
      }

      var middle: [Double] {
        corner.indices.map { column in
          switch shape {
          case .widths(let widths): corner[column] + widths[column] / 2
          case .edges(let edges): edges.reduce(corner[column]) { $0 + $1[column] / 2 }
          }
        }
      }

      /// The widths along the coordinates, where the box is parallel to these.
      var widths: [Double]? { if case .widths(let widths) = shape { widths } else { nil } }
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
    let vectors = box.widths.map { [box.corner, $0] } ?? [box.corner] + box.edges
    guard vectors.count == (box.widths == nil ? dimension + 1 : 2),
      vectors.allSatisfy({ $0.count == dimension })
    else {
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
      let corner = coordinates.map { box.corner[$0] }
      return widths.map { widths in Box(corner: corner, widths: coordinates.map { widths[$0] }) }
        ?? Box(corner: corner, edges: box.edges.map { edge in coordinates.map { edge[$0] } })
    }
    let logVolume = widths.map { widths in coordinates.reduce(0) { $0 + naturalLogarithm(widths[$1]) } }
    return GaussianMixture.Noise(
      weight: weight, logVolume: isAll ? self.logVolume : logVolume ?? self.logVolume, box: selected)
  }
}

extension GaussianMixture.Noise.Box: Codable {
  private enum Key: String, CodingKey { case corner, edges, widths }

  /// In more columns the D x D numbers of the edges are not written where D widths say the same.
  static let largestWrittenByEdges = 100

  /// Whether the box is written by its widths.
  var isWrittenByWidths: Bool { corner.count > Self.largestWrittenByEdges && widths != nil }

  /// Reads a box by its edges, or by its widths along the coordinates.
  ///
  /// - Parameter decoder: a decoder of an object.
  /// - Throws: what the decoder throws.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let corner = try container.decode([Double].self, forKey: .corner)
    if let widths = try container.decodeIfPresent([Double].self, forKey: .widths) {
      self.init(corner: corner, widths: widths)
    } else {
      self.init(corner: corner, edges: try container.decode([[Double]].self, forKey: .edges))
    }
  }

  /// Writes the corner, and the edges; of a box parallel to more than 100 coordinates its widths.
  ///
  /// - Parameter encoder: an encoder of an object.
  /// - Throws: what the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(corner, forKey: .corner)
    if isWrittenByWidths {
      try container.encode(widths, forKey: .widths)
    } else {
      try container.encode(edges, forKey: .edges)
    }
  }
}
