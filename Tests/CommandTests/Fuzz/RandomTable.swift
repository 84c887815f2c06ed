import Foundation
import GaussianMixtures

/// A table as people and programs write them, and now and then as nobody should.
struct RandomTable {
  private(set) var bytes: [UInt8]
  /// What options may call the columns.
  private(set) var names: [String]
  /// Whether some cells are no numbers.
  private(set) var hasGaps = false
  /// What a file of this kind is called.
  private(set) var name = "table.csv"

  init(_ random: inout RandomStream) {
    switch random.integer(0...99) {
    case 0..<5: self.init(soup: &random)
    case 5..<8: self.init(nearlyNothing: &random)
    case 8..<16: self.init(array: &random)
    default: self.init(regular: &random)
    }
    if random.chance(0.03) { bytes = Self.damaged(bytes, &random) }
  }

  // MARK: Without rules

  private static let pieces: [String] =
    [
      ",", ",", ",", "\n", "\n", "\n", ";", "\t", " ", "\"", "\"\"", "#", "\r\n", "\r", "7.5", "-3", "label",
      "truth", "é",
      "+", "e", "0x1p3", "1,2\n", "3,4\n", "5,1\n", "8,8\n", "sep=;", "|",
    ] + Trouble.numbers + Trouble.words + Trouble.texts.prefix(12)

  private init(soup random: inout RandomStream) {
    bytes = (0..<random.integer(0...80)).flatMap { _ in Array(random.pick(Self.pieces).utf8) }
    names = ["x", "label", "1", "2"]
  }

  private init(nearlyNothing random: inout RandomStream) {
    let texts = [
      "", "\n", "x", "x\n", "x,y\n", "1\n", "1", "\u{FEFF}", "\u{FEFF}x\n1\n", "\0", "\0\0\0\n", "\"", "\"x",
      ",", ",\n,\n",
      "#\n", "# x\n#y\n", "\n\n\n", " \n", "{", "{}", "[", "{\"schema\":1}", "null", "\u{93}NUMPY", "sep=;\n",
    ]
    bytes = random.chance(0.1) ? [0xFF, 0xFE] : Array(random.pick(texts).utf8)
    names = ["x", "1"]
  }

  private init(array random: inout RandomStream) {
    bytes = RandomArray(&random).bytes
    names = ["1", "2", "1-2"]
    name = random.chance(0.9) ? "table.npy" : "table.csv"
  }

  /// A few bytes cut, doubled or changed.
  private static func damaged(_ bytes: [UInt8], _ random: inout RandomStream) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<random.integer(1...4) where !bytes.isEmpty {
      let place = random.integer(below: bytes.count)
      switch random.integer(0...3) {
      case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
      case 1: bytes.removeSubrange(place..<min(bytes.count, place + random.integer(1...20)))
      case 2: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 30)], at: place)
      default: bytes.removeLast(bytes.count - place)
      }
    }
    return bytes
  }

  // MARK: Rows and columns

  private init(regular random: inout RandomStream) {
    let layout = Layout(&random)
    let rowCount = random.pick(weighted: [
      (12, random.integer(1...3)), (66, random.integer(4...40)), (20, random.integer(41...200)),
      (1, random.integer(1000...3000)),
    ])
    let most = rowCount > 200 ? 4 : 12
    let columnCount = random.pick(weighted: [
      (18, 1), (36, 2), (34, random.integer(3...5)), (9, random.integer(5...most + 1)),
      (2, rowCount > 200 ? 2 : random.integer(30...60)), (1, rowCount > 20 ? 3 : random.integer(200...500)),
    ])
    let groupCount = random.integer(1...3)
    let groups = (0..<rowCount).map { _ in random.integer(below: groupCount) }
    let form = NumberForm(decimalComma: layout.hasDecimalComma, &random)
    let spoilt = random.chance(0.25) ? random.pick([0.02, 0.1, 0.4, 1]) : 0
    var columns: [RandomColumn] = []
    let clouds = random.pick(weighted: [(6, 0.9), (3, 0.5), (2, 0)])
    for _ in 0..<columnCount {
      let kind = random.chance(clouds) ? .cloud : RandomColumn.kind(&random)
      columns.append(RandomColumn(kind, groups: groups, form: form, &random))
      if spoilt > 0, random.chance(0.7) { columns[columns.count - 1].spoil(spoilt, &random) }
    }
    let header = Self.header(columns, &random)
    var rows = groups.indices.map { row in columns.map { $0.cells[row] } }
    if random.chance(0.06), let last = rows.last {
      rows += Array(repeating: last, count: random.integer(1...20))
    }
    bytes = layout.bytes(header: random.chance(0.75) ? header : nil, rows: rows, &random)
    names = header + ["1", "\(columnCount)"]
    hasGaps = spoilt > 0
    name = layout.fileName
  }

  private static func header(_ columns: [RandomColumn], _ random: inout RandomStream) -> [String] {
    let isTroubled = random.chance(0.12)
    let plain = ["x", "y", "z", "u", "v", "w"]
    return columns.enumerated().map { place, column in
      if isTroubled, random.chance(0.5) { return random.pick(Trouble.texts) }
      switch column.kind {
      case .groupNumber, .groupWord: return random.pick(["label", "truth", "class", "group"])
      case .weight: return "weight"
      case .rowNumber: return "id"
      default: return place < plain.count ? plain[place] : "v\(place + 1)"
      }
    }
  }
}
