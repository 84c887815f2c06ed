/// Numbers in a column that look like codes for a missing value: -9999, 999 and the like, far from all others.
struct MissingCodes {
  /// What programs and people write for «not measured».
  private static let usual: Set<Double> = {
    var codes: Set<Double> = [
      -9, -8, -88, -888, -8888, -32768, 32767, 65535, -2_147_483_648, 2_147_483_647, -999.25,
    ]
    for digits in 2...7 {
      let nines = Double(String(repeating: "9", count: digits)) ?? 99
      for number in [nines, nines + 0.9, nines + 0.99, nines / 10] { codes.formUnion([number, -number]) }
    }
    for power in [20.0, 30, 33, 35, 36, 37] {
      let number = Double("1e\(Int(power))") ?? 0
      codes.formUnion([number, -number])
    }
    return codes.union([
      9.96920996838687e36, 9.969209968386869e36, -3.4028234663852886e38, 3.4028234663852886e38,
    ])
  }()

  /// The codes found, with how often they stand.
  private(set) var found: [(number: Double, count: Int)] = []

  static func isUsual(_ number: Double) -> Bool { usual.contains(number) }

  /// - Parameters:
  ///   - numbers: A column; NaN where a number is missing.
  ///   - range: Its least and greatest number.
  /// - Complexity: O(1) unless one of these is a usual code, else O(numbers).
  init(in numbers: [Double], range: NumberRange) {
    guard Self.usual.contains(range.lowest) || Self.usual.contains(range.highest) else { return }
    var counts: [Double: Int] = [:]
    var others = (lowest: Double.infinity, highest: -Double.infinity)
    for number in numbers where !number.isNaN {
      if Self.usual.contains(number) {
        counts[number, default: 0] += 1
        continue
      }
      others = (min(others.lowest, number), max(others.highest, number))
    }
    let spread = others.highest - others.lowest
    guard spread > 0 else { return }
    found = counts.filter { number, count in
      let isFar = number > others.highest + 2 * spread || number < others.lowest - 2 * spread
      // One alone may be an outlier, unless it is large or negative where all others are not.
      let isPlain = count > 1 || abs(number) >= 999 || (number < 0 && others.lowest >= 0)
      return isFar && 2 * count < numbers.count && isPlain
    }.map { ($0.key, $0.value) }.sorted { $0.number < $1.number }
  }

  /// What to tell of them; nil where there are none.
  func note(column: String) -> String? {
    guard !found.isEmpty else { return nil }
    let texts = found.map { NumberText.shortest($0.number) }
    let counts = zip(texts, found).map { "\($0) (\($1.count == 1 ? "once" : "\($1.count) times"))" }
    return
      "\(column): \(counts.joined(separator: ", ")) \(found.count == 1 ? "lies" : "lie") far from all other "
      + "numbers, as codes for a missing value do; if so, give --missing-values \(texts.joined(separator: ","))"
  }
}
