/// What the signs of a cell allow to be said of how its number is written, whatever the rest of the file does.
struct NumberForm: Sendable {
  /// What can only separate thousands.
  private(set) var thousands: NumberMark?
  /// What can only stand before the fraction.
  private(set) var decimal: NumberMark?
  /// A comma or point that may be either: one to three digits before it, and three after it.
  private(set) var ambiguous: NumberMark?
  /// The digits before the first mark.
  private(set) var leadingDigits = 0
  private(set) var beginsWithZero = false
  /// Whether the exponent begins with D, as Fortran writes it.
  private(set) var hasFortranExponent = false

  var isInteger: Bool { thousands == nil && decimal == nil && ambiguous == nil }

  // Of the digits between marks.
  private var markCount = 0
  private var changeCount = 0
  private var marksInARow = 0
  private var first: NumberMark?
  private var last: NumberMark?
  private var innerGroupsAreThree = true
  private var groupLength = 0
  private var hasExponent = false

  /// The form of a cell; nil where it is no number in any style.
  init?(_ cell: UnsafeBufferPointer<UInt8>) {
    var place = 0
    var end = cell.count
    while place < end, Byte.isBlank(cell[place]) { place += 1 }
    while end > place, Byte.isBlank(cell[end - 1]) { end -= 1 }
    let text = cell.extracting(place..<end)
    place = 0
    if let sign = text.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { place = 1 }
    guard text.count - place <= 64, place < text.count else { return nil }
    beginsWithZero = text[place] == UInt8(ascii: "0")
    while place < text.count {
      let byte = text[place]
      if Byte.isDigit(byte) {
        groupLength += 1
        place += 1
      } else if let (mark, length) = NumberMark.mark(in: text, at: place) {
        guard take(mark) else { return nil }
        place += length
      } else {
        guard takeExponent(text, from: place) else { return nil }
        place = text.count
      }
    }
    guard conclude() else { return nil }
  }

  private mutating func take(_ mark: NumberMark) -> Bool {
    if markCount == 0 {
      leadingDigits = groupLength
      first = mark
    } else {
      innerGroupsAreThree = innerGroupsAreThree && groupLength == 3
    }
    if mark == last {
      marksInARow += 1
    } else {
      changeCount += last == nil ? 0 : 1
      marksInARow = 1
    }
    last = mark
    markCount += 1
    groupLength = 0
    return changeCount <= 1
  }

  private mutating func takeExponent(_ text: UnsafeBufferPointer<UInt8>, from start: Int) -> Bool {
    guard leadingDigits + groupLength > 0 else { return false }
    let letter = text[start] | 0x20
    guard letter == UInt8(ascii: "e") || letter == UInt8(ascii: "d") else { return false }
    var place = start + 1
    if place < text.count, text[place] == UInt8(ascii: "-") || text[place] == UInt8(ascii: "+") { place += 1 }
    guard place < text.count, text[place...].allSatisfy(Byte.isDigit) else { return false }
    hasExponent = true
    hasFortranExponent = letter == UInt8(ascii: "d")
    return true
  }

  /// Sums up what was taken; false where it is no number.
  private mutating func conclude() -> Bool {
    if markCount == 0 { leadingDigits = groupLength }
    // 12D4 is a name: Fortran writes a decimal point.
    if hasFortranExponent, markCount == 0 { return false }
    guard let first, let last else { return leadingDigits > 0 }
    let mayGroup = (1...3).contains(leadingDigits) && !beginsWithZero && innerGroupsAreThree
    let isFraction = { (mark: NumberMark) in mark == .comma || mark == .point }
    if changeCount == 1 {
      // The last mark may stand only once, and the others before it.
      guard mayGroup, isFraction(last), marksInARow == 1 else { return false }
      (thousands, decimal) = (first, last)
    } else if markCount > 1 || !isFraction(first) {
      guard mayGroup, groupLength == 3, !hasExponent else { return false }
      thousands = first
    } else if mayGroup, groupLength == 3, !hasExponent {
      ambiguous = first
    } else {
      guard leadingDigits + groupLength > 0 else { return false }
      decimal = first
    }
    return true
  }
}
