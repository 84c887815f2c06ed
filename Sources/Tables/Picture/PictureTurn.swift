#if Formats

/// How the rows of a picture stand in its file: cameras store them as the sensor has them, and say how to turn them.
struct PictureTurn: Sendable, Hashable {
  /// 1 to 8, as Exif counts them.
  let orientation: Int

  static let none = PictureTurn(orientation: 1)

  private init(orientation: Int) { self.orientation = orientation }

  /// What a camera says (Exif 2.3, tag 0x0112 of the first directory); none where it says nothing that can be read.
  init(exif: [UInt8]) {
    self = exif.withUnsafeBufferPointer { Self.reading($0) } ?? .none
  }

  private static func reading(_ exif: UnsafeBufferPointer<UInt8>) -> PictureTurn? {
    guard let first = exif.first, first == UInt8(ascii: "I") || first == UInt8(ascii: "M") else { return nil }
    let bytes = HeaderBytes(exif)
    func integer(_ size: Int, at offset: Int) -> Int? {
      let storage = NumberStorage.unsigned(size).ordered(bigEndian: first == UInt8(ascii: "M"))
      return bytes.number(storage, at: offset).map { Int($0) }
    }
    guard integer(2, at: 2) == 42, let directory = integer(4, at: 4), let count = integer(2, at: directory)
    else {
      return nil
    }
    for entry in 0..<count {
      let offset = directory + 2 + 12 * entry
      guard let tag = integer(2, at: offset) else { return nil }
      guard tag == 0x0112 else { continue }
      let found = integer(2, at: offset + 8)
      return found.flatMap { (1...8).contains($0) ? PictureTurn(orientation: $0) : nil }
    }
    return nil
  }

  /// Whether rows become columns.
  var isAcross: Bool { orientation > 4 }

  /// Where the pixels of a picture as it is seen stand in a file of so many pixels a row and rows: the first one, and from
  /// each to its neighbour to the right and to the one below.
  func steps(width: Int, height: Int) -> (first: Int, right: Int, below: Int) {
    let (right, bottom) = (width - 1, (height - 1) * width)
    return switch orientation {
    case 2: (right, -1, width)
    case 3: (right + bottom, -1, -width)
    case 4: (bottom, 1, -width)
    case 5: (0, width, 1)
    case 6: (bottom, -width, 1)
    case 7: (right + bottom, -width, -1)
    case 8: (right, width, -1)
    default: (0, 1, width)
    }
  }

  /// Appends the pixels of a picture in the order in which they are seen.
  ///
  /// - Complexity: O(bytes).
  func append(
    _ pixels: FileBytes, size: Int, width: Int, height: Int, to output: inout SpillingBytes
  ) throws(TableError) {
    let steps = steps(width: width, height: height)
    let (across, down) = isAcross ? (height, width) : (width, height)
    try pixels.withBytes { bytes throws(TableError) in
      guard let base = bytes.baseAddress.map(UnsafeRawPointer.init) else { return }
      var row = [UInt8](repeating: 0, count: across * size)
      for y in 0..<down {
        row.withUnsafeMutableBytes { row in
          guard let target = row.baseAddress else { return }
          for x in 0..<across {
            let place = steps.first + x * steps.right + y * steps.below
            (target + x * size).copyMemory(from: base + place * size, byteCount: size)
          }
        }
        try row.withUnsafeBufferPointer { row throws(TableError) in
          try output.append(UnsafeRawBufferPointer(row))
        }
      }
    }
  }
}

#endif
