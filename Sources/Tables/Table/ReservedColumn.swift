/// The names of the columns that gmm writes itself.
///
/// A column of such a name is no coordinate where the results written with it are there too
/// (``PointTable/chooseColumns(otherwiseUsed:)``); else it may have been measured.
public enum ReservedColumn {
  private static let names: Set<String> = [
    "truth", "label", "probability", "uncertainty", "log_density", "density",
  ]

  /// Whether gmm gives this name to a column.
  ///
  /// - Parameter name: The column's name, in the letter case in which it is written.
  /// - Returns: Whether it is `label`, `responsibility_1` or another name of a result.
  public static func isReserved(_ name: String) -> Bool {
    if names.contains(name) { return true }
    let prefix = "responsibility_"
    guard name.hasPrefix(prefix) else { return false }
    let number = name.utf8.dropFirst(prefix.utf8.count)
    return !number.isEmpty && number.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }

  /// The end of the name that an earlier result takes where a new one has its name.
  static let renamedSuffix = "_input"

  /// Whether a header that ``TableWriter`` made has this name: a result's, or that of one renamed since.
  static func isWritten(_ name: String) -> Bool { isReserved(name) || isReserved(originalName(name)) }

  /// The name before it was renamed: `label` of `label_input2`; the same where it was not.
  static func originalName(_ name: String) -> String {
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    let number = name.utf8.reversed().prefix { digits.contains($0) }.count
    let stem = String(decoding: name.utf8.dropLast(number), as: UTF8.self)
    return stem.hasSuffix(renamedSuffix) ? String(stem.dropLast(renamedSuffix.count)) : name
  }
}
