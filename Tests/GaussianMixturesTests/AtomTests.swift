import Testing

@testable import GaussianMixtures

/// Groups of equal values: zeros, saturation, white pixels; and equal values that are no groups.
@Suite struct AtomTests {
  /// Two clouds, and a third group whose first coordinate is one value.
  private func zeros(at value: Double, share: Double, scale: Double = 1, seed: UInt64 = 5) throws -> PointSet
  {
    var random = RandomStream(seed: seed, purpose: .sampling)
    var columns = [[Double]](repeating: [], count: 2)
    let centres = [(3.0, 1.0), (7.0, 4.0)]
    for row in 0..<1200 {
      let isEqual = Double(row) < share * 1200
      let centre = centres[row % 2]
      columns[0].append((isEqual ? value : centre.0 + 0.5 * random.normal()) * scale)
      columns[1].append(((isEqual ? 1 : centre.1) + 0.3 * random.normal()) * scale)
    }
    return try PointSet(columns: columns)
  }

  private func atoms(
    _ columns: [[Double]], weights: [Double]? = nil, meaning: WeightMeaning? = nil
  ) throws -> Atoms {
    let spreads = columns.map { column in
      let mean = column.reduce(0, +) / Double(column.count)
      return (column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(column.count)).squareRoot()
    }
    return Atoms(
      of: try Observations(columns: columns, weights: weights, weightMeaning: meaning), spreads: spreads)
  }

  private func normals(_ count: Int, seed: UInt64) -> [Double] {
    var random = RandomStream(seed: seed, purpose: .sampling)
    return (0..<count).map { _ in random.normal() }
  }

  @Test(arguments: [1, 1e-9, 1e9], [0.0, 10, -4])
  func aValueThatManyShareIsAGroup(scale: Double, value: Double) throws {
    let points = try zeros(at: value, share: 0.3, scale: scale)
    let result = try MixtureEstimator(FitConfiguration(componentCount: 3)).fit(points)
    #expect(!result.isAccident)
    let groups = try result.model.classify(points).labels.prefix(360)
    #expect(Set(groups).count == 1)
    let component = result.model.components[try #require(groups[0])]
    #expect(abs(component.weight - 0.3) < 1e-3)
    #expect(abs(component.mean[0] - value * scale) <= 1e-9 * scale)
    let event = try #require(result.events.first { $0.floorCause == .atom })
    #expect(event.column == 0 && event.value == value * scale)
  }

  @Test func theCriterionFindsTheGroupToo() throws {
    for share in [0.1, 0.5] {
      let points = try zeros(at: 0, share: share)
      let selection = try MixtureSelector(
        SelectionConfiguration(componentCounts: Array(1...5), structures: [.full])
      ).select(points)
      #expect(selection.best.model.componentCount == 3)
    }
  }

  @Test func equalValuesThatAreFewOrNoMoreThanTheirNeighboursAreNone() throws {
    let continuous = normals(2000, seed: 1)
    #expect(try atoms([continuous]).isEmpty)
    // A hundredth of all.
    #expect(try atoms([[Double](repeating: 5, count: 20) + continuous]).isEmpty)
    // Counts: a value is frequent, and so are the next.
    #expect(try atoms([(0..<2000).map { Double(($0 * $0) % 7) }]).isEmpty)
    #expect(try atoms([continuous.map { ($0 * 2).rounded() }]).isEmpty)
    #expect(try atoms(try TestData.iris().columns).isEmpty)
    #expect(try atoms(try TestData.diabetes().columns).isEmpty)
    #expect(try atoms(try TestData.faithful().columns).isEmpty)
  }

  @Test(arguments: [400, 4000, 40_000])
  func aSampleOfTheRowsFindsThem(count: Int) throws {
    let found = try atoms([
      [Double](repeating: -1, count: count / 10) + normals(count, seed: 2)
        + [Double](repeating: 9, count: count / 4)
    ])
    #expect(found.columns == [[-1, 9]])
  }

  @Test func weightsCountAsRepetitions() throws {
    let values = normals(900, seed: 3) + [0]
    #expect(try atoms([values]).isEmpty)
    let weights = values.map { $0 == 0 ? 300.0 : 1 }
    #expect(try atoms([values], weights: weights, meaning: .frequencies).columns == [[0]])
    #expect(try atoms([values], weights: weights, meaning: .importance).isEmpty)
  }

  @Test func aPointMayBeOneWhoseCoordinatesAreNone() throws {
    // Each of nine points has its coordinates in common with four others; one is far more frequent than these.
    let rows = (0..<2000).map { $0 < 1500 ? (1, 1) : ($0 % 3, $0 / 3 % 3) }
    let found = try atoms([rows.map { Double($0.0) }, rows.map { Double($0.1) }])
    #expect(found.points == [[1, 1]])
  }

  @Test func whatIsSetAsideIsSaidWithItsCure() throws {
    // Twenty of six hundred points share a value: too few for a group, enough for a likelihood without bound.
    let columns = [
      normals(580, seed: 8) + [Double](repeating: 0.25, count: 20), normals(600, seed: 9),
    ]
    let points = try PointSet(columns: columns)
    let start = try GaussianMixture(
      components: [
        .init(weight: 0.9, mean: [0, 0], covariance: CovarianceMatrix.diagonal([1, 1])),
        .init(weight: 0.1, mean: [0.25, 0], covariance: CovarianceMatrix.diagonal([1e-6, 1])),
      ], structure: .full)
    let held = try MixtureEstimator(FitConfiguration(componentCount: 2), start: .model(start)).fit(points)
    #expect(held.isAccident)
    let found = try MixtureEstimator(FitConfiguration(componentCount: 2)).fit(points)
    #expect(!found.isAccident)
    #expect(held.logLikelihood > found.logLikelihood)
    let event = try #require(held.events.last { $0.floorCause == .equalValues })
    let ridge = try #require(event.ridge)
    #expect(event.column == 0 && abs((event.value ?? 0) - 0.25) < 1e-6 && ridge > 0)
    #expect(event.message.contains("--ridge"))
    let cured = try MixtureEstimator(
      FitConfiguration(componentCount: 2, ridge: ridge), start: .model(start)
    ).fit(points)
    #expect(!cured.isAccident)
  }

  /// A yes and a no are codes, and where a component lies between them by rounding alone it lies on one.
  @Test(arguments: [1.0, 1e-6, 1e6])
  func placesAreToldWithoutRounding(scale: Double) throws {
    var random = RandomStream(seed: 4, purpose: .sampling)
    let flags = (0..<400).map { _ in random.normal() < 0 ? 0 : scale }
    let points = try PointSet(columns: [flags, normals(400, seed: 6)])
    for count in 2...4 {
      let result = try MixtureEstimator(FitConfiguration(componentCount: count)).fit(points)
      let values = result.events.compactMap(\.value)
      #expect(!values.isEmpty)
      #expect(values.allSatisfy { $0 == 0 || abs($0) > 1e-10 * scale })
    }
  }
}
