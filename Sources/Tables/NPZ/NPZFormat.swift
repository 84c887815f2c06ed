/// NumPy arrays in a ZIP archive, of which one is read: the only one, or that of `points.npz:NAME`. A table is written
/// as the one array that `numpy.savez` calls `arr_0` where nobody names it.
struct NPZFormat: TableFormat {
  let names = (one: "a NumPy archive", several: "NumPy archives")
  let endings = ["npz"]
  let looseEndings: [String] = []
  let contentTypes: [String] = []
  let holdsText = false

  func recognizes(_ beginning: UnsafeBufferPointer<UInt8>, ending: String) -> Bool {
    if beginning.starts(with: [0x50, 0x4B, 0x05, 0x06]) { return ending == "npz" }
    guard beginning.starts(with: [0x50, 0x4B, 0x03, 0x04]) else { return false }
    let header = HeaderBytes(beginning)
    let name = header.integer(2, at: 26).flatMap { header.text($0, at: 30) }
    return ending == "npz" || name?.hasSuffix(Self.ending) == true
  }

  /// What the names of members end in, which nobody calls arrays by.
  static let ending = ".npy"

  func open(_ input: TableInput) throws(TableError) -> any TableSource {
    let (path, wanted) = MemberPath.parted(input.source)
    let archive = try input.bytes.withBytes { bytes throws(TableError) in
      try ZIPArchive(bytes, source: input.source)
    }
    let arrays = archive.members.filter { $0.name.hasSuffix(Self.ending) }
    let names = arrays.map { String($0.name.dropLast(Self.ending.count)) }
    guard let first = names.first else {
      throw TableError(
        .badData, source: input.source, message: "the archive has no NumPy array; save one in it.")
    }
    if let wanted {
      guard let place = names.firstIndex(of: wanted) else {
        throw TableError(
          .badData, source: path,
          message: "the archive has no array \(MessageText.quoted(wanted)); it has \(MemberPath.list(names))."
        )
      }
      return try open(arrays[place], of: input)
    }
    guard arrays.count == 1 else {
      throw TableError(
        .badData, source: input.source,
        message:
          "the archive has \(CountText.of(arrays.count, "array")): \(MemberPath.list(names)); choose one, such as "
          + "\(MessageText.cleaned(path)):\(MessageText.cleaned(first)).")
    }
    return try open(arrays[0], of: input)
  }

  private func open(_ member: ZIPArchive.Member, of input: TableInput) throws(TableError) -> any TableSource {
    let bytes = try Self.contents(of: member, in: input)
    return try NPYArray.open(TableInput(bytes: bytes, source: input.source, options: input.options))
  }

  /// The bytes of a member as they were before they were put into the archive.
  static func contents(
    of member: ZIPArchive.Member, in input: TableInput
  ) throws(TableError) -> FileBytes {
    let cure = member.method == .deflated ? "save it by numpy.savez" : "save it by numpy.savez_compressed"
    return try ZIPArchive.contents(of: member, in: input, cure: cure)
  }

  func makeSink(_ outline: TableOutline) throws(TableError) -> any TableSink {
    try NPZSink(outline, format: self)
  }
}
