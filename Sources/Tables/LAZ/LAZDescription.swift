#if Formats

internal import CFormats

/// How the points of a LAZ file are compressed: what LASzip's own variable length record says.
struct LAZDescription: Sendable {
  /// A part of a point, by LASzip's number of its type.
  private struct Item: Hashable {
    let type: Int
    let size: Int
  }

  /// The parts of a point, as the codec takes them.
  let layout: claz_layout
  /// The points of a chunk; nil where each has its own number of them.
  let chunkSize: Int?
  /// Whether points are in chunks: in the first version all of them are one.
  let isChunked: Bool

  private static let user = "laszip encoded"
  private static let number = 22_204
  /// What other programs write too.
  static let usualChunkSize = 50_000

  // MARK: Reading

  /// Whether a variable length record is the one of LASzip.
  static func describes(_ record: LASHeader.Record) -> Bool { record.user == user && record.number == number }

  /// Reads the record, and checks that it is of such points as the header has.
  init(_ header: LASHeader, _ bytes: HeaderBytes, source: String) throws(TableError) {
    func refusal(_ reason: String) -> TableError {
      TableError(
        .badData, source: source,
        message:
          "how the points are compressed is not known, or damaged: \(reason); save or copy the file anew.")
    }
    guard let record = header.records.first(where: Self.describes)
    else { throw refusal("the record of LASzip is missing") }
    let start = record.contents.lowerBound
    guard record.contents.count >= 34, let compressor = bytes.integer(2, at: start),
      let coder = bytes.integer(2, at: start + 2), let size = bytes.integer(4, at: start + 12),
      let count = bytes.integer(2, at: start + 32), record.contents.count >= 34 + 6 * count
    else { throw refusal("the record of LASzip is cut short") }
    let isLayered = header.pointFormat >= 6
    guard coder == 0, isLayered ? compressor == 3 : compressor == 1 || compressor == 2 else {
      throw refusal("the compressor has the number \(compressor) and the coder \(coder)")
    }
    let items = Self.items(of: header.pointFormat, length: header.recordLength)
    var versions: [Int] = []
    for (place, item) in items.enumerated() where place < count {
      let position = start + 34 + 6 * place
      guard bytes.integer(2, at: position) == item.type, bytes.integer(2, at: position + 2) == item.size,
        let version = bytes.integer(2, at: position + 4), Self.versions(of: item).contains(version)
      else { throw refusal("part \(place + 1) of a point is another than its format has") }
      versions.append(version)
    }
    guard count == items.count else {
      throw refusal("a point of its format and length has \(items.count) parts, and \(count) are described")
    }
    layout = Self.layout(items, versions, isLayered: isLayered)
    chunkSize = size == 0 || size == Int(UInt32.max) ? nil : size
    isChunked = compressor != 1
  }

  /// The versions of a part's compression that LASzip knows.
  private static func versions(of item: Item) -> ClosedRange<Int> {
    switch item.type {
    case 9: 1...1
    case 13: 3...4
    case 10...: 2...4
    default: 1...2
    }
  }

  /// The parts of a point of a format, of so many bytes.
  private static func items(of format: Int, length: Int) -> [Item] {
    var items = [format < 6 ? Item(type: 6, size: 20) : Item(type: 10, size: 30)]
    if [1, 3, 4, 5].contains(format) { items.append(Item(type: 7, size: 8)) }
    if [2, 3, 5].contains(format) { items.append(Item(type: 8, size: 6)) }
    if format == 7 { items.append(Item(type: 11, size: 6)) }
    if [8, 10].contains(format) { items.append(Item(type: 12, size: 8)) }
    if [4, 5].contains(format) { items.append(Item(type: 9, size: 29)) }
    if [9, 10].contains(format) { items.append(Item(type: 13, size: 29)) }
    let rest = length - LASHeader.lengths[format]
    if rest > 0 { items.append(Item(type: format < 6 ? 0 : 14, size: rest)) }
    return items
  }

  private static func layout(_ items: [Item], _ versions: [Int], isLayered: Bool) -> claz_layout {
    var layout = claz_layout()
    layout.count = Int32(items.count)
    layout.is_layered = isLayered ? 1 : 0
    withUnsafeMutableBytes(of: &layout.items) { bytes in
      let places = bytes.bindMemory(to: claz_item.self)
      for (place, (item, version)) in zip(items, versions).enumerated() {
        places[place] = claz_item(
          type: UInt16(item.type), size: UInt16(item.size), version: UInt16(version))
      }
    }
    return layout
  }

  // MARK: Writing

  /// How points of a format are written, of so many bytes.
  init(format: Int, length: Int) {
    let items = Self.items(of: format, length: length)
    // What all programs read that read the format at all.
    let versions = items.map { $0.type == 9 ? 1 : format < 6 ? 2 : 3 }
    layout = Self.layout(items, versions, isLayered: format >= 6)
    chunkSize = Self.usualChunkSize
    isChunked = true
  }

  /// The record, with its own head.
  var record: [UInt8] {
    var layout = layout
    let count = Int(layout.count)
    var bytes = [UInt8](repeating: 0, count: 54 + 34 + 6 * count)
    bytes.set(Self.user, 16, at: 2)
    bytes.set(Self.number, 2, at: 18)
    bytes.set(34 + 6 * count, 2, at: 20)
    bytes.set("LASzip", 32, at: 22)
    bytes.set(layout.is_layered != 0 ? 3 : 2, 2, at: 54)
    // The version of LASzip that these parts' versions came with.
    bytes.set(layout.is_layered != 0 ? 3 : 2, 1, at: 58)
    bytes.set(Self.usualChunkSize, 4, at: 66)
    // No extended records of its own.
    bytes.set(-1, 8, at: 70)
    bytes.set(-1, 8, at: 78)
    bytes.set(count, 2, at: 86)
    withUnsafeBytes(of: &layout.items) { items in
      for (place, item) in items.bindMemory(to: claz_item.self).prefix(count).enumerated() {
        bytes.set(Int(item.type), 2, at: 88 + 6 * place)
        bytes.set(Int(item.size), 2, at: 90 + 6 * place)
        bytes.set(Int(item.version), 2, at: 92 + 6 * place)
      }
    }
    return bytes
  }
}

#endif
