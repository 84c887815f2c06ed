internal import Elementary

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// The hash by which a page's policy names the scripts that may run in it.
///
/// Source: FIPS 180-4, Secure Hash Standard. Nothing secret depends on it, which a library of cryptography
/// would be for.
enum SHA256 {
  /// The hash as a Content-Security-Policy has it, such as `'sha256-…'`.
  static func source(of text: String) -> String {
    let bytes = digest(Array(text.utf8)).flatMap { word in
      stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: word >> UInt32($0)) }
    }
    return "'sha256-\(Data(bytes).base64EncodedString())'"
  }

  /// The eight words of the hash.
  static func digest(_ message: [UInt8]) -> [UInt32] {
    var bytes = message + [0x80]
    bytes += [UInt8](repeating: 0, count: (120 - bytes.count % 64) % 64)
    let bitCount = UInt64(message.count) * 8
    bytes += stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: bitCount >> UInt64($0)) }
    var state = roots(of: primes.prefix(8), { Self.fraction($0.squareRoot()) })
    let constants = roots(of: primes[...], { Self.fraction(Elementary.cubeRoot($0)) })
    for start in stride(from: 0, to: bytes.count, by: 64) {
      compress(bytes[start..<(start + 64)], into: &state, constants)
    }
    return state
  }

  private static func compress(_ block: ArraySlice<UInt8>, into state: inout [UInt32], _ constants: [UInt32])
  {
    var words = stride(from: block.startIndex, to: block.endIndex, by: 4).map { start in
      block[start..<(start + 4)].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    }
    for i in 16..<64 {
      let (a, b) = (words[i - 15], words[i - 2])
      let first = turned(a, 7) ^ turned(a, 18) ^ (a >> 3)
      let second = turned(b, 17) ^ turned(b, 19) ^ (b >> 10)
      words.append(words[i - 16] &+ first &+ words[i - 7] &+ second)
    }
    var s = state
    for i in 0..<64 {
      let mixed = turned(s[4], 6) ^ turned(s[4], 11) ^ turned(s[4], 25)
      let choice = (s[4] & s[5]) ^ (~s[4] & s[6])
      let one = s[7] &+ mixed &+ choice &+ constants[i] &+ words[i]
      let majority = (s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2])
      let two = (turned(s[0], 2) ^ turned(s[0], 13) ^ turned(s[0], 22)) &+ majority
      s = [one &+ two, s[0], s[1], s[2], s[3] &+ one, s[4], s[5], s[6]]
    }
    for i in 0..<8 { state[i] &+= s[i] }
  }

  private static func fraction(_ x: Double) -> Double { x - x.rounded(.down) }

  private static func turned(_ word: UInt32, _ count: UInt32) -> UInt32 {
    word >> count | word << (32 - count)
  }

  /// The first 32 bits of the fractions of roots of primes, which the standard defines its numbers by.
  private static func roots(of primes: ArraySlice<Int>, _ fraction: (Double) -> Double) -> [UInt32] {
    primes.map { UInt32(fraction(Double($0)) * 0x1p32) }
  }

  private static let primes: [Int] = {
    var found: [Int] = []
    var candidate = 2
    while found.count < 64 {
      if found.allSatisfy({ !candidate.isMultiple(of: $0) }) { found.append(candidate) }
      candidate += 1
    }
    return found
  }()
}
