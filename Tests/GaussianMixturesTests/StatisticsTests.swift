import Foundation
@testable import GaussianMixtures
import Testing

/// What one pass yields, against sums by their definitions.
@Suite struct StatisticsTests {
  /// A pass in the model's own frame, whose columns are scaled by powers of two.
  private func statistics(
    _ points: PointSet, _ model: GaussianMixture, _ set: InstructionSet, threadCount: Int = 2,
    rule: ResponsibilityRule = .posterior
  ) -> SufficientStatistics {
    let frame = CoordinateFrame(of: model)
    let pass = ExpectationPass(engine: Engine(threadCount: threadCount, instructionSet: set))
    return pass.statistics(
      of: PointBlocks(points, frame: frame, engine: pass.engine), under: MixtureParameters(model, in: frame),
      rule: rule)
  }

  /// The exponents of the model's frame: the widest component's spread is near 1 in it.
  private func exponents(_ model: GaussianMixture) -> [Double] {
    (0..<model.dimension).map { j in
      let widest = model.components.map { $0.covariance[j, j] }.max() ?? 1
      return pow(2, Double(Int(widest.exponent) / 2))
    }
  }

  private func check(
    _ found: SufficientStatistics, _ points: PointSet, _ model: GaussianMixture, _ shares: [[Long]]
  ) {
    let d = model.dimension
    let units = exponents(model)
    let naive = NaiveMoments(points, responsibilities: shares, origins: NaiveMixture(model).means)
    let entries = 1 + d + d * (d + 1) / 2
    // Sums of N terms of sizes up to |x - mean|² and responsibilities to 1e-10; both relative to N |z|².
    let reach = points.columns.indices.map { column in
      (points.columns[column].map(abs).max() ?? 1) / units[column] + 20
    }
    let allowed = 1e-10 * Double(points.count)
    for k in 0..<model.componentCount {
      let moments = found.moments[(k * entries)..<((k + 1) * entries)].map { $0 }
      #expect(abs(moments[0] - Double(naive.masses[k])) <= allowed)
      for i in 0..<d {
        let first = Double(naive.firsts[k][i]) / units[i]
        #expect(abs(moments[1 + i] - first) <= allowed * reach[i])
        for j in 0...i {
          let second = Double(naive.scatters[k][i][j]) / units[i] / units[j]
          #expect(abs(moments[1 + d + i * (i + 1) / 2 + j] - second) <= allowed * reach[i] * reach[j])
        }
      }
    }
    #expect(found.mass == Double(points.count) || found.mass == 0)
  }

  @Test(arguments: 1...12)
  func posteriorSums(dimension: Int) throws {
    for (count, componentCount) in [(1, 1), (9, 2), (257, 7), (3000, 3)] {
      let (points, model) = try TestData.cloud(
        count: count, dimension: dimension, componentCount: componentCount, seed: UInt64(dimension),
        separation: 1)
      let naive = NaiveMixture(model)
      let rows = naive.weightedLogDensities(points)
      let shares = rows.map { row in row.map { exp($0 - NaiveMixture.logSum(row)) } }
      let logLikelihood = rows.reduce(Long(0)) { $0 + NaiveMixture.logSum($1) }
      let largest = rows.reduce(Long(0)) { $0 + ($1.max() ?? 0) }
      for set in InstructionSet.available {
        let found = statistics(points, model, set)
        check(found, points, model, shares)
        let shift = CoordinateFrame(of: model).logDensityShift * Double(count)
        expectRelative(found.logLikelihood - shift, Double(logLikelihood), 1e-11)
        let hard = statistics(points, model, set, rule: .hardest)
        expectRelative(hard.logLikelihood - shift, Double(largest), 1e-11)
      }
    }
  }

  @Test(arguments: 1...12)
  func hardSums(dimension: Int) throws {
    let (points, model) = try TestData.cloud(
      count: 777, dimension: dimension, componentCount: 4, seed: UInt64(dimension), separation: 1)
    // The label of a point midway between two components may fall either way: no point of a random
    // cloud is that close (checked by the labels' own test), so the classification's labels are used.
    for set in InstructionSet.available {
      let labels = try model.classify(points, engine: Engine(instructionSet: set)).labels
      let shares = labels.map { label in (0..<4).map { Long($0 == label ? 1 : 0) } }
      let found = statistics(points, model, set, rule: .hardest)
      check(found, points, model, shares)
      let entries = 1 + dimension + dimension * (dimension + 1) / 2
      #expect((0..<4).map { found.moments[$0 * entries] }.reduce(0, +) == 777)
      for k in 0..<4 {
        #expect(found.moments[k * entries] == Double(labels.count { $0 == k }))
      }
    }
  }

  @Test(arguments: [1, 3, 8, 9, 12])
  func givenLabels(dimension: Int) throws {
    let (points, model) = try TestData.cloud(
      count: 1001, dimension: dimension, componentCount: 3, seed: 9)
    let labels = PointLabels((0..<1001).map { $0 % 5 == 4 ? nil : $0 % 5 })  // nil and 3 belong to none
    let shares = labels.map { label in (0..<3).map { Long($0 == label ? 1 : 0) } }
    for set in InstructionSet.available {
      let found = statistics(points, model, set, rule: .known(labels))
      check(found, points, model, shares)
      let entries = 1 + dimension + dimension * (dimension + 1) / 2
      for k in 0..<3 { #expect(found.moments[k * entries] == Double(labels.count { $0 == k })) }
    }
  }

  /// A point is shared out among the components of its class; the log-likelihood is that of points and classes.
  @Test(arguments: [1, 3, 9])
  func classesOfSeveralComponents(dimension: Int) throws {
    let (points, model) = try TestData.cloud(
      count: 777, dimension: dimension, componentCount: 4, seed: 12, separation: 1)
    let classOfComponent = [0, 1, 0, 1]
    let labels = PointLabels((0..<777).map { $0 % 3 == 2 ? nil : $0 % 3 })
    var logLikelihood: Long = 0
    let shares = zip(labels, NaiveMixture(model).weightedLogDensities(points)).map { label, logs in
      let densities = logs.indices.map { classOfComponent[$0] == label ? exp(logs[$0]) : 0 }
      let sum = densities.reduce(0, +)
      if label != nil { logLikelihood += log(sum) }
      return densities.map { sum > 0 ? $0 / sum : 0 }
    }
    let frame = CoordinateFrame(of: model)
    var parameters = MixtureParameters(model, in: frame)
    parameters.labelling = Labelling(classOfComponent: classOfComponent)
    for set in InstructionSet.available {
      let engine = Engine(threadCount: 2, instructionSet: set)
      func statistics(_ labels: PointLabels, of points: PointSet) -> SufficientStatistics {
        ExpectationPass(engine: engine).statistics(
          of: PointBlocks(points, frame: frame, engine: engine), under: parameters, rule: .known(labels))
      }
      check(statistics(labels, of: points), points, model, shares)
      let known = labels.indices.filter { labels[$0] != nil }
      let some = try PointSet(known.map { points[$0] })
      let shift = frame.logDensityShift * Double(known.count)
      expectRelative(
        statistics(labels.selecting(known), of: some).logLikelihood - shift, Double(logLikelihood), 1e-11)
    }
  }

  @Test(arguments: [2, 8, 12])
  func threadsDoNotChangeABit(dimension: Int) throws {
    let (points, model) = try TestData.cloud(
      count: 20_011, dimension: dimension, componentCount: 4, seed: 10)
    for set in InstructionSet.available {
      let one = statistics(points, model, set, threadCount: 1)
      for threadCount in [2, 3, 8] {
        let other = statistics(points, model, set, threadCount: threadCount)
        #expect(one.moments.map(\.bitPattern) == other.moments.map(\.bitPattern))
        #expect(one.logLikelihood.bitPattern == other.logLikelihood.bitPattern)
      }
    }
  }

  #if arch(x86_64) && os(Linux)
  @Test(arguments: InstructionSet.available)
  func exponentialWithinTwoUnits(set: InstructionSet) {
    var stream = RandomStream(seed: 3, purpose: .display)
    var exponents = (0..<200_000).map { _ in -1021 * stream.uniform() }
    exponents += (0..<200_000).map { _ in -2 * stream.uniform() }
    exponents += (0...1021).flatMap { whole in
      [0, 0.5, -0.5, 0.5.nextUp, 0.5.nextDown, 1e-17, 1e-10].map { -Double(whole) + $0 }
    }.filter { $0 <= 0 && $0 >= -1021 }
    exponents += [-0.0, -Double.leastNonzeroMagnitude, -1021, -1020.5]
    let results = MixtureKernels(set).exponential(exponents)
    var worst = 0.0
    for (t, result) in zip(exponents, results) {
      let exact = exp2(Float80(t))
      worst = max(worst, Double(abs(Float80(result) - exact) / Float80(Double(exact).ulp)))
    }
    #expect(worst <= 2, "\(set): \(worst) units in the last place")
  }
  #endif

  @Test(arguments: InstructionSet.available)
  func exponentialAtItsEnds(set: InstructionSet) {
    let results = MixtureKernels(set).exponential([0, -1, -1021, -1022, -1e9, -1e300])
    #expect(Array(results.prefix(3)) == [1, 0.5, 0x1p-1021])
    // Further down it may stay where it is or vanish.
    #expect(results.allSatisfy { $0 >= 0 && $0 <= 1 } && results.dropFirst(3).allSatisfy { $0 <= 0x1p-1021 })
  }

  @Test(arguments: InstructionSet.available)
  func exponentialInSinglePrecision(set: InstructionSet) {
    var stream = RandomStream(seed: 3, purpose: .display)
    var exponents = (0..<200_000).map { _ in Float(-100 * stream.uniform()) }
    exponents += (0..<200_000).map { _ in Float(-2 * stream.uniform()) }
    let beside: [Float] = [0, 0.5, -0.5, Float(0.5).nextUp, Float(0.5).nextDown, 1e-7, 1e-10]
    for whole in 0...99 { exponents += beside.map { $0 - Float(whole) }.filter { $0 <= 0 } }
    exponents += [-0.0, -Float.leastNonzeroMagnitude, -100]
    let results = MixtureKernels(set).exponential(exponents)
    let worst = zip(exponents, results).map { abs(Double($1) / exp2(Double($0)) - 1) }.max() ?? 1
    #expect(worst <= 2e-7, "\(set): \(worst)")
    let ends = MixtureKernels(set).exponential([0, -1, -101, -127, -150, -1e9, -1e30, -.infinity] as [Float])
    #expect(ends.prefix(2) == [1, 0.5])
    #expect(ends.dropFirst(2).allSatisfy { $0 == 0 || $0 == 0x1p-100 })
  }
}
