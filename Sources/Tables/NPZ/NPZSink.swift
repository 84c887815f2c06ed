/// A table on its way into an archive of one array of float64, as ``NPYFormat`` writes it.
///
/// How long the array will be is known before its first row, and its checksum after the last one: it stands behind it.
struct NPZSink: TableSink {
  private var records: RecordSink
  private var layout = ZIPLayout()
  private let count: Int
  private let checksum = RunningChecksum()
  private var hasBegun = false

  var renames: [ColumnRename] { records.renames }

  /// What `numpy.savez` calls the first array without a name.
  private static let name = "arr_0"

  init(_ outline: TableOutline, format: any TableFormat) throws(TableError) {
    records = try RecordSink(
      outline, format: format, frame: NPYFrame(rowCount: outline.rowCount),
      names: OutputNames(of: nil, appending: []))
    let shape = [outline.rowCount, (outline.table?.columnCount ?? 0) + outline.columnNames.count]
    count = NPYHeader.bytes(type: "<f8", shape: shape).count + 8 * shape[0] * shape[1]
  }

  mutating func append(_ run: TableRun, to output: OutputDescriptor) throws(TableError) {
    if !hasBegun {
      try output.write(layout.begin(Self.name + NPZFormat.ending, count: count, checksum: nil))
      hasBegun = true
    }
    try records.append(run, to: summed(output))
  }

  func finish(_ output: OutputDescriptor) throws(TableError) {
    try records.finish(summed(output))
    var layout = layout
    try output.write(layout.end(checksum: checksum.value) + layout.directory())
  }

  private func summed(_ output: OutputDescriptor) -> OutputDescriptor {
    var output = output
    output.checksum = checksum
    return output
  }
}
