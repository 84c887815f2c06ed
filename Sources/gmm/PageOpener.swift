#if Command

import Subprocess
import SystemCalls

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Opens an address in the browser without telling it to other users.
///
/// What a program is given as an argument stands in the list of processes, where all users can read it. So the
/// browser is given a file that only its owner can read, and that leads on to the address.
struct PageOpener {
  private let path: String

  private static let prefix = "gmm-view-"

  /// Writes the file.
  ///
  /// - Returns: nil where it cannot be written, or there is no screen for a browser.
  init?(_ address: String) {
    let environment = ProcessInfo.processInfo.environment
    #if !os(macOS)
    // Without a screen the opener would look for a browser that draws in the terminal.
    guard environment["DISPLAY"] != nil || environment["WAYLAND_DISPLAY"] != nil else { return nil }
    #endif
    let folder = environment["XDG_RUNTIME_DIR"] ?? FileManager.default.temporaryDirectory.path
    Self.removeLeftovers(in: folder)
    let random = String(UInt64.random(in: 0 ... .max), radix: 36)
    path = "\(folder)/\(Self.prefix)\(ThisProcess.number)-\(random).html"
    guard let file = try? Descriptor.create(path, mode: 0o600) else { return nil }
    defer { Descriptor.close(file) }
    let page = """
      <!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta name="referrer" content="no-referrer">
      <meta http-equiv="refresh" content="0; url=\(address)"><title>gmm view</title></head>
      <body><p><a href="\(address)">The viewer</a></p></body></html>

      """
    let bytes = Array(page.utf8)
    let written = try? bytes.withUnsafeBytes { try Descriptor.writeSome(file, $0) }
    guard written == bytes.count else {
      remove()
      return nil
    }
  }

  /// Hands the file to the program that opens pages; answers whether there is one.
  func open() async -> Bool {
    #if os(macOS)
    let program = "open"
    #else
    let program = "xdg-open"
    #endif
    let result = try? await Subprocess.run(
      .name(program), arguments: [path], output: .discarded, error: .discarded)
    return result?.terminationStatus.isSuccess ?? false
  }

  func remove() { FileName.remove(path) }

  /// Removes the files of viewers that were killed; their tokens have gone with them.
  private static func removeLeftovers(in folder: String) {
    for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
      guard name.hasPrefix(prefix), let number = name.dropFirst(prefix.count).split(separator: "-").first,
        let process = Int32(number), !ThisProcess.exists(process)
      else { continue }
      FileName.remove("\(folder)/\(name)")
    }
  }
}

#endif
