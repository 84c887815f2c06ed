import GaussianMixtures
import Testing

/// Calls that a Swift programmer makes without looking them up: each compiles, and does what it says.
@Suite struct NaturalCallTests {
  private struct Star {
    let x: Double
    let y: Float
    let planetCount: Int
  }

  /// Two groups that are far from each other.
  private func mixture(noise: GaussianMixture.Noise? = nil) throws -> GaussianMixture {
    let rest = 1 - (noise?.weight ?? 0)
    return try GaussianMixture(
      components: [
        .init(weight: 0.6 * rest, mean: [0, 0], covariance: [[1, 0.5], [0.5, 2]], name: "near"),
        .init(weight: 0.4 * rest, mean: [50, 20], covariance: .identity(dimension: 2)),
      ], noise: noise)
  }

  private func cloud() throws -> (points: PointSet, labels: PointLabels) {
    var stream = RandomStream(seed: 1, purpose: .sampling)
    return try mixture().sample(100, using: &stream)
  }

  // MARK: Points

  @Test func pointsAreACollection() throws {
    let points = try PointSet([[1, 2], [3, 4], [5, 6]])
    var sum = 0.0
    for point in points { sum += point[0] * point[1] }
    #expect(sum == 2 + 12 + 30)
    #expect(points.first == [1, 2] && points.last == [5, 6] && points.count == 3 && !points.isEmpty)
    #expect(points.filter { $0[0] > 2 } == [[3, 4], [5, 6]])
    #expect(points.map { $0[1] } == [2, 4, 6] && points.reversed()[0] == [5, 6])
    #expect(points.firstIndex(of: [3, 4]) == 1)
  }

  @Test func partsOfPointsArePoints() throws {
    let rows = (0..<50).map { [Double($0), Double($0 * $0)] }
    for points in [try PointSet(rows), try PointSet(columns: [rows.map { $0[0] }, rows.map { $0[1] }])] {
      #expect(Array(points[10..<20]) == Array(rows[10..<20]))
      let part = try PointSet(points[10..<20])
      #expect(part.columns == [Array(rows[10..<20].map { $0[0] }), rows[10..<20].map { $0[1] }])
      #expect(try PointSet(part[5...]) == PointSet(rows[15..<20]))
      #expect(try PointSet(points.filter { $0[0] < 3 }) == PointSet(points.prefix(3)))
      let none = #expect(throws: PointSetError.self) { try PointSet(points[7..<7]) }
      #expect(none?.code == .empty)
    }
  }

  @Test func vectorsAndRowsOfAnyPrecisionArePoints() throws {
    let expected = try PointSet(columns: [[1, 4], [2, 5], [3, 6.5]])
    #expect(try PointSet([SIMD3<Float>(1, 2, 3), SIMD3<Float>(4, 5, 6.5)]) == expected)
    #expect(try PointSet([SIMD3<Double>(1, 2, 3), SIMD3<Double>(4, 5, 6.5)][...]) == expected)
    #expect(try PointSet([[1, 2, 3], [4, 5, 6.5]] as [[Float]]) == expected)
    #expect(try PointSet([[1, 2, 3][...], [4, 5, 6.5][...]]) == expected)
    #expect(try PointSet([SIMD2<Float>(1, 2)]).dimension == 2)
    #expect(try PointSet([SIMD4<Double>(1, 2, 3, 4)]).columns == [[1], [2], [3], [4]])
    let odd = #expect(throws: PointSetError.self) { try PointSet([[1, 2], [3]] as [[Float]]) }
    #expect(odd?.code == .unequalColumns && odd?.point == 1)
    let infinite = #expect(throws: PointSetError.self) { try PointSet([SIMD2<Float>(1, .infinity)]) }
    #expect(infinite?.code == .notFinite && infinite?.column == 1 && infinite?.point == 0)
    #expect(throws: PointSetError.self) { try PointSet([] as [SIMD2<Float>]) }
  }

  @Test func recordsArePoints() throws {
    let stars = [Star(x: 1, y: 2, planetCount: 3), Star(x: 4, y: 5, planetCount: 6)]
    #expect(try PointSet(stars, \.x, \.y).columns == [[1, 4], [2, 5]])
    #expect(try PointSet(stars, \.x).columns == [[1, 4]])
    #expect(try PointSet(stars, \.x, { Double($0.planetCount) }, \.y).columns == [[1, 4], [3, 6], [2, 5]])
    #expect(throws: PointSetError.self) { try PointSet([Star](), \.x, \.y) }
  }

  @Test func memoryIsPoints() throws {
    let floats: [Float] = [1, 2, 3, 4, 5, 6]
    let expected = try PointSet([[1, 2], [3, 4], [5, 6]])
    #expect(try PointSet(rowMajor: floats, dimension: 2) == expected)
    #expect(try PointSet(rowMajor: floats.span, dimension: 2) == expected)
    #expect(try PointSet(rowMajor: [1, 2, 3, 4, 5, 6].span, dimension: 2) == expected)
    let copied = try floats.withUnsafeBufferPointer { try PointSet(rowMajor: $0, dimension: 2) }
    #expect(copied == expected)
    let odd = #expect(throws: PointSetError.self) { try PointSet(rowMajor: floats, dimension: 4) }
    #expect(odd?.code == .unequalColumns)
    for dimension in [0, -1] {
      #expect(throws: PointSetError.self) { try PointSet(rowMajor: floats, dimension: dimension) }
    }
  }

  @Test func observationsAreMadeOfPoints() throws {
    let points = try PointSet([[1, 2], [3, 4], [5, 6]])
    #expect(Observations(points).totalWeight == 3)
    #expect(try Observations(points, weights: [3, 0, 1]).totalWeight == 4)
    let labels = ClassLabels(names: ["a", "b"], indices: [0, nil, 1])
    #expect(try Observations(points, knownLabels: labels).knownLabels == labels)
    #expect(throws: FitError.self) { try Observations(points, weights: [1]) }
    let missing = try Observations([[1, nil], [3, 4], [nil, 6]])
    #expect(missing.hasMissing && missing.columns[1][1...] == [4, 6] && missing.columns[1][0].isNaN)
    let odd = #expect(throws: FitError.self) { try Observations([[1, nil], [3]]) }
    #expect(odd?.code == .observations && odd?.message.contains("Point 2") == true)
  }

  // MARK: The model

  @Test func onePointIsAsked() throws {
    let model = try mixture()
    let points = try cloud().points
    let all = try model.classify(points)
    let responsibilities = try model.responsibilities(of: points)
    for i in [0, 50, 99] {
      #expect(try model.logDensity(of: points[i]) == all.logDensities[i])
      #expect(try model.density(of: points[i]) == all.densities[i])
      #expect(try model.label(of: points[i]) == all.labels[i])
      #expect(try model.responsibilities(of: points[i]) == responsibilities.map { $0[i] })
    }
    let noise = GaussianMixture.Noise(weight: 0.1, logVolume: 5)
    #expect(try mixture(noise: noise).label(of: [1000, 1000]) == nil)
    for (point, code) in [([1.0], ModelError.Code.dimension), ([], .dimension), ([1, .nan], .notFinite)] {
      let error = #expect(throws: ModelError.self) { try model.logDensity(of: point) }
      #expect(error?.code == code)
    }
  }

  @Test func componentsHaveNamesAndPlaces() throws {
    let model = try mixture()
    #expect(model[0] == model.components[0] && model[1].weight == 0.4)
    #expect(model.componentNames == ["near", "2"] && model.componentName(0) == "near")
  }

  @Test func aClassificationIsACollection() throws {
    let colours = ["red", "blue"]
    let classification = try mixture().classify(try cloud().points)
    #expect(classification.count == 100)
    let first = classification[0]
    #expect(first.label == classification.labels[0] && first.probability == classification.probabilities[0])
    #expect(first.uncertainty == classification.uncertainties[0])
    #expect(
      first.logDensity == classification.logDensities[0] && first.density == classification.densities[0])
    let named = classification.map { $0.label.map { colours[$0] } ?? "grey" }
    #expect(named.count { $0 == "red" } == classification.labels.count { $0 == 0 })
    #expect(classification.filter { $0.uncertainty > 0.5 }.isEmpty)
    #expect(classification.max { $0.logDensity < $1.logDensity }?.density == classification.densities.max())
  }

  @Test func aFitTakesANumberOfComponents() throws {
    let (points, labels) = try cloud()
    let result = try MixtureEstimator(componentCount: 2).fit(points)
    #expect(try MixtureEstimator(FitConfiguration(componentCount: 2)).fit(points).model == result.model)
    #expect(try ConfusionTable(result.model.labels(of: points), labels).errorRate == 0)
    let estimator = MixtureEstimator(componentCount: 3, structure: .vve, seed: 7)
    #expect(estimator.configuration == FitConfiguration(componentCount: 3, structure: .vve, seed: 7))
    #expect(MixtureSelector().configuration == SelectionConfiguration())
  }

  @Test func allStructuresHaveMembers() {
    let members: [CovarianceStructure] = [
      .eii, .vii, .eei, .vei, .evi, .vvi, .eee, .vee, .eve, .vve, .eev, .vev, .evv, .vvv,
    ]
    #expect(members == CovarianceStructure.allCases)
    let codes = [
      "EII", "VII", "EEI", "VEI", "EVI", "VVI", "EEE", "VEE", "EVE", "VVE", "EEV", "VEV", "EVV", "VVV",
    ]
    #expect(members.map(\.code) == codes)
    #expect(members == codes.compactMap { CovarianceStructure($0) })
    #expect(CovarianceStructure.full == .vvv && CovarianceStructure.spherical == .vii)
  }

  @Test func anyGeneratorGivesPoints() throws {
    let model = try mixture()
    var system = SystemRandomNumberGenerator()
    let drawn = try model.sample(10, using: &system)
    #expect(drawn.points.count == 10 && drawn.labels.count == 10)
    func draw(_ numbers: [UInt64], threadCount: Int) throws -> PointSet {
      var generator = Playback(numbers: numbers)
      let points = try model.sample(100_000, using: &generator, engine: Engine(threadCount: threadCount))
        .points
      #expect(generator.place == 4)
      return points
    }
    #expect(try draw([1, 2, 3, 4], threadCount: 1) == draw([1, 2, 3, 4], threadCount: 3))
    #expect(try draw([1, 2, 3, 4], threadCount: 1) != draw([1, 2, 3, 5], threadCount: 1))
    // A generator that gives nothing but zeros is none, and ends no program.
    #expect(try Set(draw([0, 0, 0, 0], threadCount: 1)).count == 100_000)
    var stream = RandomStream(seed: 1, purpose: .sampling)
    var same: any RandomNumberGenerator = stream
    #expect(try model.sample(10, using: &stream).points != model.sample(10, using: &same).points)
  }
}

/// Gives numbers that were written down.
private struct Playback: RandomNumberGenerator {
  let numbers: [UInt64]
  var place = 0

  mutating func next() -> UInt64 {
    place += 1
    return numbers[place - 1]
  }
}
