import Foundation
import GaussianMixtures

/// The cells of one column: measurements of groups, or what else stands in tables.
struct RandomColumn {
  enum Kind {
    case cloud, integers, tenths, constant, twoValues, frequentValue, farFromZero, extreme, scaled, subnormal
    case groupNumber, groupWord, weight, rowNumber
  }

  let kind: Kind
  private(set) var cells: [String]

  static func kind(_ random: inout RandomStream) -> Kind {
    random.pick(weighted: [
      (20, .cloud), (6, .integers), (5, .tenths), (3, .constant), (2, .twoValues), (3, .frequentValue),
      (4, .farFromZero), (6, .extreme), (8, .scaled), (4, .subnormal), (4, .groupNumber), (4, .groupWord),
      (5, .weight), (2, .rowNumber),
    ])
  }

  /// - Parameter groups: for each row the group that it is of.
  init(_ kind: Kind, groups: [Int], form: NumberForm, _ random: inout RandomStream) {
    self.kind = kind
    let centres = (0..<4).map { _ in 10 * random.normal() }
    let scale = random.pick([1e-320, 1e-300, 1e-160, 1e-140, 1e-12, 1e12, 1e100, 1e140, 1e153, 1e300, 1e307])
    let far = random.pick([1e6, 1e9, 1e12, 1e15, -1e15, 1e20])
    let (one, other) = (centres[0], centres[1])
    let words = random.chance(0.3) ? Trouble.texts : ["red", "green", "blue", "gelb"]
    let names = (0..<4).map { _ in random.pick(words) }
    let masses = random.pick([
      ["0", "1", "2"], ["0", "1", "1e100"], ["1", "1e-300"], ["1", "2.5", "0.5"], ["0"], ["1"], ["3", "6"],
      ["1e308", "1"], ["0", "5e-324", "1"], ["1", "-1"], ["9007199254740993", "1"], ["1", "NaN"],
    ])
    cells = groups.enumerated().map { row, group in
      let value = centres[group] + random.normal()
      switch kind {
      case .cloud: return form.text(value)
      case .integers: return form.text(value.rounded())
      case .tenths: return form.text((value * 10).rounded() / 10)
      case .constant: return form.text(one)
      case .twoValues: return form.text(random.chance(0.5) ? one : other)
      case .frequentValue: return form.text(random.chance(0.4) ? 0 : value)
      case .farFromZero: return form.text(far + value)
      case .extreme: return random.pick(Trouble.numbers)
      case .scaled: return form.text(value * scale, decimals: nil)
      case .subnormal: return form.text(Double(random.integer(0...6)) * 5e-324, decimals: nil)
      case .groupNumber: return "\(group + 1)"
      case .groupWord: return names[group]
      case .weight: return random.pick(masses)
      case .rowNumber: return "\(row + 1)"
      }
    }
  }

  /// Replaces some cells by what is no number, or none that counts.
  mutating func spoil(_ share: Double, _ random: inout RandomStream) {
    for row in cells.indices where random.chance(share) {
      cells[row] = random.chance(0.8) ? random.pick(Trouble.words) : random.pick(Trouble.numbers)
    }
  }
}

/// How the numbers of a table are written.
struct NumberForm {
  let decimals: Int?
  let mark: String
  let thousands: String?
  let ending: String
  let sign: String

  init(decimalComma: Bool, _ random: inout RandomStream) {
    decimals = random.chance(0.5) ? nil : random.integer(0...6)
    mark = decimalComma ? "," : "."
    thousands = random.chance(0.04) ? random.pick([",", ".", " ", "'", "\u{A0}"]) : nil
    ending = random.chance(0.03) ? random.pick([" kg", "%", " €", "*", " "]) : ""
    sign = random.chance(0.03) ? "+" : ""
  }

  func text(_ value: Double) -> String { text(value, decimals: decimals) }

  func text(_ value: Double, decimals: Int?) -> String {
    var text = decimals.map { String(format: "%.\($0)f", value) } ?? "\(value)"
    if let thousands, value.magnitude >= 1000, decimals != nil {
      let digits = text.prefix { $0 != "." }
      let grouped = digits.reversed().enumerated().map { place, digit in
        (place > 0 && place % 3 == 0 ? thousands : "") + String(digit)
      }
      text = String(grouped.joined().reversed()) + text.dropFirst(digits.count)
    }
    if mark != "." { text = text.replacingOccurrences(of: ".", with: mark) }
    return (value > 0 ? sign : "") + text + ending
  }
}
