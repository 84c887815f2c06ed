import Foundation
import GaussianMixtures
import Testing

/// The random numbers on which every reproducible result rests.
@Suite struct RandomStreamTests {
  /// The words are those of the generator's transition matrix, raised to 2^128 by squaring.
  @Test func aJumpIsTwoToThe128Steps() {
    var stream = RandomStream(state: (1, 2, 3, 4))
    stream.jump()
    #expect(
      stream
        == RandomStream(
          state: (0x8c7a_1539_56b5_f3d1, 0x701f_1a71_3401_d85e, 0x6527_f66a_6546_9085, 0x8386_b786_c440_8050)
        ))
  }

  @Test func knownAnswers() {
    // The first outputs of xoshiro256** from the state 1, 2, 3, 4, by its definition on paper:
    // rotl(2 * 5, 7) * 9 = 1280 * 9 = 11520; then s1 = 0 gives 0; then s1 = 262149 gives 1509978240.
    var stream = RandomStream(state: (1, 2, 3, 4))
    let expected: [UInt64] = [
      11520, 0, 1_509_978_240, 1_215_971_899_390_074_240, 1_216_172_134_540_287_360,
      607_988_272_756_665_600, 16_172_922_978_634_559_625, 8_476_171_486_693_032_832,
      10_595_114_339_597_558_777, 2_904_607_092_377_533_576,
    ]
    #expect(expected.map { _ in stream.next() } == expected)
  }

  @Test func theFirstNumbersOfTheDefaultSeedStay() {
    // The seeding, written a second time: SplitMix64 mixed with the purpose and the number.
    func seeded(_ seed: UInt64, _ purpose: UInt64, _ index: UInt64) -> RandomStream {
      var state = seed
      func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        let a = (state ^ (state >> 30)) &* 0xbf58_476d_1ce4_e5b9
        let b = (a ^ (a >> 27)) &* 0x94d0_49bb_1331_11eb
        return b ^ (b >> 31)
      }
      let first = next()
      state ^= first &+ purpose
      let second = next()
      state ^= second &+ index
      let words = (next(), next(), next(), next())
      return RandomStream(state: words)
    }
    for seed: UInt64 in [0, 1, .max] {
      #expect(RandomStream(seed: seed, purpose: .start, index: 3) == seeded(seed, 1, 3))
      #expect(RandomStream(seed: seed, purpose: .sampling) == seeded(seed, 2, 0))
      #expect(RandomStream(seed: seed, purpose: .display, index: -1) == seeded(seed, 3, .max))
    }
  }

  /// With k cells, chi-square exceeds k + 6 sqrt(2 k) + 24 with a probability below 1e-9
  /// (Laurent and Massart: P(X > k + 2 sqrt(k t) + 2 t) <= e^-t, with t = 20.8).
  private func expectUniform(_ counts: [Int], total: Int, sourceLocation: SourceLocation = #_sourceLocation) {
    let expected = Double(total) / Double(counts.count)
    let square = counts.reduce(0) { $0 + pow(Double($1) - expected, 2) / expected }
    let freedom = Double(counts.count - 1)
    #expect(square <= freedom + 2 * (freedom * 20.8).squareRoot() + 41.6, sourceLocation: sourceLocation)
  }

  @Test func ordersAreEquallyLikely() {
    var stream = RandomStream(seed: 5, purpose: .folds)
    let total = 24_000
    var counts: [[Int]: Int] = [:]
    for _ in 0..<total { counts[stream.shuffled([0, 1, 2, 3]), default: 0] += 1 }
    #expect(counts.count == 24)
    expectUniform(Array(counts.values), total: total)
    #expect(stream.shuffled([Int]()).isEmpty && stream.shuffled([7]) == [7])
  }

  @Test(arguments: [0, 1, 12345, UInt64.max])
  func uniformNumbersAreUniform(seed: UInt64) {
    var stream = RandomStream(seed: seed, purpose: .start)
    var single = [Int](repeating: 0, count: 256)
    var pairs = [Int](repeating: 0, count: 32 * 32)
    for _ in 0..<100_000 {
      let x = stream.uniform()
      let y = stream.uniform()
      #expect(x >= 0 && x < 1 && (x * 0x1p53).rounded() == x * 0x1p53)
      single[Int(x * 256)] += 1
      pairs[Int(x * 32) * 32 + Int(y * 32)] += 1
    }
    expectUniform(single, total: 100_000)
    expectUniform(pairs, total: 100_000)
  }

  @Test(arguments: [1, 2, 3, 7, 1000])
  func wholeNumbersAreInRangeAndUniform(bound: Int) {
    var stream = RandomStream(seed: 4, purpose: .start)
    var counts = [Int](repeating: 0, count: bound)
    for _ in 0..<100_000 { counts[stream.integer(below: bound)] += 1 }
    if bound > 1 { expectUniform(counts, total: 100_000) } else { #expect(counts == [100_000]) }
  }

  @Test func largeBoundsAreUnbiased() {
    // With a bound of 3 2^61 a plain remainder would draw the lower third twice as often.
    var stream = RandomStream(seed: 4, purpose: .start)
    let bound = 3 << 61
    var thirds = [0, 0, 0]
    for _ in 0..<30_000 {
      let x = stream.integer(below: bound)
      #expect(x >= 0 && x < bound)
      thirds[x / (1 << 61)] += 1
    }
    expectUniform(thirds, total: 30_000)
    #expect((0..<100).allSatisfy { _ in stream.integer(below: .max) >= 0 })
  }

  @Test func normalNumbersHaveTheMomentsOfTheNormal() {
    var stream = RandomStream(seed: 6, purpose: .sampling)
    let n = 400_000
    let draws = (0..<n).map { _ in stream.normal() }
    // Moments 1 to 4 are 0, 1, 0, 3; their variances 1, 2, 15, 96.
    for (power, expected, variance) in [(1, 0, 1), (2, 1, 2), (3, 0, 15), (4, 3, 96)]
      as [(Double, Double, Double)]
    {
      let moment = draws.reduce(0) { $0 + pow($1, power) } / Double(n)
      #expect(abs(moment - expected) <= 6 * (variance / Double(n)).squareRoot())
    }
    // Pairs come of one draw of the polar method: they must not be correlated.
    let product = stride(from: 0, to: n, by: 2).reduce(0) { $0 + draws[$1] * draws[$1 + 1] } / Double(n / 2)
    #expect(abs(product) <= 6 / Double(n / 2).squareRoot())
    // Cells of equal chance: Φ by the error function.
    var cells = [Int](repeating: 0, count: 64)
    for x in draws { cells[min(63, Int(64 * 0.5 * erfc(-x / 2.0.squareRoot())))] += 1 }
    expectUniform(cells, total: n)
  }

  @Test func streamsOfRestartsPurposesAndSeedsHaveNothingInCommon() {
    var seen = Set<UInt64>()
    var drawn = 0
    for seed: UInt64 in 0..<20 {
      for purpose in [RandomStream.Purpose.start, .sampling, .display] {
        for index in 0..<20 {
          var stream = RandomStream(seed: seed, purpose: purpose, index: index)
          for _ in 0..<20 { seen.insert(stream.next()) }
          drawn += 20
        }
      }
    }
    // 24,000 numbers of 64 bits: two alike have a chance of 2e-11.
    #expect(seen.count == drawn)
    var a = RandomStream(seed: 1, purpose: .start, index: 0)
    var b = RandomStream(seed: 1, purpose: .start, index: 1)
    let n = 100_000
    let correlation = (0..<n).reduce(0.0) { sum, _ in sum + (a.uniform() - 0.5) * (b.uniform() - 0.5) } * 12
    #expect(abs(correlation / Double(n)) <= 6 / Double(n).squareRoot())
  }

  @Test func equalStreamsYieldTheSame() {
    var a = RandomStream(seed: 3, purpose: .start)
    var b = a
    #expect(a == b && a.hashValue == b.hashValue)
    _ = a.normal()
    #expect(a != b)
    _ = b.normal()
    #expect(a == b && a.normal() == b.normal())
  }
}
