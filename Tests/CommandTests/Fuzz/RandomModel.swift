import Foundation
import GaussianMixtures

/// Model documents: put together by hand or changed from sound ones.
enum RandomModel {
  /// A document of any size, mostly sound.
  static func document(_ random: inout RandomStream) -> String {
    let dimension = random.pick(weighted: [(4, 1), (5, 2), (3, 3), (1, random.integer(4...30))])
    let count = random.pick(weighted: [
      (4, 1), (4, 2), (3, 3), (1, random.integer(4...40)), (1, dimension < 4 ? 1500 : 2),
    ])
    let isExtreme = random.chance(0.25)
    func number(_ usual: Double, _ random: inout RandomStream) -> String {
      isExtreme && random.chance(0.3) ? random.pick(Trouble.numbers) : "\(usual)"
    }
    let isDiagonal = random.chance(0.4)
    let components = (0..<count).map { _ in
      let mean = (0..<dimension).map { _ in number(10 * random.normal(), &random) }.joined(separator: ",")
      let variances = (0..<dimension).map { _ in number(exp(random.normal()), &random) }
      let rows = (0..<dimension).map { row in
        "[" + (0..<dimension).map { $0 == row ? variances[row] : "0" }.joined(separator: ",") + "]"
      }
      let spread =
        isDiagonal
        ? "\"variances\":[\(variances.joined(separator: ","))]"
        : "\"covariance\":[\(rows.joined(separator: ","))]"
      let name = random.chance(0.1) ? "\"name\":\(quoted(random.pick(Trouble.texts)))," : ""
      return "{\(name)\"weight\":\(number(1 / Double(count), &random)),\"mean\":[\(mean)],\(spread)}"
    }
    let names = ["x", "y", "z", "u", "v", "w"]
    let columns = (0..<dimension).map { quoted($0 < 6 ? names[$0] : "v\($0 + 1)") }.joined(separator: ",")
    return "{\"schema\":\"gaussian-mixtures/model/\(isDiagonal ? 2 : 1)\","
      + (random.chance(0.8) ? "\"columns\":[\(columns)]," : "")
      + "\"componentCount\":\(count),\"dimension\":\(dimension),"
      + "\"structure\":\"\(isDiagonal ? "VVI" : "VVV")\","
      + "\"noise\":\(noise(dimension, &random)),\"components\":[\(components.joined(separator: ","))]}"
  }

  private static func noise(_ dimension: Int, _ random: inout RandomStream) -> String {
    guard random.chance(0.15) else { return "null" }
    // Beside components that have all the weight already, only 0 is sound.
    let weight = random.pick(["0", "0", "0.5", "1e-300", "-1"])
    let widths = [String](repeating: random.pick(["20", "1e300", "0", "-1", "1e-320"]), count: dimension)
    let corner = [String](repeating: random.pick(["-10", "1e308", "0"]), count: dimension)
    let box = "{\"corner\":[\(corner.joined(separator: ","))],\"widths\":[\(widths.joined(separator: ","))]}"
    let logVolume = random.pick(["3", "-700", "1e308", "\(Double(dimension) * log(20))"])
    return "{\"weight\":\(weight),\"logVolume\":\(logVolume),\"box\":\(random.chance(0.8) ? box : "null")}"
  }

  private static func quoted(_ text: String) -> String {
    let data = try? JSONEncoder().encode(text)
    return data.map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
  }

  /// Some numbers, words, lines or letters of a document changed.
  static func changed(_ text: String, _ random: inout RandomStream) -> [UInt8] {
    var bytes = Array(text.utf8)
    for _ in 0..<random.pick([1, 1, 1, 2, 4]) where !bytes.isEmpty {
      switch random.integer(0...9) {
      case 0..<5: replaceToken(&bytes, &random)
      case 5..<7: replaceLine(&bytes, &random)
      case 7:
        bytes[random.integer(below: bytes.count)] = random.pick(
          Array(",:[]{}\"\\0-e ".utf8) + [0, 0xFF, 0xC2])
      case 8: bytes.removeLast(random.chance(0.3) ? random.integer(1...bytes.count) : 1)
      default: bytes.insert(contentsOf: [0xEF, 0xBB, 0xBF], at: 0)
      }
    }
    return bytes
  }

  private static func replaceToken(_ bytes: inout [UInt8], _ random: inout RandomStream) {
    let tokens = tokens(of: bytes)
    guard !tokens.isEmpty else { return }
    let token = random.pick(tokens)
    let isText = bytes[token.lowerBound] == UInt8(ascii: "\"")
    let values = isText && random.chance(0.7) ? Trouble.texts.map(quoted) : Trouble.numbers
    let others = [
      "null", "[]", "{}", "[1,2]", "true", "\"x\"", "[[]]", "\"\\u001b[31m\"", "\"\\u202e\"", "\"\\ud800\"",
    ]
    bytes.replaceSubrange(
      token, with: Array((random.chance(0.8) ? random.pick(values) : random.pick(others)).utf8))
  }

  /// Numbers, words and texts.
  private static func tokens(of bytes: [UInt8]) -> [Range<Int>] {
    var tokens: [Range<Int>] = []
    var place = 0
    while place < bytes.count {
      let start = place
      if bytes[place] == UInt8(ascii: "\"") {
        place += 1
        while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
          place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
        }
        place = min(place + 1, bytes.count)
        tokens.append(start..<place)
      } else if isOfWord(bytes[place]) {
        while place < bytes.count, isOfWord(bytes[place]) { place += 1 }
        tokens.append(start..<place)
      } else {
        place += 1
      }
    }
    return tokens
  }

  private static func isOfWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."):
      true
    default: false
    }
  }

  /// A line left out, doubled or put elsewhere: a key that is missing, a list that is too long.
  private static func replaceLine(_ bytes: inout [UInt8], _ random: inout RandomStream) {
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let line = random.integer(below: lines.count)
    switch random.integer(0...2) {
    case 0: lines.remove(at: line)
    case 1: lines.insert(lines[line], at: line)
    default: lines.swapAt(line, random.integer(below: lines.count))
    }
    bytes = Array(lines.joined(separator: [UInt8(ascii: "\n")]))
  }
}
