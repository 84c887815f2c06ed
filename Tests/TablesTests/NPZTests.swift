import Testing

@testable import Tables

/// Arrays in archives that NumPy has written.
@Suite struct NPZTests {
  private static let values = (0..<3).map { column in (0..<8).map { Double(3 * $0 + column) / 4 } }

  @Test func theOnlyArrayIsRead() throws {
    let name = "numpy-stored.npz"
    let table = try FormatTestSupport.table(FormatTestSupport.foreign(name), name)
    #expect(table.columnNames == ["1", "2", "3"] && !table.hasHeader)
    #expect(try table.numbers(in: [0, 1, 2]).columns == Self.values)
    let named = try FormatTestSupport.table(FormatTestSupport.foreign(name), name + ":X")
    #expect(try named.numbers(in: [0, 1, 2]).columns == Self.values)
  }

  @Test func ofSeveralOneIsNamed() throws {
    let bytes = try FormatTestSupport.foreign("numpy-deflated.npz")
    let several = FormatTestSupport.outcome(of: bytes, "several.npz")
    #expect(several?.message.contains("3 arrays: X, single, y; choose one, such as several.npz:X.") == true)
    let unknown = FormatTestSupport.outcome(of: bytes, "several.npz:Z")
    #expect(
      unknown?.description.hasPrefix("several.npz: the archive has no array «Z»; it has X, single, y.")
        == true)
    #expect(throws: TableError.self) { try OutputContents.table.requireName("out.npz") }
  }

  @Test func filesAreNamedWithTheirArray() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write(FormatTestSupport.foreign("numpy-stored.npz"), to: "a.npz")
    #expect(try PointTable(contentsOf: path).rowCount == 8)
    #expect(try PointTable(contentsOf: path + ":X").numbers(in: [2]).columns == [Self.values[2]])
    let error = tableError { () throws(TableError) in _ = try PointTable(contentsOf: path + ":Y") }
    #expect(error?.message.contains("«Y»") == true)
    #expect(NPZFormat.parted("x.npz").array == nil && NPZFormat.parted("x.csv:a").file == "x.csv:a")
  }

  @Test(arguments: ["numpy-stored.npz", "numpy-deflated.npz:X"])
  func damageDoesNotTrap(name: String) throws {
    let bytes = try FormatTestSupport.foreign(NPZFormat.parted(name).file)
    FormatTestSupport.damage(bytes, name, whole: NPZFormat.parted(name).array == nil ? nil : 0)
  }

  #if Formats

  @Test func deflatedArraysAreRead() throws {
    let bytes = try FormatTestSupport.foreign("numpy-deflated.npz")
    let doubles = try FormatTestSupport.table(bytes, "a.npz:X")
    #expect(try doubles.numbers(in: [0, 1, 2]).columns == Self.values)
    // As float32, and column after column.
    let singles = try FormatTestSupport.table(bytes, "a.npz:single")
    #expect(try singles.numbers(in: [0, 1, 2]).columns == Self.values.map { $0.map { $0 * 2 } })
    #expect(
      try FormatTestSupport.table(bytes, "a.npz:y").numbers(in: [0]).columns == [(0..<8).map(Double.init)])
  }

  #else

  @Test func deflatedArraysAreOfAnotherBuild() throws {
    let error = FormatTestSupport.outcome(of: try FormatTestSupport.foreign("numpy-deflated.npz"), "a.npz:X")
    #expect(error?.message.contains("trait Formats") == true)
  }

  #endif
}
