/// The class of points of a laser scanner, a dimension that LAS and LAZ files have.
package enum PointClass {
  /// What the dimension is called.
  package static let columnName = "classification"

  /// Whether files of a name hold it.
  package static func isHeld(by path: String) -> Bool {
    ["las", "laz"].contains(FileEnding.of(path)) && TableFormats.promised(by: FileEnding.of(path)) != nil
  }

  /// The greatest class that there is where a table is written to such a file: points that pass through keep their
  /// format, and the older ones have five bits for it.
  package static func greatest(of table: PointTable) -> Int {
    guard let points = table.contents as? LASTable, points.header.pointFormat < 6 else { return 255 }
    return 31
  }
}
