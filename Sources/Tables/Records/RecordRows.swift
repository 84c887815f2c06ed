/// Rows made into records, column by column.
struct RecordRows {
  /// The fields that are made.
  let fields: [NewField]
  /// The bytes of each record that stand before them.
  let before: Int

  private var length: Int { before + fields.byteCount }

  /// Appends records made of numbers.
  ///
  /// - Parameters:
  ///   - rows: The rows of the run.
  ///   - made: The first fields' numbers in these rows.
  ///   - numbers: The other fields', with one for each row of the run that is kept.
  func append(
    _ rows: Range<Int>, of run: TableRun, made: [ArraySlice<Double>], _ numbers: [[Double]],
    to output: inout OutputText
  ) {
    let length = length
    output.extend(by: length * rows.count) { target in
      var offset = 0
      for (field, column) in zip(fields, made) {
        store(column, field.storage, at: target + offset, length)
        offset += field.storage.size
      }
      store(numbers, of: rows, run, from: made.count, at: target + offset, length)
    }
  }

  /// Appends records that are copied, each with the fields after it.
  func append(
    _ records: UnsafeBufferPointer<UInt8>, _ rows: Range<Int>, of run: TableRun, _ table: RecordTable,
    _ numbers: [[Double]], to output: inout OutputText
  ) {
    let (length, before) = (length, before)
    guard let source = records.baseAddress.map(UnsafeRawPointer.init) else { return }
    let fillings = CellFillings(run, columnCount: table.columns.count)
    output.extend(by: length * rows.count) { target in
      for place in 0..<rows.count {
        (target + place * length).copyMemory(from: source + place * before, byteCount: before)
      }
      for filling in run.fillings where table.columns.indices.contains(filling.column) {
        let column = table.columns[filling.column]
        for (place, row) in rows.enumerated() {
          guard let number = fillings.number(filling.column, row) else { continue }
          column.store(number, at: target + place * length + column.offset)
        }
      }
      store(numbers, of: rows, run, from: 0, at: target + before, length)
    }
  }

  /// Stores the columns of a run in its rows; those that are not kept get NaN.
  private func store(
    _ numbers: [[Double]], of rows: Range<Int>, _ run: TableRun, from first: Int,
    at target: UnsafeMutableRawPointer, _ length: Int
  ) {
    var offset = 0
    for (field, column) in zip(fields[first...], numbers) {
      var places = KeptPlaces(of: rows, in: run)
      if run.keptRows == nil {
        store(column[places.range], field.storage, at: target + offset, length)
      } else {
        let cells = column[places.range]
        for (place, row) in rows.enumerated() {
          let number = places.place(of: row).map { cells[cells.startIndex + $0] } ?? .nan
          field.storage.store(number, at: target + offset + place * length)
        }
      }
      offset += field.storage.size
    }
  }

  private func store(
    _ numbers: ArraySlice<Double>, _ storage: NumberStorage, at target: UnsafeMutableRawPointer, _ length: Int
  ) {
    var address = target
    numbers.withUnsafeBufferPointer { numbers in
      for number in numbers {
        storage.store(number, at: address)
        address += length
      }
    }
  }
}
