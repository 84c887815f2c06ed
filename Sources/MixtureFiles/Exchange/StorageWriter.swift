internal import Tables

/// Writes a `FileStorage` of OpenCV as text, in the form that OpenCV itself gives it.
struct StorageWriter {
  private let notation: OpenCVModel.Notation
  private var text: String
  private var depth = 0

  init(_ notation: OpenCVModel.Notation) {
    self.notation = notation
    text = notation == .yaml ? "%YAML:1.0\n---\n" : "<?xml version=\"1.0\"?>\n<opencv_storage>\n"
  }

  mutating func begin(_ name: String) {
    line(notation == .yaml ? "\(name):" : "<\(name)>")
    depth += 1
  }

  mutating func end(_ name: String) {
    depth -= 1
    if notation == .xml { line("</\(name)>") }
  }

  mutating func scalar(_ name: String, _ value: String) {
    line(notation == .yaml ? "\(name): \(value)" : "<\(name)>\(value)</\(name)>")
  }

  /// A matrix of doubles.
  ///
  /// - Parameters:
  ///   - name: Its key; nil for a member of a sequence.
  ///   - rows: At least one.
  mutating func matrix(_ name: String?, _ rows: [[Double]]) {
    if notation == .yaml {
      line("\(name.map { "\($0):" } ?? "-") !!opencv-matrix")
    } else {
      line("<\(name ?? "_") type_id=\"opencv-matrix\">")
    }
    depth += 1
    scalar("rows", String(rows.count))
    scalar("cols", String(rows[0].count))
    scalar("dt", "d")
    let numbers = rows.map { row in
      row.map(Self.number).joined(separator: notation == .yaml ? ", " : " ")
    }
    let indent = "\n" + String(repeating: " ", count: width * (depth + 1))
    if notation == .yaml {
      line("data: [ \(numbers.joined(separator: "," + indent)) ]")
    } else {
      line("<data>\(indent)\(numbers.joined(separator: indent))</data>")
    }
    depth -= 1
    if notation == .xml { line("</\(name ?? "_")>") }
  }

  /// The bytes of the file.
  var finished: [UInt8] { Array((notation == .yaml ? text : text + "</opencv_storage>\n").utf8) }

  private var width: Int { notation == .yaml ? 3 : 2 }

  private mutating func line(_ content: String) {
    text += String(repeating: " ", count: width * depth) + content + "\n"
  }

  /// As OpenCV writes it, whole numbers have a point.
  private static func number(_ value: Double) -> String {
    let text = NumberText.shortest(value)
    return text.contains { $0 == "." || $0 == "e" } ? text : text + "."
  }
}
