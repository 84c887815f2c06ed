#if Command

/// Names of files for the models of many sets, made from texts that may hold anything.
struct ModelNames {
  /// A name for each, all different, also where letter case makes none.
  let names: [String]

  /// The longest stem: with a number and an ending a name stays within what file systems take.
  private static let limit = 100

  /// - Parameter keys: What tells the sets apart.
  init(_ keys: [[String]]) {
    var taken: Set<String> = []
    var numbers: [String: Int] = [:]
    names = keys.map { key in
      let stem = Self.stem(key.joined(separator: "_"))
      var name = stem
      while !taken.insert(name.lowercased()).inserted {
        let number = numbers[stem.lowercased(), default: 2]
        numbers[stem.lowercased()] = number + 1
        name = "\(stem)-\(number)"
      }
      return name + ".json"
    }
  }

  /// The names of models of files: these without their folders and endings.
  init(files: [String]) {
    self.init(
      files.map { file in
        let name = file.split(separator: "/").last.map(String.init) ?? file
        guard let point = name.lastIndex(of: "."), point > name.startIndex else { return [name] }
        return [String(name[..<point])]
      })
  }

  /// Letters, digits, `-`, `_` and points stay, anything else is `_`; no name is hidden, empty or longer than is taken.
  private static func stem(_ text: String) -> String {
    var stem = ""
    for character in text {
      let isPlain = character.isLetter || character.isNumber || "-_.".contains(character)
      let sign = isPlain && character.unicodeScalars.count <= 4 ? character : "_"
      guard stem.utf8.count + String(sign).utf8.count <= limit else { break }
      stem.append(sign)
    }
    if stem.isEmpty { return "_" }
    return stem.hasPrefix(".") || stem.hasPrefix("-") ? "_" + stem.dropFirst() : stem
  }
}

#endif
