#if Command

internal import GaussianMixtures
internal import MixtureFigures
internal import MixtureFiles
internal import Tables

/// A file of points that the viewer keeps, in memory only.
struct DataSet: Sendable {
  let number: Int
  let name: String
  let table: PointTable
  /// The choice of columns unless told otherwise.
  let usual: PointChoice

  var heldByteCount: Int { table.heldByteCount }

  /// The file as the page is told of it.
  var json: JSONValue {
    usual.json.adding([
      "id": .number(Double(number)), "name": .string(name), "rows": .number(Double(table.rowCount)),
      "names": .array(
        table.columnNames.enumerated().map { index, name in
          [
            "name": .string(Int(name) == nil ? name : "column \(name)"),
            "isNumeric": .boolean(table.columnKinds[index] == .numeric),
          ]
        }),
      "notes": .strings(table.notes),
    ])
  }
}

#endif
