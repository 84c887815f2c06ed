import GaussianMixtures
import Testing

/// What is no checkpoint of the fit that is to go on is refused, by what differs.
@Suite struct CheckpointRefusalTests {
  private let columns = [[0.0, 1, 2, 9, 8, 7, 3, 5], [1.0, 0, 3, 8, 9, 6, 1, 4]]
  private let configuration = FitConfiguration(componentCount: 2, restartCount: 2)

  private func kept(
    _ observations: Observations, _ configuration: FitConfiguration, start: Start = .kMeans
  ) throws -> [UInt8] {
    var bytes: [UInt8] = []
    _ = try MixtureEstimator(configuration, start: start).fit(observations, resuming: nil) { progress in
      bytes = progress.checkpoint.bytes
      return progress.iteration.iteration == 2 ? .stop : .proceed
    }
    return bytes
  }

  private func refusal(
    _ bytes: [UInt8], _ observations: Observations, _ configuration: FitConfiguration, start: Start = .kMeans,
    engine: Engine = Engine()
  ) -> String? {
    do throws(FitError) {
      let checkpoint = try FitCheckpoint(bytes: bytes)
      _ = try MixtureEstimator(configuration, start: start, engine: engine).fit(observations, resuming: checkpoint)
      return nil
    } catch {
      #expect(error.code == .checkpoint)
      return error.message
    }
  }

  @Test func otherDataAreNamed() throws {
    let points = try Observations(columns: columns)
    let bytes = try kept(points, configuration)
    #expect(refusal(bytes, points, configuration) == nil)
    var other = columns
    other[1][3] = other[1][3].nextUp
    let changed = try #require(refusal(bytes, try Observations(columns: other), configuration))
    #expect(changed.contains("points whose column 2 has other numbers"))
    other[0].swapAt(0, 1)
    #expect(refusal(bytes, try Observations(columns: other), configuration)?.contains("in 2 of 2 columns") == true)
    let fewer = try Observations(columns: columns.map { Array($0.dropLast()) })
    #expect(
      refusal(bytes, fewer, configuration)?.contains("8 points of 2 coordinates, and there are 7 of 2") == true)
    let weighted = try Observations(columns: columns, weights: [1, 2, 1, 1, 1, 3, 1, 1])
    #expect(refusal(bytes, weighted, configuration)?.contains("other weights") == true)
    let labels = ClassLabels(names: ["a", "b"], indices: [0, nil, nil, 1, nil, nil, nil, nil])
    let labelled = try Observations(columns: columns, knownLabels: labels)
    let auto = try kept(labelled, configuration, start: .auto)
    #expect(refusal(auto, points, configuration, start: .auto)?.contains("other known labels") == true)
  }

  /// Every option of a fit is one that its checkpoint knows.
  @Test func otherOptionsAreNamed() throws {
    let points = try Observations(columns: columns)
    let bytes = try kept(points, configuration)
    let changes: [(String, (inout FitConfiguration) -> Void)] = [
      ("number of components", { $0.componentCount = 3 }), ("structure", { $0.structure = .tied }),
      ("equal weights", { $0.equalWeights = true }), ("noise", { $0.noise = NoiseConfiguration() }),
      ("restarts", { $0.restartCount = nil }), ("preference", { $0.preference = .separation }),
      ("stopping rule", { $0.stopping = .gain(tolerance: 1e-8) }),
      ("stopping rule", { $0.stopping = .predictedGain(tolerance: 2e-8) }),
      ("acceleration", { $0.acceleration = .none }),
      ("points in a cell", { $0.approximation = Approximation() }), ("limit of iterations", { $0.maximumIterations = 2000 }),
      ("covariance floor", { $0.covarianceFloor = 1e-10 }), ("resolution", { $0.resolution = .none }),
      ("ridge", { $0.ridge = 0.1 }), ("prior", { $0.prior = ConjugatePrior() }),
      ("shrinkage", { $0.shrinkage = Shrinkage(0.1) }), ("ratio of eigenvalues", { $0.maximumEigenvalueRatio = 5 }),
      ("collapsed components", { $0.collapsePolicy = .drop }), ("seed", { $0.seed = 2 }),
    ]
    for (name, change) in changes {
      var other = configuration
      change(&other)
      #expect(refusal(bytes, points, other)?.contains(name) == true, "\(name)")
    }
    // One of them is tried with two values.
    #expect(Mirror(reflecting: configuration).children.count == changes.count - 1)
    #expect(refusal(bytes, points, configuration, start: .random)?.contains("the start was kmeans, and here it is random") == true)
    let portable = Engine(instructionSet: .portable, skipsComponents: false)
    #expect(refusal(bytes, points, configuration, engine: portable) != nil)
    #expect(refusal(bytes, points, configuration, engine: Engine(threadCount: 7)) == nil)
  }

  @Test func damagedOnesAreKnown() throws {
    let points = try Observations(columns: columns)
    let bytes = try kept(points, configuration)
    for place in bytes.indices {
      var damaged = bytes
      damaged[place] ^= 0x10
      #expect(refusal(damaged, points, configuration) != nil)
    }
    for length in bytes.indices { #expect(refusal(Array(bytes[..<length]), points, configuration) != nil) }
    #expect(refusal(bytes + [0], points, configuration)?.contains("damaged") == true)
    #expect(refusal(Array("x,y\n1,2\n".utf8), points, configuration)?.contains("no checkpoint") == true)
    let later = Array(String(decoding: bytes.prefix(40), as: UTF8.self).replacing("/1 ", with: "/2 ").utf8)
    #expect(refusal(later, points, configuration)?.contains("form 2") == true)
  }

  @Test func aSelectionIsNoFit() throws {
    let kept = Kept()
    let points = try Observations(columns: columns)
    let configuration = SelectionConfiguration(componentCounts: [1, 2], structures: [.full, .tied])
    _ = try MixtureSelector(configuration).select(points, resuming: nil) { progress in
      kept.add(progress.checkpoint.bytes)
      return .proceed
    }
    let bytes = try #require(kept.all.last)
    #expect(refusal(bytes, points, self.configuration)?.contains("is of a selection") == true)
    let fit = try self.kept(points, self.configuration)
    #expect(throws: FitError.self) { try SelectionCheckpoint(bytes: fit) }
    let other = SelectionConfiguration(componentCounts: [1, 2], structures: [.tied, .full])
    #expect(throws: FitError.self) {
      try MixtureSelector(other).select(points, resuming: try SelectionCheckpoint(bytes: bytes))
    }
  }
}
