/// The parameters of each event of a flow cytometry file, as columns.
struct FCSParameters: Sendable {
  private(set) var columns: [RecordColumn] = []
  /// The bytes of an event.
  private(set) var length = 0
  /// What people call each parameter, where the file says so.
  private(set) var labels: [String?] = []
  let isBigEndian: Bool
  let dataType: Character
  /// Whether all are whole numbers without a sign.
  var areIntegers: Bool { columns.allSatisfy { $0.storage.kind == .unsigned } }

  /// - Throws: ``TableError`` where the keywords lack something, or it is not known.
  init(_ header: FCSHeader, options: ReadingOptions, source: String) throws(TableError) {
    let keywords = header.keywords
    guard let count = keywords.integer("$PAR"), count > 0, count <= keywords.keys.count else {
      throw header.damaged("there are no parameters, or more than it has keywords for")
    }
    try options.require(columns: count, source: source)
    guard keywords["$MODE"] ?? "L" == "L" else { throw header.unsupported("histograms ($MODE)") }
    guard let type = keywords["$DATATYPE"]?.uppercased().first, "IFD".contains(type) else {
      throw header.unsupported("numbers as text ($DATATYPE)")
    }
    dataType = type
    let order = keywords["$BYTEORD"]?.split(separator: ",").compactMap { Int($0.filter(\.isNumber)) } ?? []
    guard order == order.sorted() || order == order.sorted(by: >), !order.isEmpty else {
      throw header.unsupported("bytes in a mixed order ($BYTEORD)")
    }
    isBigEndian = order.count > 1 && order[0] > order[1]
    for number in 1...count {
      let own = keywords["$P\(number)DATATYPE"]?.uppercased().first
      let column = try column(number, own ?? type, header)
      columns.append(column)
      length += column.storage.size
      let label = keywords["$P\(number)S"]
      labels.append(label.flatMap { $0.isEmpty || $0 == column.name ? nil : $0 })
    }
    columns = columns.map { $0.withStride(length) }
  }

  private func column(_ number: Int, _ type: Character, _ header: FCSHeader) throws(TableError)
    -> RecordColumn
  {
    let keywords = header.keywords
    let bits = keywords.integer("$P\(number)B") ?? (type == "D" ? 64 : 32)
    let storage: NumberStorage? =
      switch (type, bits) {
      case ("F", 32): .single
      case ("D", 64): .double
      case ("I", 8), ("I", 16), ("I", 24), ("I", 32), ("I", 64): .unsigned(bits / 8)
      default: nil
      }
    guard let storage else { throw header.unsupported("numbers of \(bits) bits ($P\(number)B)") }
    let range = keywords["$P\(number)R"].flatMap { NumberText.number($0) } ?? 0
    let name =
      keywords["$P\(number)N"].flatMap { $0.isEmpty ? nil : $0 } ?? keywords["$P\(number)S"] ?? "P\(number)"
    var column = RecordColumn(
      name: name, storage: storage.ordered(bigEndian: isBigEndian), offset: length, stride: 0,
      field: number - 1)
    if type == "I" { column.bits = Self.mask(range, bits) }
    // A clock has no amplifier, whatever is written of it.
    if !FCSTable.isTime(name) { column.scale = scale(number, type, range, keywords) }
    return column
  }

  /// The bits that count, where the range needs fewer than there are.
  private static func mask(_ range: Double, _ bits: Int) -> RecordColumn.Bits? {
    guard range >= 1, range < 0x1p63 else { return nil }
    // The next power of two.
    let highest = UInt64(range.rounded(.up)) - 1
    let needed = 64 - highest.leadingZeroBitCount
    return needed < bits
      ? RecordColumn.Bits(shift: 0, mask: needed == 0 ? 0 : ~0 >> UInt64(64 - needed)) : nil
  }

  /// What an amplifier has done to a parameter, to be undone: a logarithm, or else a gain.
  ///
  /// Only whole numbers stand on a logarithm's scale: numbers with a point are what they are, whatever is written of an
  /// amplifier (FCS 3.1, $PnE), and some programs write one beside logarithms that they have taken themselves.
  private func scale(
    _ number: Int, _ type: Character, _ range: Double, _ keywords: FCSKeywords
  ) -> RecordColumn.Scale {
    let amplification =
      keywords["$P\(number)E"]?.split(separator: ",").compactMap { NumberText.number(String($0)) } ?? []
    if amplification.count == 2, amplification[0] > 0, range > 0 {
      guard type == "I" else { return .none }
      // A logarithm has no zero; programs that write one mean 1.
      return .exponential(
        decades: amplification[0], first: amplification[1] > 0 ? amplification[1] : 1, range: range)
    }
    guard let gain = keywords["$P\(number)G"].flatMap({ NumberText.number($0) }), gain > 0, gain != 1 else {
      return .none
    }
    return .quotient(gain)
  }
}

extension RecordColumn {
  fileprivate func withStride(_ stride: Int) -> RecordColumn {
    var column = RecordColumn(name: name, storage: storage, offset: offset, stride: stride, field: field)
    (column.bits, column.scale) = (bits, scale)
    return column
  }
}
