/// What a search may cost, in iterations of EM over the points that it looks at: where these are expensive there are fewer
/// candidates and trials, so that a search takes about as long as the fit that follows it.
///
/// It depends on the sizes alone, so that the same data and options give the same search on every machine.
struct SearchBudget: Sendable {
  /// How many iterations are affordable.
  let iterations: Int

  /// Multiplications and additions; a core does some 1e10 of them a second.
  private static func operations(_ effort: SearchEffort) -> Double { effort == .high ? 2e11 : 2e10 }

  /// About so many a pair of a point and a component takes beside those for products of coordinates.
  private static let operationsBesideProducts = 20.0
  /// How many iterations a candidate or a trial takes, about.
  private static let iterationsOfATrial = 60

  init(effort: SearchEffort, configuration: FitConfiguration, pointCount: Int, dimension: Int) {
    let d = Double(dimension)
    let products = configuration.structure.moments == .scatters ? d * d : d
    let pairs = Double(pointCount) * Double(configuration.componentCount)
    iterations = Int(min(1e9, Self.operations(effort) / (pairs * (products + Self.operationsBesideProducts))))
  }

  /// As many candidates as there may be, at least one.
  func affordable(_ methods: [StartMethod]) -> [StartMethod] {
    Array(methods.prefix(max(1, trials(of: methods.count))))
  }

  /// How many candidates or trials of a number are affordable.
  func trials(of most: Int) -> Int { min(most, iterations / Self.iterationsOfATrial) }

  /// Whether all that is asked for is affordable.
  var isAmple: Bool { iterations >= 20 * Self.iterationsOfATrial }
}
