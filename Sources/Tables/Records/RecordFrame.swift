/// What stands around the records of a file that is written, and how its numbers are stored.
protocol RecordFrame: Sendable {
  /// How a column of such numbers is stored.
  ///
  /// - Throws: ``TableError`` where the format cannot hold it.
  func storage(of numbers: ColumnNumbers) throws(TableError) -> NumberStorage

  /// What stands before the first record.
  ///
  /// - Parameter fields: The fields that are appended, or all of a new file.
  /// - Throws: ``TableError`` where the format cannot hold them.
  func beginning(_ fields: [NewField]) throws(TableError) -> [UInt8]

  /// Writes what stands after the last record.
  ///
  /// - Parameter fields: The fields that were appended, or all of a new file.
  func writeEnding(after fields: [NewField], to output: OutputDescriptor) throws(TableError)
}

extension RecordFrame {
  func storage(of numbers: ColumnNumbers) throws(TableError) -> NumberStorage { numbers.usualStorage }

  func writeEnding(after fields: [NewField], to output: OutputDescriptor) throws(TableError) {}
}

/// A field that is written.
struct NewField: Sendable, Hashable {
  let name: String
  let storage: NumberStorage

  /// A column's numbers, all of which the field holds.
  func numbers(
    of column: TableColumn, _ format: any TableFormat, path: String
  ) throws(TableError) -> [Double] {
    let numbers = try column.recordNumbers(of: format, path: path)
    if storage.kind != .float, let odd = numbers.first(where: { !storage.holds($0) }) {
      throw NumberRefusal.range(column: column.name, found: odd, format, path: path)
    }
    return numbers
  }
}

extension [NewField] {
  /// The bytes that all of them take in a record.
  var byteCount: Int { reduce(0) { $0 + $1.storage.size } }
}

/// What has to be known of a column's numbers to choose how they are stored.
struct ColumnNumbers: Sendable {
  let name: String
  /// The least and the greatest, where all are whole numbers and none is missing.
  private(set) var whole: ClosedRange<Double>?
  private var isKnown = false

  /// Knows of no number yet.
  init(name: String) { self.name = name }

  /// A column that is appended: what its rows hold is not known before the last one, so that only its kind counts.
  init(_ column: TableColumn, hasGaps: Bool) {
    name = column.name
    isKnown = true
    if case .integers = column.values, !hasGaps { whole = Self.appended }
  }

  /// The whole numbers that may be appended.
  static let appended = Double(Int32.min)...Double(Int32.max)

  mutating func take(_ numbers: [Double]) {
    guard whole != nil || !isKnown, let first = numbers.first else { return }
    var (lowest, highest) = (first, first)
    for number in numbers {
      guard number.rounded() == number, number.isFinite, abs(number) < 0x1p53 else {
        (whole, isKnown) = (nil, true)
        return
      }
      (lowest, highest) = (min(lowest, number), max(highest, number))
    }
    let before = whole ?? lowest...highest
    (whole, isKnown) = (min(before.lowerBound, lowest)...max(before.upperBound, highest), true)
  }

  /// A byte or four for whole numbers that fit into them, else a double. Coordinates are doubles always: few programs take
  /// others.
  var usualStorage: NumberStorage {
    guard let whole, !["x", "y", "z"].contains(name) else { return .double }
    return [.unsigned(1), .signed(4), .unsigned(4)].first {
      $0.holds(whole.lowerBound) && $0.holds(whole.upperBound)
    } ?? .double
  }
}
