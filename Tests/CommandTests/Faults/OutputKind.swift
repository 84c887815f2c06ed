import Foundation

/// Whether a file is whole: nothing is missing at its end, and what it promises is in it.
enum OutputKind {
  /// Whether a file is what an undisturbed run writes: to the last bit, but for what the clock says. Pages and figures,
  /// which have that in many forms, are to be whole.
  static func isSame(_ name: String, _ data: Data, as undisturbed: Data) -> Bool {
    switch name.split(separator: ".").last ?? "" {
    case "json": timeless(data) == timeless(undisturbed)
    case "csv", "npy": data == undisturbed
    default: isWhole(name, data, rowCount: 0)
    }
  }

  /// A model document without what the clock says.
  static func timeless(_ data: Data) -> String {
    String(decoding: data, as: UTF8.self).replacing(/"seconds" : [-+0-9.e]+/, with: "")
  }

  static func isWhole(_ name: String, _ data: Data, rowCount: Int) -> Bool {
    switch name.split(separator: ".").last ?? "" {
    case "json": (try? JSONSerialization.jsonObject(with: data)) != nil
    case "csv": isWholeTable(data, rowCount: ["selection.csv", "fits.csv"].contains(name) ? nil : rowCount)
    case "npy": isWholeArray(data)
    case "html": ends(data, with: "</html>")
    case "svg": ends(data, with: "</svg>")
    case "pdf": ends(data, with: "%%EOF")
    case "png": data.suffix(8).prefix(4).elementsEqual("IEND".utf8)
    default: false
    }
  }

  private static func ends(_ data: Data, with text: String) -> Bool {
    String(decoding: data.suffix(64), as: UTF8.self).split(whereSeparator: \.isWhitespace).last?.hasSuffix(
      text) ?? false
  }

  private static func isWholeTable(_ data: Data, rowCount: Int?) -> Bool {
    let lines = data.split(separator: UInt8(ascii: "\n"))
    let commas = Set(lines.map { $0.count { $0 == UInt8(ascii: ",") } })
    return data.last == UInt8(ascii: "\n") && commas.count == 1
      && lines.count == (rowCount ?? lines.count - 1) + 1
  }

  private static func isWholeArray(_ data: Data) -> Bool {
    guard data.count > 128, data[0] == 0x93 else { return false }
    let start = 10 + Int(data[8]) + Int(data[9]) << 8
    let header = String(decoding: data[10..<start], as: UTF8.self)
    guard let shape = header.firstMatch(of: /\((\d+), (\d+)\)/)?.output else { return false }
    return data.count - start == 8 * (Int(shape.1) ?? 0) * (Int(shape.2) ?? 0)
  }
}
