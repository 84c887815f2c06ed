#if !Command

import SystemCalls

/// The program as it is built without the trait that brings what the command needs: it says how to build the command.
@main
enum WithoutTrait {
  private static let advice =
    "gmm: built without the trait Command, so there is no command in it; "
    + "build it by \"make build\", or by \"swift build --traits Command\"\n"

  static func main() {
    Array(advice.utf8).withUnsafeBytes { _ = try? Descriptor.writeSome(Descriptor.standardError, $0) }
    ThisProcess.end(ThisProcess.unavailable)
  }
}

#endif
