import Testing

/// Whoever finds a type in the documentation sees what it is for.
@Suite struct PublicTypeTests {
  @Test("every public type is shown in use")
  func publicTypes() throws {
    let folders = ListingTests.modules.map { "Sources/\($0)" }
    let types = PublicTypes(try SourceText.all(below: folders, kinds: ["swift"]))
    for module in ListingTests.modules {
      #expect(types.declarations.contains { $0.path.hasPrefix("Sources/\(module)/") })
    }
    for complaint in types.complaints { Issue.record(Comment(rawValue: complaint)) }
  }

  private func types(_ text: String) -> PublicTypes { PublicTypes([SourceText(path: "a.swift", text: text)]) }

  @Test("types are found in whatever they stand, by their whole names")
  func found() {
    let text = """
      public struct A: Sendable {
        public static func make(class name: String) {}
        public enum B {
          struct C {}
        }
      }
      extension A.B {
        public final class D {}
      }
      @frozen
      public actor E {}
      public protocol F {}
      struct G {
        public struct H {}
      }
      public typealias I = A
      // public struct J
      """
    #expect(types(text).declarations.map(\.name) == ["A", "A.B", "A.B.D", "E", "F"])
  }

  @Test("a type without a listing is named, with what to do")
  func named() {
    let text =
      "/// ```swift\n/// A(b: 1)\n/// ```\npublic struct A {\n  /// Text.\n  public enum B {}\n}\npublic struct C {}\n"
    #expect(
      types(text).complaints == [
        "a.swift:6: A.B is public and nothing shows its use; give its comment a few lines between ```swift and ```, or "
          + "name it in a listing of A",
        "a.swift:8: C is public and nothing shows its use; give its comment a few lines between ```swift and ```",
      ])
  }

  @Test("a listing counts for the type below it, and for those inside that it names")
  func spared() {
    let listing = "/// ```swift\n/// A.B()\n/// ```\n@frozen\n"
    #expect(types("\(listing)public struct A {\n  public struct B {}\n}\n").complaints.isEmpty)
    #expect(types("\(listing)public struct A {\n  public struct BC {}\n}\n").complaints.count == 1)
    #expect(
      types("\(listing)public struct A {\n}\nextension A {\n  public struct B {}\n}\n").complaints.isEmpty)
    #expect(types("\(listing)\npublic struct A {}\n").complaints.count == 1)
  }
}
