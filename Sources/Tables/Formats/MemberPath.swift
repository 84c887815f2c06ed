/// Files that hold several tables, of which one is named after the file: `points.npz:NAME`, `book.xlsx:Sheet`.
enum MemberPath {
  /// The ends of the names of such files.
  private static let endings = ["npz", "xlsx", "xlsm"]

  /// The file and the table in it; the path alone where it names none.
  static func parted(_ path: String) -> (file: String, member: String?) {
    let bytes = Array(path.utf8)
    let places = endings.compactMap { ending -> Int? in
      let sign = Array(".\(ending):".utf8)
      guard bytes.count >= sign.count else { return nil }
      return (0...bytes.count - sign.count).last { bytes[$0..<$0 + sign.count].elementsEqual(sign) }
        .map { $0 + sign.count }
    }
    guard let end = places.max() else { return (path, nil) }
    return (
      String(decoding: bytes[..<(end - 1)], as: UTF8.self), String(decoding: bytes[end...], as: UTF8.self)
    )
  }

  /// The names of what is in a file, for a message.
  static func list(_ names: [String]) -> String {
    let most = 20
    let shown = names.prefix(most).map { MessageText.cleaned($0) }.joined(separator: ", ")
    return names.count > most ? "\(shown) and \(names.count - most) more" : shown
  }
}
