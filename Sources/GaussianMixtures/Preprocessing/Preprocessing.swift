/// What is done to a table's columns before they are a mixture's coordinates: compensation first, then transforms.
///
/// ```swift
/// let preprocessing = Preprocessing(transforms: [.arcsinh(cofactor: 150), nil])
/// let coordinates = preprocessing.transformed([1500, 0.3])          // 2.998…, 0.3
/// print(preprocessing.original(coordinates))                        // 1500, 0.3
/// print(preprocessing.titles(of: ["FL1-A", "ratio"]))               // asinh(FL1-A/150), ratio
/// let document = ModelDocument(model: model, columns: ["FL1-A", "ratio"], preprocessing: preprocessing)
/// print(document.axisTitles ?? [])
/// ```
///
/// A mixture's means and covariances are those of the transformed columns. The **original units** are those of the columns
/// before their transforms, after the compensation. A density in them is the mixture's times the derivatives of the
/// transforms: so criteria of different transforms of the same data compare.
public struct Preprocessing: Sendable, Hashable {
  /// By what matrix the channels of a flow cytometer are compensated.
  ///
  /// ```swift
  /// let ownMatrices = Preprocessing(compensation: .ofFile, transforms: [.arcsinh(cofactor: 150)])
  /// ```
  public enum CompensationRule: Sendable, Hashable {
    /// By that of each file: the matrix of a measurement goes with it.
    case ofFile
    /// By one for all files.
    case matrix(Compensation)
  }

  /// How channels are compensated; nil where they are not.
  public let compensation: CompensationRule?
  /// The transform of each coordinate; nil for one that stays.
  public let transforms: [ColumnTransform?]

  /// Takes what is done.
  ///
  /// - Parameters:
  ///   - compensation: how channels are compensated.
  ///   - transforms: one for each coordinate, nil where it stays.
  public init(compensation: CompensationRule? = nil, transforms: [ColumnTransform?]) {
    self.compensation = compensation
    self.transforms = transforms
  }

  /// The number of coordinates, D.
  public var dimension: Int { transforms.count }
  /// Whether nothing is done.
  public var isNone: Bool { compensation == nil && !isTransforming }
  /// Whether a coordinate has a transform.
  public var isTransforming: Bool { transforms.contains { $0 != nil } }

  /// The coordinates that have a transform, from 0.
  package var transformedColumns: [Int] { transforms.indices.filter { transforms[$0] != nil } }

  /// The transforms, by coordinates that have one.
  package var steps: [Int: ColumnTransform] {
    Dictionary(
      uniqueKeysWithValues: transforms.enumerated().compactMap { place, transform in
        transform.map { (place, $0) }
      })
  }

  /// The coordinates of a point, after its compensation.
  ///
  /// - Parameter point: D numbers in original units.
  public func transformed(_ point: [Double]) -> [Double] {
    zip(point, transforms).map { value, transform in transform?.value(of: value) ?? value }
  }

  /// A point in original units.
  ///
  /// Of a component's mean it is the median of each column, since transforms rise.
  ///
  /// - Parameter coordinates: D numbers.
  public func original(_ coordinates: [Double]) -> [Double] {
    zip(coordinates, transforms).map { value, transform in transform?.inverse(of: value) ?? value }
  }

  /// Columns of coordinates in original units.
  ///
  /// - Parameter columns: D arrays.
  /// - Complexity: O(N D).
  public func original(columns: [[Double]]) -> [[Double]] {
    zip(columns, transforms).map { column, transform in
      transform.map { transform in column.map(transform.inverse) } ?? column
    }
  }

  /// What the axes of the coordinates are called.
  ///
  /// - Parameter names: D names of columns.
  public func titles(of names: [String]) -> [String] {
    zip(names, transforms).map { name, transform in transform?.title(of: name) ?? name }
  }

  /// The same of some of the coordinates, in any order.
  ///
  /// - Parameter order: their numbers, from 0.
  public func selecting(_ order: [Int]) -> Preprocessing {
    Preprocessing(compensation: compensation, transforms: order.map { transforms[$0] })
  }
}

extension Preprocessing {
  /// What is done, as names and texts for people.
  ///
  /// - Parameter names: those of the columns; nil for their numbers.
  package func explanations(of names: [String]?) -> [(name: String, text: String)] {
    var lines: [(name: String, text: String)] = []
    switch compensation {
    case nil: break
    case .ofFile: lines.append(("compensation", "by the spillover matrix of each file"))
    case .matrix(let matrix):
      lines.append(("compensation", "by a spillover matrix of \(matrix.channels.count) channels"))
    }
    // Columns that are transformed alike are told together.
    var kinds: [(text: String, columns: [String])] = []
    for (place, transform) in transforms.enumerated() {
      guard let text = transform?.description else { continue }
      let name = names?[place] ?? "\(place + 1)"
      if let known = kinds.firstIndex(where: { $0.text == text }) {
        kinds[known].columns.append(name)
      } else {
        kinds.append((text, [name]))
      }
    }
    return lines + kinds.map { ("transform", "\($0.text) of \($0.columns.joined(separator: ", "))") }
  }

  /// The logarithm of the derivatives' product for each point: what a log density in original units is more than that of
  /// the coordinates. Missing coordinates are left out.
  ///
  /// - Parameter observations: N points of D coordinates.
  /// - Returns: N numbers, in nats.
  /// - Complexity: O(N D).
  public func logJacobians(of observations: Observations) -> [Double] {
    var sums = [Double](repeating: 0, count: observations.count)
    for (column, transform) in zip(observations.coordinates, transforms) {
      guard let transform else { continue }
      for (row, value) in column.values.enumerated() where !value.isNaN {
        sums[row] += transform.logDerivative(at: value)
      }
    }
    return sums
  }

  /// The sum over points as they count: by how much a log-likelihood in original units is more.
  ///
  /// - Parameter observations: N points of D coordinates.
  /// - Returns: nats; 0 without transforms.
  /// - Complexity: O(N D).
  public func logJacobian(of observations: Observations) -> Double {
    guard isTransforming else { return 0 }
    var sum = 0.0
    for start in stride(from: 0, to: observations.count, by: ScoreSum.blockSize) {
      let run = observations.selecting(start..<min(start + ScoreSum.blockSize, observations.count))
      let logJacobians = logJacobians(of: run)
      sum += logJacobians.indices.reduce(0) { $0 + (run.weights?[$1] ?? 1) * logJacobians[$1] }
    }
    return sum
  }

  /// The same, nil where no coordinate has a transform.
  package func logJacobianOfTransforms(of observations: Observations) -> Double? {
    isTransforming ? logJacobian(of: observations) : nil
  }

  /// What a mixture says of points, with densities in original units.
  ///
  /// - Parameters:
  ///   - classification: what it says in the units of the coordinates.
  ///   - observations: the points.
  /// - Complexity: O(N D).
  public func original(_ classification: Classification, of observations: Observations) -> Classification {
    guard isTransforming else { return classification }
    return classification.adding(toLogDensities: logJacobians(of: observations))
  }
}

extension Preprocessing: Codable {
  private enum Key: String, CodingKey { case compensation, transforms }
  private enum CompensationKey: String, CodingKey { case source }
  private enum Source: String, Codable { case file, matrix }

  /// Reads what is done.
  ///
  /// - Parameter decoder: a decoder of an object.
  /// - Throws: what the decoder throws, also for what is not known: data must not be taken for others.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    transforms = try container.decode([ColumnTransform?].self, forKey: .transforms)
    guard try container.contains(.compensation) && !container.decodeNil(forKey: .compensation) else {
      compensation = nil
      return
    }
    let own = try container.nestedContainer(keyedBy: CompensationKey.self, forKey: .compensation)
    switch try own.decode(Source.self, forKey: .source) {
    case .file: compensation = .ofFile
    case .matrix: compensation = .matrix(try container.decode(Compensation.self, forKey: .compensation))
    }
  }

  /// Writes what is done.
  ///
  /// - Parameter encoder: an encoder of an object.
  /// - Throws: what the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(transforms, forKey: .transforms)
    guard let compensation else { return }
    if case .matrix(let matrix) = compensation { try container.encode(matrix, forKey: .compensation) }
    var own = container.nestedContainer(keyedBy: CompensationKey.self, forKey: .compensation)
    switch compensation {
    case .ofFile: try own.encode(Source.file, forKey: .source)
    case .matrix: try own.encode(Source.matrix, forKey: .source)
    }
  }
}
