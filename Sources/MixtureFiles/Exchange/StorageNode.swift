/// A part of a `FileStorage` of OpenCV, whatever text it stands in.
indirect enum StorageNode: Sendable, Hashable {
  case scalar(String)
  case sequence([StorageNode])
  case map([StorageEntry])

  struct StorageEntry: Sendable, Hashable {
    let key: String
    let node: StorageNode
  }

  subscript(key: String) -> StorageNode? {
    guard case .map(let entries) = self else { return nil }
    return entries.first { $0.key == key }?.node
  }

  /// The text of a scalar.
  var text: String? {
    guard case .scalar(let text) = self else { return nil }
    return text
  }

  var children: [StorageNode] {
    switch self {
    case .scalar: []
    case .sequence(let nodes): nodes
    case .map(let entries): entries.map(\.node)
    }
  }

  /// The texts of a sequence of scalars, or of one.
  var texts: [String] { text.map { [$0] } ?? children.compactMap(\.text) }
}

/// Why a text is no `FileStorage`.
struct StorageFault: Error {
  /// From 1.
  let line: Int
  let problem: String
}

/// The XML of OpenCV: elements with texts in them, of which those called `_` are members of a sequence.
struct StorageXML {
  private let bytes: [UInt8]
  private var position = 0

  private static let greatestDepth = 64

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func root() throws(StorageFault) -> StorageNode {
    guard let name = try nextTag(), !name.isEnd else { throw fault("there is no element") }
    guard name.text == "opencv_storage" else {
      throw fault("the file is XML, and none of OpenCV: it begins with <\(name.text)>")
    }
    return try element(name.text, depth: 0)
  }

  private struct Tag {
    let text: String
    let isEnd: Bool
    let isWhole: Bool
  }

  /// What an element holds, after its first tag.
  private mutating func element(_ name: String, depth: Int) throws(StorageFault) -> StorageNode {
    guard depth < Self.greatestDepth else { throw fault("elements are nested too deeply") }
    var entries: [StorageNode.StorageEntry] = []
    var text: [UInt8] = []
    while true {
      while position < bytes.count, bytes[position] != UInt8(ascii: "<") {
        text.append(bytes[position])
        position += 1
      }
      guard let tag = try nextTag() else { throw fault("<\(name)> is not ended") }
      if tag.isEnd {
        guard tag.text == name else { throw fault("</\(tag.text)> stands where <\(name)> should end") }
        break
      }
      let node = tag.isWhole ? .sequence([]) : try element(tag.text, depth: depth + 1)
      entries.append(.init(key: tag.text, node: node))
    }
    guard entries.isEmpty else {
      return entries.allSatisfy { $0.key == "_" } ? .sequence(entries.map(\.node)) : .map(entries)
    }
    let words = text.split(whereSeparator: { " \t\r\n".utf8.contains($0) }).map {
      String(decoding: $0, as: UTF8.self)
    }
    return words.count == 1 ? .scalar(words[0]) : .sequence(words.map { .scalar($0) })
  }

  /// The next tag; declarations and comments are passed over. nil at the end.
  private mutating func nextTag() throws(StorageFault) -> Tag? {
    while position < bytes.count {
      guard bytes[position] == UInt8(ascii: "<") else {
        position += 1
        continue
      }
      let isComment = bytes[position...].starts(with: "<!--".utf8)
      guard let end = end(of: isComment ? "-->" : ">") else { throw fault("a tag is not closed") }
      let inner = String(decoding: bytes[(position + 1)..<(end - 1)], as: UTF8.self)
      position = end
      if isComment || inner.hasPrefix("?") || inner.hasPrefix("!") { continue }
      let word = inner.split(whereSeparator: { " \t\r\n/".contains($0) }).first.map(String.init) ?? ""
      return Tag(text: word, isEnd: inner.hasPrefix("/"), isWhole: inner.hasSuffix("/"))
    }
    return nil
  }

  private func end(of mark: String) -> Int? {
    let mark = Array(mark.utf8)
    var place = position
    while place + mark.count <= bytes.count {
      if bytes[place..<place + mark.count].elementsEqual(mark) { return place + mark.count }
      place += 1
    }
    return nil
  }

  private func fault(_ problem: String) -> StorageFault {
    let line = bytes.prefix(position).count { $0 == UInt8(ascii: "\n") } + 1
    return StorageFault(line: line, problem: problem)
  }
}
