#if Command

import SystemCalls
import Tables

/// Where the command speaks: answers to standard output, everything else to standard error.
///
/// The one door to a terminal: whatever file, model, path or option a text came from, no sign in it is obeyed.
struct Console: Sendable {
  let isQuiet: Bool
  /// Where it is told how far the work has come.
  var progress = Progress(.none)
  /// Keeps notes instead of their being said.
  var notebook: Notebook?

  /// Something the user had better know.
  func note(_ text: String) {
    if let notebook { return notebook.add(text) }
    if !isQuiet { progress.saying { Self.say("note: \(text)") } }
  }

  /// Something the user has to know.
  static func say(_ text: String) { write("gmm: \(TerminalText.cleaned(text))\n") }

  /// What the reader of a table took for granted.
  func note(of table: PointTable) {
    for text in table.placedNotes { note(text) }
  }

  /// What writes a table, and tells how far it has come.
  func writer(to path: String, threads: Int?) -> TableWriter {
    var writer = TableWriter(to: path, threadCount: threads)
    writer.meter = progress.meter(writing: path)
    return writer
  }

  /// Why the program ends.
  ///
  /// - Parameter hasLines: whether line feeds are the program's own; those of a name would be a second message.
  static func fail(_ message: String, hasLines: Bool) {
    let text = hasLines ? TerminalText.cleanedLines(message) : TerminalText.cleaned(message)
    write("gmm: error: \(text)\n")
  }

  /// The answer.
  func answer(_ text: String) throws(TableError) {
    progress.end()
    try AtomicFile.write(TerminalText.cleanedLines(text), to: "-")
  }

  /// Writes over the last line of a terminal; an empty text takes it away.
  static func overwriteLine(with text: String) { write("\r\u{1B}[K" + TerminalText.cleaned(text)) }

  /// A line for programs.
  static func writeLine(_ text: String) { write(TerminalText.cleaned(text) + "\n") }

  /// Whether standard error is a terminal, so that a line may be written over.
  static var isTerminal: Bool { Descriptor.isTerminal(Descriptor.standardError) }

  /// Text to standard error as it is; a closed one is nobody's loss.
  private static func write(_ text: String) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let written = bytes.withUnsafeBytes { try? Descriptor.writeSome(Descriptor.standardError, $0) }
      guard let written, written > 0 else { return }
      bytes = bytes.dropFirst(written)
    }
  }
}

#endif
