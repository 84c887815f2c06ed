#if Formats

/// What a workbook has beside its cells: sheets, shared texts and formats.
struct XLSXBook {
  struct Sheet {
    let name: String
    let isHidden: Bool
    let part: ZIPArchive.Member
  }

  let input: TableInput
  let sheets: [Sheet]
  let texts: XLSXTexts
  /// What the formats of cells show, by their numbers.
  let formats: [XLSXDates.Format]
  let isFrom1904: Bool

  /// - Throws: ``TableError`` where it is damaged, or no workbook of cells.
  init(_ input: TableInput) throws(TableError) {
    self.input = input
    let archive = try input.bytes.withBytes { bytes throws(TableError) in
      try ZIPArchive(bytes, source: input.source)
    }
    let parts = Parts(input: input, members: archive.members)
    let start = try parts.relations(of: "").first { $0.kind == "officeDocument" }?.target ?? "xl/workbook.xml"
    guard start.hasSuffix(".xml"), parts.member(start) != nil else {
      throw TableError(
        .badData, source: input.source,
        message: start.hasSuffix(".bin")
          ? "the workbook is binary (.xlsb); save it as .xlsx or CSV."
          : "the archive holds no workbook; save the table as .xlsx or CSV.")
    }
    let book = WorkbookHandler()
    try parts.read(start, book)
    guard !book.isOther else {
      throw TableError(
        .badData, source: input.source,
        message: "the file is no workbook of cells; save the table as .xlsx or CSV.")
    }
    let relations = try parts.relations(of: start)
    isFrom1904 = book.isFrom1904
    sheets = book.sheets.compactMap { sheet in
      guard let relation = relations.first(where: { $0.id == sheet.id && $0.kind == "worksheet" }),
        let member = parts.member(relation.target)
      else { return nil }
      return Sheet(name: sheet.name, isHidden: sheet.isHidden, part: member)
    }
    let styles = StylesHandler()
    try parts.read(relations.first { $0.kind == "styles" }?.target, styles)
    formats = styles.formats
    let texts = TextsHandler(input)
    try parts.read(relations.first { $0.kind == "sharedStrings" }?.target, texts)
    self.texts = texts.texts
  }

  /// The parts of an archive, and how they refer to one another.
  private struct Parts {
    let input: TableInput
    let members: [ZIPArchive.Member]

    func member(_ name: String) -> ZIPArchive.Member? {
      members.first { $0.name == name } ?? members.first { $0.name.lowercased() == name.lowercased() }
    }

    /// Reads a part, if there is such.
    func read(_ name: String?, _ handler: XMLHandler) throws(TableError) {
      guard let name, let member = member(name) else { return }
      let bytes = try ZIPArchive.contents(of: member, in: input, cure: XLSXFormat.cure)
      try XMLReader.read(bytes, part: name, source: input.source, handler)
    }

    /// What a part refers to, or the whole for no name.
    func relations(of part: String) throws(TableError) -> [RelationsHandler.Relation] {
      let slash = part.lastIndex(of: "/").map { part.index(after: $0) } ?? part.startIndex
      let folder = String(part[..<slash])
      let handler = RelationsHandler(folder: folder)
      try read("\(folder)_rels/\(part[slash...]).rels", handler)
      return handler.relations
    }
  }
}

/// Texts that cells refer to by their numbers.
struct XLSXTexts: Sendable {
  private var letters: [UInt8] = []
  private var ends = [0]

  /// Ends a text.
  mutating func append(_ text: [UInt8]) {
    letters.append(contentsOf: text)
    ends.append(letters.count)
  }

  var byteCount: Int { letters.count + 8 * ends.count }

  subscript(number: Int) -> ArraySlice<UInt8>? {
    number >= 0 && number < ends.count - 1 ? letters[ends[number]..<ends[number + 1]] : nil
  }
}

private final class RelationsHandler: XMLHandler {
  struct Relation {
    let id: String
    /// The last word of the type.
    let kind: String
    let target: String
  }

  private(set) var relations: [Relation] = []
  private let folder: String

  init(folder: String) { self.folder = folder }

  override func start(_ name: XMLName, _ attributes: XMLAttributes) {
    guard name == "Relationship", let id = attributes.text("Id"), let type = attributes.text("Type"),
      let target = attributes.text("Target")
    else { return }
    let kind = String(type.split(separator: "/").last ?? "")
    relations.append(Relation(id: id, kind: kind, target: resolved(target)))
  }

  /// A path from the top of the archive.
  private func resolved(_ target: String) -> String {
    if target.hasPrefix("/") { return String(target.dropFirst()) }
    var parts: [Substring] = []
    for part in (folder + target).split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return parts.joined(separator: "/")
  }
}

private final class WorkbookHandler: XMLHandler {
  private(set) var sheets: [(name: String, id: String, isHidden: Bool)] = []
  private(set) var isFrom1904 = false
  /// Whether it is a document of another kind.
  private(set) var isOther = false
  private var isWithin = false

  override func start(_ name: XMLName, _ attributes: XMLAttributes) {
    if !isWithin { isOther = !(name == "workbook") }
    isWithin = true
    if name == "workbookPr" {
      isFrom1904 = ["1", "true"].contains(attributes.text("date1904") ?? "")
    } else if name == "sheet", let title = attributes.text("name"), let id = attributes.text("id") {
      sheets.append((title, id, (attributes.text("state") ?? "visible") != "visible"))
    }
  }
}

private final class StylesHandler: XMLHandler {
  private(set) var formats: [XLSXDates.Format] = []
  private var own: [Int: XLSXDates.Format] = [:]
  private var isInCells = false
  private var isInFormats = false

  override func start(_ name: XMLName, _ attributes: XMLAttributes) {
    if name == "cellXfs" {
      isInCells = true
    } else if name == "numFmts" {
      isInFormats = true
    } else if name == "numFmt", isInFormats, let id = attributes.integer("numFmtId") {
      own[id] = XLSXDates.format(attributes.text("formatCode") ?? "")
    } else if name == "xf", isInCells {
      let id = attributes.integer("numFmtId") ?? 0
      formats.append(own[id] ?? XLSXDates.format(builtIn: id))
    }
  }

  override func end(_ name: XMLName) {
    if name == "cellXfs" { isInCells = false } else if name == "numFmts" { isInFormats = false }
  }
}

private final class TextsHandler: XMLHandler {
  private(set) var texts = XLSXTexts()
  private var parts = XLSXTextParts()
  private let input: TableInput
  private var checked = 0

  init(_ input: TableInput) { self.input = input }

  override func start(_ name: XMLName, _ attributes: XMLAttributes) { parts.start(name) }

  override func end(_ name: XMLName) {
    parts.end(name)
    guard name == "si" else { return }
    texts.append(parts.take())
    guard texts.byteCount > checked + 1 << 24 else { return }
    checked = texts.byteCount
    do throws(TableError) {
      try input.options.allowance.require(2 * checked, source: input.source)
    } catch {
      failure = error
    }
  }

  override func text(_ bytes: UnsafeBufferPointer<UInt8>) { parts.append(bytes) }
}

/// A text that consists of parts with letters of their own, without those that say how it is spoken.
struct XLSXTextParts {
  private var letters: [UInt8] = []
  private var isPart = false
  private var isSpoken = false

  mutating func start(_ name: XMLName) {
    if name == "t" { isPart = !isSpoken } else if name == "rPh" { isSpoken = true }
  }

  mutating func end(_ name: XMLName) {
    if name == "t" { isPart = false } else if name == "rPh" { isSpoken = false }
  }

  mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    if isPart { letters.append(contentsOf: bytes) }
  }

  mutating func take() -> [UInt8] {
    defer { letters.removeAll(keepingCapacity: true) }
    return letters
  }
}

#endif
