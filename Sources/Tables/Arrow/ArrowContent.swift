#if Formats

/// The batches of an Arrow file, checked against its schema.
struct ArrowContent {
  private(set) var batches: [ArrowBatch] = []
  private(set) var starts = [0]
  private(set) var dictionaries: [(batch: ArrowBatch, rowsBefore: Int)] = []
  private(set) var versions: [[Int64: [Int]]] = [[:]]
  private(set) var replacesDictionaries = false

  init(_ messages: ArrowMessages, _ fields: [ArrowField]) throws(ArrowDamage) {
    let extent = fields.reduce(ArrowExtent()) { $0 + $1.extent }
    var values: [Int64: (type: ArrowType, extent: ArrowExtent)] = [:]
    for field in fields.flatMap(\.all) {
      guard let id = field.dictionary?.id else { continue }
      guard values[id] == nil || values[id]?.type == field.type else {
        throw ArrowDamage(reason: "a dictionary has values of two types")
      }
      values[id] = (field.type, field.valuesExtent)
    }
    for item in messages.items {
      guard let dictionary = item.dictionary else {
        try addRows(item, extent)
        continue
      }
      guard let extent = values[dictionary.id]?.extent else {
        throw ArrowDamage(reason: "it has a dictionary that belongs to no column")
      }
      let batch = try ArrowBatch(item.batch, words: item.words, item.message, extent)
      // A state that rows refer to stays as it is, where there are such before.
      if let last = batches.last, last.version == versions.count - 1 {
        versions.append(versions[versions.count - 1])
      }
      let known = versions[versions.count - 1][dictionary.id] ?? []
      replacesDictionaries = replacesDictionaries || !known.isEmpty && !dictionary.isAddition
      versions[versions.count - 1][dictionary.id] =
        (dictionary.isAddition ? known : []) + [dictionaries.count]
      dictionaries.append((batch, batches.count))
    }
  }

  private mutating func addRows(_ item: ArrowMessages.Item, _ extent: ArrowExtent) throws(ArrowDamage) {
    var batch = try ArrowBatch(item.batch, words: item.words, item.message, extent)
    batch.version = versions.count - 1
    let (end, isTooLarge) = starts[starts.count - 1].addingReportingOverflow(batch.rowCount)
    guard !isTooLarge else { throw ArrowDamage(reason: "it has more rows than can be counted") }
    batches.append(batch)
    starts.append(end)
  }
}

/// Columns of batches that were taken apart, the last ones that were asked for.
struct ArrowCache {
  struct Key: Hashable {
    let column: Int
    let batch: Int
  }

  /// The most bytes that they take.
  private let limit: Int
  private var arrays: [Key: ArrowArray] = [:]
  /// In the order in which they came.
  private var keys: [Key] = []
  private var byteCount = 0
  private var dictionaries: [Int64: (places: [Int], values: ArrowDictionary)] = [:]

  init(limit: Int) { self.limit = limit }

  func find(_ key: Key) -> ArrowArray? { arrays[key] }

  /// The values of a dictionary in the state that was asked for last.
  func find(dictionary id: Int64, _ places: [Int]) -> ArrowDictionary? {
    dictionaries[id].flatMap { $0.places == places ? $0.values : nil }
  }

  mutating func keep(dictionary values: ArrowDictionary, _ id: Int64, _ places: [Int]) {
    dictionaries[id] = (places, values)
  }

  mutating func keep(_ array: ArrowArray, _ key: Key) {
    guard arrays[key] == nil else { return }
    arrays[key] = array
    keys.append(key)
    byteCount += array.heldCount
    while byteCount > limit, keys.count > 1 {
      byteCount -= arrays.removeValue(forKey: keys.removeFirst())?.heldCount ?? 0
    }
  }
}

extension ArrowArray {
  /// The bytes of memory that it takes for itself.
  fileprivate var heldCount: Int { (masks + buffers).reduce(0) { $0 + ($1.isMapped ? 0 : $1.count) } }
}

#endif
