import Elementary
import Testing

@testable import GaussianMixtures

/// The step of a column's grid, as seen in its numbers.
@Suite struct ValueGridTests {
  private func step(_ values: [Double]) throws -> Double? {
    let known = values.filter { !$0.isNaN }
    let (smallest, largest) = (try #require(known.min()), try #require(known.max()))
    let mean = known.reduce(0, +) / Double(known.count)
    let variance = known.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(known.count)
    return ValueGrid.grid(of: PointColumn(values), range: smallest...largest, spread: variance.squareRoot())?.step
  }

  private func expect(_ values: [Double], _ expected: Double, _ comment: Comment? = nil) throws {
    let found = try #require(try step(values), comment)
    #expect(abs(found / expected - 1) < 1e-4, comment)
  }

  @Test func realMeasurementsHaveTheStepsTheyWereWrittenWith() throws {
    for column in try TestData.iris().columns { try expect(column, 0.1) }
    for column in try TestData.diabetes().columns { try expect(column, 1) }
    let faithful = try TestData.faithful().columns
    // Minutes to three digits, of which all are whole seconds.
    try expect(faithful[0], 1.0 / 60)
    try expect(faithful[1], 1)
  }

  @Test func stepsAreFoundWhateverUnitAndOriginTheNumbersHave() throws {
    var random = RandomStream(seed: 7, purpose: .sampling)
    for trial in 0..<400 {
      let count = 30 + random.integer(below: 3000)
      let width = 12 + random.integer(below: 5000)
      // Two neighbours among them, so that no longer step divides all.
      let whole = [0, 1] + (0..<count).map { _ in random.integer(below: width) }
      let step = binaryExponential(Double(random.integer(below: 60)) - 30) * (1 + random.uniform())
      let origin = (random.uniform() - 0.5) * step * 1e4
      let values = whole.map { Double($0) * step + origin }
      try expect(values, step, "trial \(trial), step \(step)")
      try expect(values.map { ($0 - origin / 3) / 0.83 }, step / 0.83, "scaled and shifted, trial \(trial)")
    }
  }

  @Test func singlePrecisionIsNoFinerGrid() throws {
    var random = RandomStream(seed: 3, purpose: .sampling)
    for trial in 0..<50 {
      let values = (0..<500).map { _ in Double(Float(Double(random.integer(below: 900)) * 0.1 + 3)) }
      try expect(values + [Double(Float(3.1)), 3], 0.1, "trial \(trial)")
    }
  }

  @Test func multiplesThatWereRoundedToDecimalsCount() throws {
    var random = RandomStream(seed: 4, purpose: .sampling)
    // Inches told in centimetres to one digit.
    let inches = (0..<600).map { _ in Double(50 + random.integer(below: 40)) * 2.54 }
    try expect(inches.map { ($0 * 10).rounded() / 10 }, 2.54)
    // Quarters of an hour told in hours to two digits.
    let quarters = (0..<400).map { _ in Double(random.integer(below: 80)) / 4 }
    try expect(quarters.map { ($0 * 100).rounded() / 100 }, 0.25)
  }

  @Test func continuousNumbersHaveNone() throws {
    for seed in 0..<300 {
      var random = RandomStream(seed: UInt64(seed), purpose: .sampling)
      let count = 10 + random.integer(below: seed % 10 == 0 ? 5000 : 60)
      let normal = (0..<count).map { _ in random.normal() }
      #expect(try step(normal) == nil, "seed \(seed)")
      #expect(try step(normal.map { Double(Float($0 + 100)) }).map { $0 < 1e-4 } ?? true, "seed \(seed)")
    }
  }

  @Test func aFewValuesOffTheGridMakeAFinerOneOrNone() throws {
    var whole = (0..<5000).map { Double($0 * 7919 % 97) }
    try expect(whole, 1)
    whole[4321] = 3.5
    try expect(whole, 0.5)
    whole[1234] = 0.123456789012
    #expect(try step(whole).map { $0 <= 0.25 } ?? true)
  }

  @Test func fewerThanTenValuesAreCodes() throws {
    #expect(try step((0..<300).map { Double($0 % 9) }) == nil)
    try expect((0..<300).map { Double($0 % 10) }, 1)
    // Ten values of which a sample of the rows would see few.
    try expect([Double](repeating: 0, count: 50_000) + (0..<12).map(Double.init), 1)
  }

  @Test func missingNumbersAreLeftOut() throws {
    let quarters = (0..<200).map { Double($0 * 31 % 57) * 0.25 }
    try expect(quarters.enumerated().map { $0 % 3 == 0 ? Double.nan : $1 }, 0.25)
  }
}
