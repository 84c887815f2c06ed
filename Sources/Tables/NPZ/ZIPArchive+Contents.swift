extension ZIPArchive {
  /// The bytes of a member, as they were before they were put into the archive.
  ///
  /// - Parameters:
  ///   - input: The archive.
  ///   - cure: How it is to be made such that it can be read.
  /// - Throws: ``TableError`` where they are damaged, or compressed in a way that is not read.
  static func contents(of member: Member, in input: TableInput, cure: String) throws(TableError) -> FileBytes
  {
    switch member.method {
    case .stored: return FileBytes(member.range, of: input.bytes)
    case .deflated:
      #if Formats
      return try Decompression(source: input.source, options: input.options).bytes(
        inflating: input.bytes, member.range, count: member.count, checksum: member.checksum)
      #else
      throw TableError(
        .badData, source: input.source,
        message:
          "\(MessageText.quoted(member.name)) is compressed, which this build does not read; \(cure), or "
          + "\(Compression.buildCure).")
      #endif
    case .other(let number):
      throw TableError(
        .badData, source: input.source,
        message:
          "\(MessageText.quoted(member.name)) is compressed by method \(number), which is not read; \(cure).")
    }
  }
}
