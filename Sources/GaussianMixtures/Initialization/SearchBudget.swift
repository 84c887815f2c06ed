/// What a search may cost, in iterations of EM over the points that it looks at: where these are expensive there are fewer
/// candidates and trials, so that a search takes about as long as the fit that follows it.
///
/// It depends on the sizes alone, so that the same data and options give the same search on every machine.
struct SearchBudget: Sendable {
  /// How many iterations are affordable.
  let iterations: Int
  /// So many further random swaps that raise nothing end a search that has come but once to where it ends: ten for each
  /// component where these take some hundredths of a second, else none.
  let furtherSwaps: Int

  /// Multiplications and additions; a core does some 1e10 of them a second.
  private static func operations(_ effort: SearchEffort) -> Double { effort == .high ? 2e11 : 2e10 }

  /// About so many a pair of a point and a component takes beside those for products of coordinates.
  private static let operationsBesideProducts = 20.0
  /// What an iteration takes besides all pairs, and besides those of a component: of few points it is nearly all.
  private static let operationsBesidePairs = (whole: 8e4, component: 2e4)
  /// How many iterations a candidate or a trial takes, about.
  private static let iterationsOfATrial = 60
  /// How many a swap takes, where points are few: most are given up soon.
  private static let iterationsOfASwap = 30.0
  /// What all further swaps may take together.
  private static let operationsOfFurtherSwaps = 2.5e8
  private static let furtherSwapsOfAComponent = 10

  init(effort: SearchEffort, configuration: FitConfiguration, pointCount: Int, dimension: Int) {
    let d = Double(dimension)
    let products = configuration.structure.moments == .scatters ? d * d : d
    let count = Double(configuration.componentCount)
    let ofPairs = Double(pointCount) * count * (products + Self.operationsBesideProducts)
    iterations = Int(min(1e9, Self.operations(effort) / ofPairs))
    let swaps = Self.furtherSwapsOfAComponent * configuration.componentCount
    let ofAll = ofPairs + Self.operationsBesidePairs.whole + Self.operationsBesidePairs.component * count
    let isCheap = Double(swaps) * Self.iterationsOfASwap * ofAll <= Self.operationsOfFurtherSwaps
    furtherSwaps = effort == .standard && isCheap ? swaps : 0
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
