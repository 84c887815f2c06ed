internal import CNumberText

/// How numbers are written in a text, and what stands for a missing one.
struct NumberStyle: Sendable, Hashable {
  var decimalMark = Byte.point
  /// What separates thousands; nil where nothing does.
  var thousands: NumberMark?
  var missing = MissingValues()

  var decimalComma: Bool { decimalMark == Byte.comma }

  /// What a cell holds when a number is asked for.
  func content(of cell: UnsafeBufferPointer<UInt8>) -> NumberText.Content {
    var content = NumberText.content(of: cell, decimalMark: decimalMark)
    if case .text = content, let thousands { content = Self.grouped(cell, thousands, decimalMark) ?? .text }
    switch content {
    case .number(let number): return missing.codes.contains(number) ? .invalid : content
    case .text: return missing.content(of: cell)
    case .invalid, .placeholder: return content
    }
  }

  /// The number in a cell whose thousands are separated; nil where the groups are not of three digits.
  private static func grouped(
    _ cell: UnsafeBufferPointer<UInt8>, _ mark: NumberMark, _ decimalMark: UInt8
  ) -> NumberText.Content? {
    guard cell.count <= 128 else { return nil }
    var digits: [UInt8] = []
    var place = 0
    while place < cell.count, Byte.isBlank(cell[place]) { place += 1 }
    if place < cell.count, cell[place] == UInt8(ascii: "-") || cell[place] == UInt8(ascii: "+") {
      digits.append(cell[place])
      place += 1
    }
    var groupLength = 0
    var groupCount = 0
    let first = place
    while place < cell.count {
      if Byte.isDigit(cell[place]) {
        groupLength += 1
        digits.append(cell[place])
        place += 1
        continue
      }
      let length = mark.length(in: cell, at: place)
      guard length > 0, place + length < cell.count, Byte.isDigit(cell[place + length]) else { break }
      guard groupCount == 0 ? (1...3).contains(groupLength) : groupLength == 3 else { return nil }
      groupCount += 1
      groupLength = 0
      place += length
    }
    guard groupCount > 0, groupLength == 3, cell[first] != UInt8(ascii: "0") else { return nil }
    // What is left is a fraction or an exponent, in which nothing is separated.
    digits.append(contentsOf: cell[place...])
    let content = digits.withUnsafeBufferPointer { NumberText.content(of: $0, decimalMark: decimalMark) }
    if case .number = content { return content }
    return nil
  }
}
