/// The inner product, by eight sums beside each other, which a processor adds at once.
///
/// - Complexity: O(D).
func product(_ one: [Double], _ other: [Double]) -> Double {
  one.withUnsafeBufferPointer { one in
    other.withUnsafeBufferPointer { other in
      var sums = SIMD8<Double>.zero
      let whole = one.count & ~7
      for start in stride(from: 0, to: whole, by: 8) {
        for lane in 0..<8 { sums[lane] += one[start + lane] * other[start + lane] }
      }
      return (whole..<one.count).reduce(sums.sum()) { $0 + one[$1] * other[$1] }
    }
  }
}
