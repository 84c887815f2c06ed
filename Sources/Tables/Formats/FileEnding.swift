/// The end of a file's name, by which people tell formats apart.
enum FileEnding {
  /// The letters after the last point of a file's name, in small letters; empty where there is none. Of a compressed file
  /// those before that tell what is in it: `csv` of `points.csv.gz`, where compressed files are read and written.
  static func of(_ path: String) -> String {
    let last = last(of: path)
    guard Compression(ending: last) != nil else { return last }
    return self.last(of: String(path.dropLast(last.count + 1)))
  }

  /// The letters after the last point, whatever they are.
  static func last(of path: String) -> String {
    guard let name = path.split(separator: "/", omittingEmptySubsequences: false).last else { return "" }
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count > 1, let last = parts.last else { return "" }
    return last.lowercased()
  }
}
