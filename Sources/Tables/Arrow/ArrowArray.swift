#if Formats

/// The values of a column in a batch, or of a dictionary.
///
/// Who makes one has checked that the buffers are long enough for the values; where texts are is looked at when they are
/// asked for.
struct ArrowArray: Sendable {
  let type: ArrowType
  let count: Int
  /// For each, a bit a value says whether it is there: its own, and those of the structures around it.
  let masks: [FileBytes]
  /// The buffers without the mask: values; ends and letters; or views and the letters that they refer to.
  let buffers: [FileBytes]
  /// What the values are indices of.
  let dictionary: ArrowDictionary?

  /// A value's bytes.
  enum Found {
    case none, damaged
    case bytes(UnsafeRawBufferPointer)
  }

  /// Whether a value is there.
  func isThere(_ row: Int) -> Bool {
    masks.allSatisfy { mask in mask.withBytes { $0[row >> 3] >> UInt8(row & 7) & 1 == 1 } }
  }

  // MARK: Numbers

  /// Puts numbers into their places, NaN for those that are missing; false where an index is none.
  func copyNumbers(_ rows: Range<Int>, to target: UnsafeMutablePointer<Double>) -> Bool {
    if let dictionary {
      for row in rows {
        guard isThere(row) else {
          target[row - rows.lowerBound] = .nan
          continue
        }
        guard let (array, place) = dictionary.place(of: index(row)) else { return false }
        target[row - rows.lowerBound] = array.isThere(place) ? array.number(place) : .nan
      }
      return true
    }
    copyStored(rows, to: target)
    for mask in masks {
      mask.withBytes { bits in
        for row in rows where bits[row >> 3] >> UInt8(row & 7) & 1 == 0 {
          target[row - rows.lowerBound] = .nan
        }
      }
    }
    return true
  }

  private func copyStored(_ rows: Range<Int>, to target: UnsafeMutablePointer<Double>) {
    switch type {
    case .float(8): copy(rows, target) { (bits: UInt64) in Double(bitPattern: bits) }
    case .float(4): copy(rows, target) { (bits: UInt32) in Double(Float(bitPattern: bits)) }
    case .float: copy(rows, target) { (bits: UInt16) in Double(HalfNumber.value(of: bits)) }
    case .integer(1, true): copy(rows, target) { (bits: Int8) in Double(bits) }
    case .integer(1, false): copy(rows, target) { (bits: UInt8) in Double(bits) }
    case .integer(2, true): copy(rows, target) { (bits: Int16) in Double(bits) }
    case .integer(2, false): copy(rows, target) { (bits: UInt16) in Double(bits) }
    case .integer(4, true): copy(rows, target) { (bits: Int32) in Double(bits) }
    case .integer(4, false): copy(rows, target) { (bits: UInt32) in Double(bits) }
    case .integer(_, true): copy(rows, target) { (bits: Int64) in Double(bits) }
    case .integer: copy(rows, target) { (bits: UInt64) in Double(bits) }
    default: for row in rows { target[row - rows.lowerBound] = number(row) }
    }
  }

  @inline(__always)
  private func copy<Bits: FixedWidthInteger & BitwiseCopyable>(
    _ rows: Range<Int>, _ target: UnsafeMutablePointer<Double>, _ number: (Bits) -> Double
  ) {
    buffers[0].withBytes { bytes in
      guard let base = bytes.baseAddress.map({ UnsafeRawPointer($0) + rows.lowerBound * (Bits.bitWidth / 8) })
      else { return }
      for place in 0..<rows.count {
        let bits = base.loadUnaligned(fromByteOffset: place * (Bits.bitWidth / 8), as: Bits.self)
        target[place] = number(Bits(littleEndian: bits))
      }
    }
  }

  /// The number of one row, which is there.
  private func number(_ row: Int) -> Double {
    if case .decimal(let size, let scale) = type {
      return DecimalText.number(wholeBytes: fixed(row, size), scale: scale)
    }
    var number = Double.nan
    withUnsafeMutablePointer(to: &number) { copyStored(row..<row + 1, to: $0) }
    return number
  }

  /// The index that stands in a row.
  private func index(_ row: Int) -> Int {
    guard case .integer(let size, let isSigned) = type else { return -1 }
    let number = whole(row, size)
    let unused = 64 - 8 * size
    return Int(isSigned ? (number << Int64(unused)) >> Int64(unused) : number)
  }

  /// A whole number without regard to its sign.
  private func whole(_ row: Int, _ size: Int) -> Int64 {
    buffers[0].withBytes { bytes in
      (0..<size).reduce(Int64(0)) { $0 | Int64(bytes[row * size + $1]) << Int64(8 * $1) }
    }
  }

  private func fixed(_ row: Int, _ size: Int) -> [UInt8] {
    buffers[0].withBytes { Array($0[row * size..<(row + 1) * size]) }
  }

  // MARK: Texts

  /// A value as text that reads back to the same; nil where there is none, or it is damaged.
  func text(_ row: Int, damaged: inout Bool) -> String? {
    guard isThere(row) else { return nil }
    if let dictionary {
      guard let (array, place) = dictionary.place(of: index(row)) else {
        damaged = true
        return nil
      }
      return array.text(place, damaged: &damaged)
    }
    switch type {
    case .nothing, .structure, .other: return nil
    case .integer(let size, let isSigned):
      return isSigned ? String(index(row)) : String(UInt64(bitPattern: whole(row, size)))
    case .float(8): return NumberText.shortest(number(row))
    case .float: return String(Float(number(row)))
    case .truth: return buffers[0].withBytes { $0[row >> 3] >> UInt8(row & 7) & 1 == 1 } ? "true" : "false"
    case .decimal(let size, let scale):
      return DecimalText.text(wholeBytes: fixed(row, size), scale: scale)
    case .date(4): return DateText.date(Int(Int32(truncatingIfNeeded: whole(row, 4))))
    case .date: return DateText.dateOfThousandths(whole(row, 8))
    case .time(4, let digits):
      return DateText.time(Int64(Int32(truncatingIfNeeded: whole(row, 4))), digits: digits)
    case .time(_, let digits): return DateText.time(whole(row, 8), digits: digits)
    case .moment(let digits): return DateText.timestamp(whole(row, 8), digits: digits)
    case .bytes(let size):
      return fixed(row, size).map { HexText.padded($0, to: 2) }.joined()
    case .text, .view:
      return withLetters(row) { found in
        switch found {
        case .bytes(let letters): return String(decoding: letters, as: UTF8.self)
        case .none: return nil
        case .damaged:
          damaged = true
          return nil
        }
      }
    }
  }

  private func withLetters<Result>(_ row: Int, _ body: (Found) -> Result) -> Result {
    buffers[0].withBytes { first in
      let places = UnsafeRawBufferPointer(first)
      if case .text(let size) = type {
        let start = Self.end(places, row, size)
        return letters(buffers[1], from: start, to: Self.end(places, row + 1, size), body)
      }
      let length = Self.number(places, 16 * row)
      if (0...12).contains(length) {
        return body(.bytes(UnsafeRawBufferPointer(rebasing: places[16 * row + 4..<16 * row + 4 + length])))
      }
      let place = 1 + Self.number(places, 16 * row + 8)
      let start = Self.number(places, 16 * row + 12)
      guard place >= 1, buffers.indices.contains(place) else { return body(.damaged) }
      return letters(buffers[place], from: start, to: start + length, body)
    }
  }

  private static func end(_ places: UnsafeRawBufferPointer, _ row: Int, _ size: Int) -> Int {
    size == 4
      ? number(places, 4 * row)
      : Int(Int64(littleEndian: places.loadUnaligned(fromByteOffset: 8 * row, as: Int64.self)))
  }

  private static func number(_ bytes: UnsafeRawBufferPointer, _ place: Int) -> Int {
    Int(Int32(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: Int32.self)))
  }

  private func letters<Result>(
    _ bytes: FileBytes, from start: Int, to end: Int, _ body: (Found) -> Result
  ) -> Result {
    guard start >= 0, start <= end, end <= bytes.count else { return body(.damaged) }
    return bytes.withBytes {
      body(.bytes(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer($0)[start..<end])))
    }
  }

  /// Whether all the values of some rows are where they should be.
  func areSound(_ rows: Range<Int>) -> Bool {
    if let dictionary { return rows.allSatisfy { !isThere($0) || dictionary.place(of: index($0)) != nil } }
    guard type == .view || type == .text(offset: 4) || type == .text(offset: 8) else { return true }
    return rows.allSatisfy { row in
      !isThere(row) || withLetters(row) { if case .damaged = $0 { false } else { true } }
    }
  }
}

/// The values of a dictionary, in the batches in which they came.
struct ArrowDictionary: Sendable {
  private let arrays: [ArrowArray]
  /// The number of the first value of each, and the end of the last.
  private let starts: [Int]

  init(_ arrays: [ArrowArray]) {
    self.arrays = arrays
    starts = arrays.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
  }

  /// Where the value of an index is; nil where there is none.
  func place(of index: Int) -> (array: ArrowArray, place: Int)? {
    guard index >= 0, index < starts[starts.count - 1] else { return nil }
    // As a rule there is one.
    let number = arrays.count == 1 ? 0 : starts.partitioningIndex(after: index) - 1
    return (arrays[number], index - starts[number])
  }

  /// Whether all values are where they should be.
  var isSound: Bool { arrays.allSatisfy { $0.areSound(0..<$0.count) } }
}

extension [Int] {
  /// The first place in rising numbers with one greater than another.
  func partitioningIndex(after number: Int) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] <= number { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

#endif
