/// What a record of fixed size holds: fields of numbers, each so many times, one after the other or at places given.
struct RecordLayout: Sendable {
  /// Some numbers of one kind.
  struct Field: Sendable {
    let name: String
    let storage: NumberStorage
    /// Where the first of them is, in bytes from the beginning of the record.
    let offset: Int
    /// How many there are.
    var count = 1
    /// What belongs to none of the columns, such as bytes that only fill up.
    var isHidden = false
  }

  private(set) var fields: [Field] = []
  /// The bytes of a record.
  private(set) var length = 0

  /// Puts a field after those that are there; false where the record would be longer than can be.
  mutating func append(_ name: String, _ storage: NumberStorage, count: Int = 1, isHidden: Bool = false)
    -> Bool
  {
    let (bytes, tooMany) = count.multipliedReportingOverflow(by: storage.size)
    let (end, tooLong) = length.addingReportingOverflow(bytes)
    guard count >= 0, !tooMany, !tooLong else { return false }
    fields.append(Field(name: name, storage: storage, offset: length, count: count, isHidden: isHidden))
    length = end
    return true
  }

  /// A column for each number: the parts of a field of several are called `NAME_1`, `NAME_2` and so on.
  var columns: [RecordColumn] {
    fields.indices.flatMap { place in
      let field = fields[place]
      guard !field.isHidden else { return [RecordColumn]() }
      return (0..<field.count).map { part in
        RecordColumn(
          name: field.count == 1 ? field.name : "\(field.name)_\(part + 1)", storage: field.storage,
          offset: field.offset + part * field.storage.size, stride: length, field: place)
      }
    }
  }

  /// How many columns there are.
  var columnCount: Int {
    fields.reduce(0) { sum, field in
      field.isHidden ? sum : sum.addingReportingOverflow(field.count).partialValue
    }
  }
}
