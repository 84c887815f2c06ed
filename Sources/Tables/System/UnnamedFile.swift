internal import SystemCalls

/// Files without a name, of which nothing is left where the process ends, however it ends.
package enum UnnamedFile {
  /// Opens a file that never has a name, with something in it, to be read from its beginning.
  ///
  /// It is in memory where the system has such a place, and TMPDIR does not name another.
  ///
  /// - Parameter contents: What it is to hold.
  /// - Returns: The descriptor, which the caller closes.
  /// - Throws: ``TableError`` with the code `cannotCreate` or `inputOutput`.
  package static func holding(_ contents: String) throws(TableError) -> Int32 {
    let chosen = ThisProcess.temporaryFolder
    var failure = SystemError.absence
    for folder in chosen.map({ [$0] }) ?? ["/dev/shm", "/tmp"] {
      let descriptor: Int32
      do throws(SystemError) {
        descriptor = try Descriptor.createTemporary(in: folder)
      } catch {
        failure = error
        continue
      }
      do throws(TableError) {
        try OutputDescriptor(number: descriptor, path: folder).write(contents)
        Descriptor.seek(descriptor, to: 0)
        return descriptor
      } catch {
        Descriptor.close(descriptor)
        throw error
      }
    }
    throw TableError(
      .cannotCreate, source: chosen ?? "/tmp",
      message:
        "no temporary file can be made there: \(failure.cause); \(failure.cure), or set TMPDIR to another "
        + "folder.")
  }
}
