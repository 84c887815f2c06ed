/// What makes a file or a function too long to be read at once.
enum SizeLimits {
  static let file = 300
  static let function = 40

  /// What is too long in a file: where, how long, and what to do.
  static func complaints(about source: SourceText) -> [String] {
    var complaints: [String] = []
    if source.lines.count > file {
      complaints.append(
        "\(source.path): \(source.lines.count) lines, more than \(file); give its second idea a file of its own"
      )
    }
    for extent in FunctionExtents.of(source) where extent.count > function {
      complaints.append(
        "\(source.path):\(extent.line): \(extent.count) lines, more than \(function), in “\(extent.head)”; "
          + "give a part of it a name")
    }
    return complaints
  }
}
