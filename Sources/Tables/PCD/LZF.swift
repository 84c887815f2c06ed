/// The compression of Marc Lehmann's LibLZF: runs of bytes as they are, and repetitions of what came shortly before.
enum LZF {
  /// The bytes that were compressed; nil where the input is damaged, or they are not as many.
  ///
  /// - Parameter count: How many bytes there are to be.
  static func expanded(_ input: UnsafeBufferPointer<UInt8>, count: Int) -> [UInt8]? {
    var isSound = false
    let output = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      isSound = expand(input, into: buffer)
      filled = isSound ? count : 0
    }
    return isSound ? output : nil
  }

  private static func expand(
    _ input: UnsafeBufferPointer<UInt8>, into output: UnsafeMutableBufferPointer<UInt8>
  ) -> Bool {
    var (position, filled) = (0, 0)
    while position < input.count {
      let control = Int(input[position])
      position += 1
      if control < 32 {
        let length = control + 1
        guard length <= input.count - position, length <= output.count - filled else { return false }
        for place in 0..<length { output[filled + place] = input[position + place] }
        (position, filled) = (position + length, filled + length)
        continue
      }
      var length = control >> 5 + 2
      if length == 9 {
        guard position < input.count else { return false }
        length += Int(input[position])
        position += 1
      }
      guard position < input.count else { return false }
      let distance = (control & 31) << 8 + Int(input[position]) + 1
      position += 1
      guard distance <= filled, length <= output.count - filled else { return false }
      // Byte by byte: a repetition may go on into what it makes.
      for place in filled..<filled + length { output[place] = output[place - distance] }
      filled += length
    }
    return filled == output.count
  }

  /// The input compressed.
  ///
  /// - Complexity: O(bytes).
  static func compressed(_ input: [UInt8]) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(input.count / 2)
    var latest = [Int](repeating: -1, count: 1 << 16)
    var (position, literal) = (0, 0)
    input.withUnsafeBufferPointer { input in
      while position + 2 < input.count {
        let three =
          UInt32(input[position]) | UInt32(input[position + 1]) << 8 | UInt32(input[position + 2]) << 16
        let slot = Int((three &* 2_654_435_769) >> 16)
        let before = latest[slot]
        latest[slot] = position
        guard before >= 0, position - before <= 1 << 13, repeats(input, before, position) else {
          position += 1
          continue
        }
        let most = min(input.count - position, 264)
        var length = 3
        while length < most, input[before + length] == input[position + length] { length += 1 }
        appendLiterals(input[literal..<position], to: &output)
        appendRepetition(length, distance: position - before, to: &output)
        position += length
        literal = position
      }
      appendLiterals(input[literal...], to: &output)
    }
    return output
  }

  private static func repeats(_ input: UnsafeBufferPointer<UInt8>, _ before: Int, _ position: Int) -> Bool {
    (0..<3).allSatisfy { input[before + $0] == input[position + $0] }
  }

  private static func appendLiterals(_ literals: Slice<UnsafeBufferPointer<UInt8>>, to output: inout [UInt8])
  {
    var rest = literals
    while !rest.isEmpty {
      let run = rest.prefix(32)
      output.append(UInt8(run.count - 1))
      output.append(contentsOf: run)
      rest = rest.dropFirst(32)
    }
  }

  private static func appendRepetition(_ length: Int, distance: Int, to output: inout [UInt8]) {
    let high = UInt8((distance - 1) >> 8)
    if length < 9 {
      output.append(UInt8(length - 2) << 5 | high)
    } else {
      output += [7 << 5 | high, UInt8(length - 9)]
    }
    output.append(UInt8((distance - 1) & 0xFF))
  }
}
