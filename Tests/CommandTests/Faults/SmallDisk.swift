import Foundation
import TestSupport
import Testing

/// A file system in memory of a given size over a folder, which goes with this value. Only root can make one.
final class SmallDisk {
  struct Refusal: Error {}

  /// Whether this process can make one.
  static let isPossible: Bool = {
    guard geteuid() == 0, let folder = try? TestFolder(of: "CommandTests") else { return false }
    return withExtendedLifetime(folder) { (try? SmallDisk(over: folder.path, byteCount: 1 << 20)) != nil }
  }()

  private let path: String

  init(over path: String, byteCount: Int) throws {
    self.path = path
    try Self.run("mount", "-t", "tmpfs", "-o", "size=\(byteCount)", "none", path)
  }

  deinit { try? Self.run("umount", "--lazy", path) }

  /// Leaves so many bytes of room, in whole pages.
  func fill(leaving room: Int) throws {
    let filler = path + "/filler"
    if FileManager.default.fileExists(atPath: filler) { try FileManager.default.removeItem(atPath: filler) }
    let free = try FileManager.default.attributesOfFileSystem(forPath: path)[.systemFreeSize] as? Int ?? 0
    try Data(count: max(0, free - room)).write(to: URL(fileURLWithPath: filler))
  }

  func resize(_ byteCount: Int) throws { try Self.run("mount", "-o", "remount,size=\(byteCount)", path) }

  func makeReadOnly() throws { try Self.run("mount", "-o", "remount,ro", path) }

  private static func run(_ words: String...) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Refusal() }
  }
}
