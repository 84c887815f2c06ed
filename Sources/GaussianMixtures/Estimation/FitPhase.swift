extension MixtureEstimator {
  /// What a fit is at between iterations.
  ///
  /// ```swift
  /// let result = try MixtureEstimator(componentCount: 3).fit(
  ///   observations, announcing: { phase in print(phase.description) })
  /// ```
  public enum Phase: String, Sendable, Hashable, CaseIterable {
    /// The points are checked and brought into the form that passes run on.
    case preparation
    /// Points are joined to groups, for a hierarchical start.
    case hierarchy
    /// Components are added one by one.
    case adaptiveSeeding
    /// Points are divided by k-means.
    case kMeans
    /// Points are grouped by the values that many of them share.
    case atoms
    /// Points are drawn for a start.
    case drawing
    /// Components are weighed for splits and merges.
    case splitMerge

    /// The phase in words, such as `joining points to groups`.
    public var description: String {
      switch self {
      case .preparation: "preparing the points"
      case .hierarchy: "joining points to groups"
      case .adaptiveSeeding: "adding components one by one"
      case .kMeans: "dividing points by k-means"
      case .atoms: "grouping points by frequent values"
      case .drawing: "drawing points for a start"
      case .splitMerge: "weighing splits and merges"
      }
    }
  }
}

/// What the machinery of a fit tells whoever observes it.
enum FitReport {
  case phase(MixtureEstimator.Phase)
  case iteration(MixtureEstimator.Progress)
  /// One of the starts is over.
  case ended(SearchState)
}

extension StartMethod {
  /// What finding it is called.
  var phase: MixtureEstimator.Phase {
    switch self {
    case .hierarchical, .coarse, .ward: .hierarchy
    case .adaptive: .adaptiveSeeding
    case .atoms: .atoms
    case .random: .drawing
    case .kMeans: .kMeans
    }
  }
}
