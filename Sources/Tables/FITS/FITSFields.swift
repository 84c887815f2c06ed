/// The fields of a binary table in a FITS file, as columns.
struct FITSFields {
  private(set) var columns: [RecordColumn] = []
  /// The bytes of all fields of a row.
  private(set) var length = 0

  /// Reads what the header says of the fields; nil where that is damaged.
  init?(_ unit: FITSUnit, rowLength: Int) {
    guard let count = unit.integer("TFIELDS"), (0...999).contains(count) else { return nil }
    for number in 0..<count {
      guard let form = unit["TFORM\(number + 1)"], let size = append(form, number, unit, rowLength) else {
        return nil
      }
      let (sum, isTooLarge) = length.addingReportingOverflow(size)
      guard !isTooLarge, sum <= rowLength else { return nil }
      length = sum
    }
  }

  /// Appends the columns of a field, and answers the bytes that it takes; nil for what cannot be.
  private mutating func append(_ form: String, _ number: Int, _ unit: FITSUnit, _ stride: Int) -> Int? {
    let digits = form.prefix { $0.isASCII && $0.isNumber }
    guard let repetition = digits.isEmpty ? 1 : Int(digits), repetition <= stride * 8,
      let letter = form.dropFirst(digits.count).first
    else { return nil }
    let name = unit["TTYPE\(number + 1)"].flatMap { $0.isEmpty ? nil : $0 } ?? "col\(number + 1)"
    if let storage = Self.storages[letter] {
      let size = storage.size * repetition
      guard size <= stride - length else { return nil }
      for part in 0..<repetition {
        var column = RecordColumn(
          name: repetition == 1 ? name : "\(name)_\(part + 1)", storage: storage,
          offset: length + part * storage.size,
          stride: stride, field: number)
        if letter == "L" {
          column.textLength = 1
        } else {
          column.scale = Self.scale(number, unit)
          if storage.kind != .float { column.missing = unit.number("TNULL\(number + 1)") }
        }
        columns.append(column)
      }
      return size
    }
    switch letter {
    case "A":
      guard repetition > 0 else { return 0 }
      var column = RecordColumn(
        name: name, storage: .unsigned(1), offset: length, stride: stride, field: number)
      column.textLength = repetition
      columns.append(column)
      return repetition
    case "X": return (repetition + 7) / 8
    case "C", "P": return 8 * repetition
    case "M", "Q": return 16 * repetition
    default: return nil
    }
  }

  private static let storages: [Character: NumberStorage] = [
    "L": .unsigned(1), "B": .unsigned(1), "I": .signed(2).ordered(bigEndian: true),
    "J": .signed(4).ordered(bigEndian: true), "K": .signed(8).ordered(bigEndian: true),
    "E": .single.ordered(bigEndian: true), "D": .double.ordered(bigEndian: true),
  ]

  private static func scale(_ number: Int, _ unit: FITSUnit) -> RecordColumn.Scale {
    let (factor, offset) = (unit.number("TSCAL\(number + 1)") ?? 1, unit.number("TZERO\(number + 1)") ?? 0)
    return factor == 1 && offset == 0 || factor == 0 ? .none : .linear(factor: factor, offset: offset)
  }

  /// What a field of such numbers is called.
  static func form(of storage: NumberStorage) -> String {
    switch (storage.kind, storage.size) {
    case (.float, 4): "1E"
    case (.float, _): "1D"
    case (_, 1): "1B"
    case (_, 2): "1I"
    case (_, 4): "1J"
    default: "1K"
    }
  }
}
