/// What the name of a column lets expect of it.
enum ColumnNameKind {
  /// Names of rows: `id`, `PassengerId`, `sample_uuid`.
  case identifier
  /// Names that rows have as often as counts do: `No`, `sample`, `Sample code number`.
  case perhapsIdentifier
  /// Names of groups: `class`, `target`, `species_code`.
  case classCode
  case other

  private static let identifiers: Set<String> = [
    "id", "ids", "identifier", "uid", "uuid", "guid", "oid", "gid", "fid", "pid", "rowid", "objid",
    "objectid",
    "specobjid", "sourceid", "userid", "barcode", "sku", "isbn", "ean", "rownames", "rownumber",
  ]
  private static let perhaps: Set<String> = [
    "index", "idx", "no", "nr", "num", "number", "code", "key", "row", "rows", "record", "case", "sample",
    "subject",
    "patient", "person", "respondent", "participant", "customer", "client", "user", "account", "employee",
    "student",
    "order", "item", "entry", "observation", "obs", "serial", "seq", "seqn", "sequence", "accession",
    "specimen",
  ]
  private static let classes: Set<String> = [
    "class", "classes", "klass", "target", "label", "labels", "species", "cluster", "clusters", "group",
    "groups",
    "category", "truth", "diagnosis", "outcome", "cultivar", "variety", "type", "kind",
  ]
  /// Words that may follow the name of a group and change nothing.
  private static let companions: Set<String> = ["code", "codes", "id", "number", "no", "nr"]

  init(_ name: String) {
    let words = Self.words(name)
    if let last = words.last(where: { !Self.companions.contains($0) }), Self.classes.contains(last) {
      self = .classCode
    } else if words.contains(where: Self.identifiers.contains) {
      self = .identifier
    } else if !words.isEmpty, words.allSatisfy(Self.perhaps.contains) {
      self = .perhapsIdentifier
    } else {
      self = .other
    }
  }

  /// The words of a name, in small letters: `PassengerId` and `passenger_id` have two.
  private static func words(_ name: String) -> [String] {
    var words: [String] = []
    var word = ""
    var last: Character = " "
    for character in name {
      let begins = character.isUppercase && last.isLowercase
      if begins || !(character.isLetter || character.isNumber), !word.isEmpty {
        words.append(word)
        word = ""
      }
      if character.isLetter || character.isNumber { word += character.lowercased() }
      last = character
    }
    return word.isEmpty ? words : words + [word]
  }
}
