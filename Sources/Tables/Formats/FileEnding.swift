/// The end of a file's name, by which people tell formats apart.
enum FileEnding {
  /// The letters after the last point of a file's name, in small letters; empty where there is none.
  static func of(_ path: String) -> String {
    guard let name = path.split(separator: "/", omittingEmptySubsequences: false).last else { return "" }
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count > 1, let last = parts.last else { return "" }
    return last.lowercased()
  }
}
