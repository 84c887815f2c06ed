internal import LinearAlgebra

// Options as they are sent to other processes, to the last bit.

extension MaximumPreference: NamedCheckpointPart {}
extension Acceleration: NamedCheckpointPart {}
extension Resolution: NamedCheckpointPart {}
extension Shrinkage.Target: NamedCheckpointPart {}
extension SelectionCriterion: NamedCheckpointPart {}
extension WeightMeaning: NamedCheckpointPart {}

extension FitConfiguration: CheckpointPart {
  func write(to writer: inout CheckpointWriter) {
    writer.write(componentCount)
    writer.write(structure)
    writer.write(equalWeights)
    writer.write(noise?.volume)
    writer.write(noise?.startWeight)
    writer.write(restartCount)
    writer.write(preference)
    writer.write(stopping.name)
    writer.write(stopping.tolerances)
    writer.write(acceleration)
    writer.write(approximation?.pointsPerCell)
    writer.write(maximumIterations)
    writer.write(covarianceFloor)
    writer.write(resolution)
    writer.write(ridge)
    writer.write(prior?.shrinkage)
    writer.write(prior?.degreesOfFreedom)
    writer.write(shrinkage)
    writer.write(maximumEigenvalueRatio)
    writer.write(collapsePolicy)
    writer.write(seed)
  }

  init(reading reader: inout CheckpointReader) throws(FitError) {
    self.init(
      componentCount: try reader.read(), structure: try reader.read(), equalWeights: try reader.read(),
      noise: try reader.noise(), restartCount: try reader.read(), preference: try reader.read(),
      stopping: try reader.stoppingRule(), acceleration: try reader.read(),
      approximation: try reader.read(Int?.self).map { Approximation(pointsPerCell: $0) },
      maximumIterations: try reader.read(), covarianceFloor: try reader.read(), resolution: try reader.read(),
      ridge: try reader.read(), prior: try reader.prior(), shrinkage: try reader.read(),
      maximumEigenvalueRatio: try reader.read(), collapsePolicy: try reader.read(), seed: try reader.read())
  }
}

extension CheckpointReader {
  fileprivate mutating func noise() throws(FitError) -> NoiseConfiguration? {
    let volume: Double? = try read()
    return try read(Double?.self).map { NoiseConfiguration(volume: volume, startWeight: $0) }
  }

  fileprivate mutating func prior() throws(FitError) -> ConjugatePrior? {
    let shrinkage: Double? = try read()
    let degrees: Double? = try read()
    return shrinkage.map { ConjugatePrior(shrinkage: $0, degreesOfFreedom: degrees) }
  }

  fileprivate mutating func stoppingRule() throws(FitError) -> StoppingRule {
    let name = try utf8()
    let tolerances: [Double] = try read()
    let known: [StoppingRule] =
      switch tolerances.count {
      case 1: [.predictedGain(tolerance: tolerances[0]), .gain(tolerance: tolerances[0])]
      case 2: [.changes(means: tolerances[0], weights: tolerances[1])]
      default: []
      }
    guard let rule = known.first(where: { $0.name == name }) else { throw .damagedCheckpoint }
    return rule
  }
}

extension CovarianceStructure: CheckpointPart {
  func write(to writer: inout CheckpointWriter) { writer.write(code) }

  init(reading reader: inout CheckpointReader) throws(FitError) {
    let code = try reader.utf8()
    guard let structure = Self.allCases.first(where: { $0.code == code }) else { throw .damagedCheckpoint }
    self = structure
  }
}

extension Shrinkage: CheckpointPart {
  /// The amounts that have no number.
  private static let found: [Amount] = [.oracleApproximating, .ledoitWolf, .stein, .automatic]

  func write(to writer: inout CheckpointWriter) {
    writer.write(Self.found.firstIndex(of: amount))
    if case .fixed(let share) = amount { writer.write(share) }
    writer.write(target)
  }

  init(reading reader: inout CheckpointReader) throws(FitError) {
    guard let place: Int = try reader.read(Int?.self) else {
      self.init(try reader.read(Double.self), towards: try reader.read())
      return
    }
    guard Self.found.indices.contains(place) else { throw .damagedCheckpoint }
    self.init(Self.found[place], towards: try reader.read())
  }
}

/// Those that need nothing but points.
extension Start: CheckpointPart {
  private static let free: [Start] = [.hierarchical, .kMeans, .random]

  func write(to writer: inout CheckpointWriter) {
    writer.write(effort)
    writer.write(Self.free.firstIndex(of: self))
  }

  init(reading reader: inout CheckpointReader) throws(FitError) {
    let effort: SearchEffort? = try reader.read()
    let place: Int? = try reader.read()
    if let effort {
      self = .auto(effort: effort)
    } else if let place, Self.free.indices.contains(place) {
      self = Self.free[place]
    } else {
      throw .damagedCheckpoint
    }
  }
}

extension ClassLabels: CheckpointPart {
  func write(to writer: inout CheckpointWriter) {
    writer.write(names)
    writer.write(indices.numbers.map { Int($0) })
  }

  init(reading reader: inout CheckpointReader) throws(FitError) {
    self.init(
      names: try reader.read(),
      indices: PointLabels(numbers: try reader.read([Int].self).map { Int32(clamping: $0) }))
  }
}

extension GaussianMixture: CheckpointPart {
  func write(to writer: inout CheckpointWriter) {
    writer.write(components.map(\.weight))
    writer.write(components.map(\.mean))
    writer.write(components.map(\.covariance.matrix))
    writer.write(components.map(\.name))
    writer.write(structure)
    writer.write(noise?.weight)
    writer.write(noise?.logVolume)
    writer.write(noise?.box)
  }

  init(reading reader: inout CheckpointReader) throws(FitError) {
    let (weights, means): ([Double], [[Double]]) = (try reader.read(), try reader.read())
    let (covariances, names): ([SymmetricMatrix], [String?]) = (try reader.read(), try reader.read())
    guard !weights.isEmpty, [means.count, covariances.count, names.count].allSatisfy({ $0 == weights.count })
    else { throw .damagedCheckpoint }
    let structure: CovarianceStructure = try reader.read()
    let (weight, logVolume): (Double?, Double?) = (try reader.read(), try reader.read())
    let box: Noise.Box? = try reader.read()
    self.init(
      trusting: weights.indices.map { place in
        Component(
          weight: weights[place], mean: means[place], covariance: CovarianceMatrix(covariances[place]),
          name: names[place])
      }, structure: structure,
      noise: weight.flatMap { weight in
        logVolume.map { Noise(weight: weight, logVolume: $0, box: box) }
      })
  }
}

extension FitLevel: CheckpointPart {
  func write(to writer: inout CheckpointWriter) {
    writer.write(logLikelihood)
    writer.write(isAccident)
  }

  init(reading reader: inout CheckpointReader) throws(FitError) {
    self.init(logLikelihood: try reader.read(), isAccident: try reader.read())
  }
}
