/// Where EM starts.
///
/// ```swift
/// let fromSeeds = MixtureEstimator(componentCount: 3, start: .kMeans)
/// let fromModel = MixtureEstimator(componentCount: model.componentCount, start: .model(model))
/// let groups = ClassLabels(names: ["sick", "well"], indices: truth)
/// let fromGroups = MixtureEstimator(componentCount: 2, start: .labels(groups))
/// ```
public enum Start: Sendable, Hashable {
  /// The best of several candidates after short runs of EM, improved by splits and merges: what a fit does best
  /// without knowing the data. With known labels, the estimates of these.
  case auto(effort: SearchEffort)
  /// The groups of a hierarchy made by joining groups where it costs the least likelihood.
  case hierarchical
  /// k-means++ seeds, improved by k-means, in columns scaled to equal spreads.
  case kMeans
  /// Points drawn at random, with covariances of the whole data's shape.
  case random
  /// These parameters; components keep their order.
  case model(GaussianMixture)
  /// The estimates of these groups; components keep their order and take the groups' names.
  case labels(ClassLabels)

  /// The search with the standard effort.
  public static var auto: Start { .auto(effort: .standard) }

  /// The name that options and files use.
  public var name: String {
    switch self {
    case .auto: "auto"
    case .hierarchical: StartMethod.hierarchical.rawValue
    case .kMeans: StartMethod.kMeans.rawValue
    case .random: StartMethod.random.rawValue
    case .model: "model"
    case .labels: "labels"
    }
  }

  /// - Throws: ``FitError`` where groups of points are known of which the start would know nothing.
  func check(besides knownLabels: ClassLabels?) throws(FitError) {
    guard knownLabels != nil else { return }
    switch self {
    case .auto, .model: return
    case .hierarchical, .kMeans, .random, .labels:
      throw FitError(
        .start,
        "The start \(name) cannot be combined with known labels, which bring their own. Leave the start at auto, "
          + "or give a model.")
    }
  }

  /// How much a search does; nil where there is none.
  public var effort: SearchEffort? { if case .auto(let effort) = self { effort } else { nil } }

  /// Whether the parameters were made elsewhere.
  var isModel: Bool { if case .model = self { true } else { false } }

  /// Whether the number of components is free.
  var isFree: Bool { !hasOrder }

  /// Whether the components come in an order of their own, which stays.
  var hasOrder: Bool {
    switch self {
    case .auto, .hierarchical, .kMeans, .random: false
    case .model, .labels: true
    }
  }
}

/// How parameters to start from are found in the points.
enum StartMethod: String, Sendable {
  /// What a start is called that known labels bring along.
  static let knownLabelsName = "known-labels"

  case hierarchical, coarse, ward, adaptive, atoms, random
  case kMeans = "kmeans"

  /// The kind of a candidate; other hierarchies are hierarchies too.
  var kind: String { (isHierarchy ? .hierarchical : self).rawValue }

  var isHierarchy: Bool { self == .hierarchical || self == .coarse || self == .ward }
}

/// Groups of points that are known or supposed.
///
/// ```swift
/// // Of four points, two are known; a fit finds the groups of the others.
/// let known = ClassLabels(names: ["sick", "well"], indices: [0, nil, nil, 1])
/// let observations = try Observations([[9.1, 2], [8.7, 1.5], [3.0, 4], [2.8, 4.4]], knownLabels: known)
/// ```
public struct ClassLabels: Sendable, Hashable {
  /// The names of the groups, in the components' order.
  public let names: [String]
  /// The group of each point, from 0, or nil where it is not known.
  public let indices: PointLabels

  /// Takes the groups as they are.
  ///
  /// - Parameters:
  ///   - names: the names of the groups.
  ///   - indices: the group of each point, or nil.
  public init(names: [String], indices: PointLabels) {
    self.names = names
    self.indices = indices
  }

  /// Takes the groups as they are.
  ///
  /// - Parameters:
  ///   - names: the names of the groups.
  ///   - indices: the group of each point, or nil.
  public init(names: [String], indices: [Int?]) {
    self.init(names: names, indices: PointLabels(indices))
  }

  /// The labels of some of the points; of all for nil.
  func selecting(_ rows: [Int]?) -> ClassLabels {
    rows.map { ClassLabels(names: names, indices: indices.selecting($0)) } ?? self
  }

  /// The names with numbers for further components; nil where all are numbers.
  func names(for componentCount: Int) -> [String]? {
    areNumbers ? nil : names + (names.count..<max(names.count, componentCount)).map { "\($0 + 1)" }
  }

  /// Whether the names are no more than the numbers from 1.
  var areNumbers: Bool { names.indices.allSatisfy { names[$0] == "\($0 + 1)" } }
}
