import Tables

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Numbers for people; files get the shortest text that reads back to the same bits instead.
enum NumberFormat {
  /// Six significant digits, and all of a whole number.
  static func short(_ value: Double) -> String {
    value.rounded() == value && value.magnitude < 1e15
      ? fixed(value == 0 ? 0 : value, decimals: 0) : significant(value, digits: 6)
  }

  /// Four decimals, as log-likelihoods and criteria are compared by their differences.
  static func nats(_ value: Double) -> String {
    abs(value) < 1e12 ? fixed(value, decimals: 4) : significant(value, digits: 16)
  }

  static func significant(_ value: Double, digits: Int) -> String {
    withVaList([Int32(digits), value]) { format("%.*g", $0) }
  }

  /// So many digits behind the leading one, and a power of ten.
  static func scientific(_ value: Double, digits: Int) -> String {
    withVaList([Int32(digits), value]) { format("%.*e", $0) }
  }

  static func fixed(_ value: Double, decimals: Int) -> String {
    withVaList([Int32(decimals), value]) { format("%.*f", $0) }
  }

  private static func format(_ pattern: String, _ arguments: CVaListPointer) -> String {
    var buffer = [CChar](repeating: 0, count: 512)
    let length = vsnprintf(&buffer, buffer.count, pattern, arguments)
    let used = buffer.prefix(max(0, min(Int(length), buffer.count - 1)))
    return String(decoding: used.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
