internal import Elementary

/// The library's own random numbers: xoshiro256**, seeded by SplitMix64, with transforms that stay the
/// same from version to version.
///
/// ```swift
/// var random = RandomStream(seed: 7, purpose: .sampling)
/// let sample = try model.sample(500, using: &random)
/// let height = 1.7 + 0.1 * random.normal()
/// let shuffled = (1...6).shuffled(using: &random)
/// ```
///
/// Source: D. Blackman and S. Vigna, Scrambled linear pseudorandom number generators, ACM Transactions
/// on Mathematical Software 47 (2021) 36.
public struct RandomStream: RandomNumberGenerator, Sendable, Hashable {
  /// What random numbers are drawn for; streams of different purposes have nothing in common.
  ///
  /// ```swift
  /// func stream(of run: Int, for purpose: RandomStream.Purpose) -> RandomStream {
  ///   RandomStream(seed: 7, purpose: purpose, index: run)
  /// }
  /// var (values, folds) = (stream(of: 0, for: .values), stream(of: 0, for: .folds))
  /// ```
  public enum Purpose: UInt64, Sendable {
    /// The start of an estimation.
    case start = 1
    /// Points drawn from a mixture.
    case sampling = 2
    /// A choice of points to show.
    case display = 3
    /// A division of points into folds.
    case folds = 4
    /// A look at the values of columns.
    case values = 5
    /// Points of a mixture by which levels of its density are found.
    case levels = 6
    /// Points of a mixture by which it is compared with another.
    case divergence = 7
    /// Points and weights that an estimation is repeated on.
    case bootstrap = 11
    /// Points by which the stability of labels is found.
    case stability = 12
    /// Shifts of a lattice over which an integral is summed.
    case lattice = 8
  }

  private var state: (UInt64, UInt64, UInt64, UInt64)
  private var spareNormal: Double?

  /// The stream of a seed, a purpose and a number.
  ///
  /// - Parameters:
  ///   - seed: any number.
  ///   - purpose: what the numbers are for.
  ///   - index: tells streams of one purpose apart, such as restarts.
  public init(seed: UInt64, purpose: Purpose, index: Int = 0) {
    var mixer = SplitMix64(state: seed)
    mixer.state ^= mixer.next() &+ purpose.rawValue
    mixer.state ^= mixer.next() &+ UInt64(bitPattern: Int64(index))
    state = (mixer.next(), mixer.next(), mixer.next(), mixer.next())
  }

  /// A stream that begins with four numbers of another generator: as many random bits as a stream has.
  ///
  /// - Parameter generator: gives the four numbers; of one that gives the same ones, the stream is the same.
  public init(from generator: inout some RandomNumberGenerator) {
    var mixer = SplitMix64(state: 0)
    func word() -> UInt64 {
      mixer.state ^= generator.next()
      return mixer.next()
    }
    state = (word(), word(), word(), word())
  }

  /// For tests against known answers.
  package init(state: (UInt64, UInt64, UInt64, UInt64)) { self.state = state }

  /// 64 random bits.
  public mutating func next() -> UInt64 {
    let result = rotate(state.1 &* 5, by: 7) &* 9
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = rotate(state.3, by: 45)
    return result
  }

  /// Goes 2^128 numbers ahead: streams that are so far apart have nothing in common.
  ///
  /// - Complexity: O(1), about 256 numbers.
  public mutating func jump() {
    let words: [UInt64] = [
      0x180e_c6d3_3cfd_0aba, 0xd5a6_1266_f0c9_392c, 0xa958_2618_e03f_c9aa, 0x39ab_dc45_29b1_661c,
    ]
    var sum: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    for word in words {
      for bit in 0..<64 {
        if word >> bit & 1 == 1 {
          sum = (sum.0 ^ state.0, sum.1 ^ state.1, sum.2 ^ state.2, sum.3 ^ state.3)
        }
        _ = next()
      }
    }
    state = sum
    spareNormal = nil
  }

  private func rotate(_ x: UInt64, by count: UInt64) -> UInt64 { (x << count) | (x >> (64 - count)) }

  /// A number from [0, 1), a multiple of 2^-53.
  public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A whole number below `bound`, each equally likely.
  ///
  /// Source: D. Lemire, Fast random integer generation in an interval, ACM Transactions on Modeling and
  /// Computer Simulation 29 (2019) 3.
  ///
  /// - Parameter bound: at least 1.
  /// - Returns: a number from 0 to `bound - 1`.
  public mutating func integer(below bound: Int) -> Int {
    let bound = UInt64(bound)
    var product = next().multipliedFullWidth(by: bound)
    let threshold = (0 &- bound) % bound
    while product.low < threshold { product = next().multipliedFullWidth(by: bound) }
    return Int(product.high)
  }

  /// Items in a random order, each order equally likely (Fisher and Yates): any first part of them is a sample.
  ///
  /// - Complexity: O(n).
  @inlinable package mutating func shuffled<Item>(_ items: [Item]) -> [Item] {
    var items = items
    for place in items.indices.reversed() where place > 0 { items.swapAt(place, integer(below: place + 1)) }
    return items
  }

  /// A standard normal number, by Marsaglia's polar method.
  public mutating func normal() -> Double {
    if let spare = spareNormal {
      spareNormal = nil
      return spare
    }
    while true {
      let u = 2 * uniform() - 1
      let v = 2 * uniform() - 1
      let square = u * u + v * v
      guard square < 1, square > 0 else { continue }
      let factor = (-2 * naturalLogarithm(square) / square).squareRoot()
      spareNormal = v * factor
      return u * factor
    }
  }

  /// Whether two streams will yield the same numbers.
  public static func == (left: Self, right: Self) -> Bool {
    left.state == right.state && left.spareNormal == right.spareNormal
  }

  /// Hashes the state.
  ///
  /// - Parameter hasher: takes it.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(state.0)
    hasher.combine(state.1)
    hasher.combine(state.2)
    hasher.combine(state.3)
    hasher.combine(spareNormal)
  }
}

/// What seeds a stream (Steele, Lea and Flood 2014).
struct SplitMix64 {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
