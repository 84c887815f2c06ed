/// Texts that are known to be point clouds, as programs for these write them: coordinates first, and after them whatever
/// was measured.
enum CloudText {
  /// Ends of names by which such files are known; rows may have no names.
  static let endings = ["xyz", "pts", "asc"]

  /// The columns that are coordinates: those called x, y and z, in whatever letters, or the first three of columns without
  /// names.
  ///
  /// - Parameters:
  ///   - ending: The end of the file's name.
  ///   - isMarked: Whether the header begins with //, as CloudCompare has it.
  static func coordinates(_ names: [String], _ kinds: [PointTable.ColumnKind], ending: String, isMarked: Bool)
    -> [Int]?
  {
    guard endings.contains(ending) || isMarked else { return nil }
    let found = RecordTable.coordinates(names.map { $0.lowercased() })
    // A file that was labelled has numbers for names.
    let isNameless = Array(names.prefix(3)) == ["1", "2", "3"]
    guard let places = found ?? (isNameless ? [0, 1, 2] : nil) else { return nil }
    return places.allSatisfy { kinds[$0] == .numeric } ? places : nil
  }
}
