import GaussianMixtures
import Tables
import Testing

/// What all errors have, seen through the libraries that throw them.
@Suite struct CodedErrorTests {
  private struct PlainError: CodedError {
    let code: Code
    let message: String
  }

  private struct CurableError: CodedError {
    var code: Int { 7 }
    var message: String { "It is broken." }
    var place: String { "a.csv:3" }
    var cure: String { "Mend it." }
  }

  @Test("a description is place, message and cure, as far as they are there")
  func description() {
    let plain = PlainError(code: ErrorCode("none"), message: "It is broken.")
    #expect(plain.description == "It is broken." && plain.place.isEmpty && plain.cure.isEmpty)
    #expect(CurableError().description == "a.csv:3: It is broken. Mend it.")
  }

  @Test("the place of a table's error is what its description begins with")
  func place() {
    let whole = TableError(
      .badData, source: "p.csv", line: 3, column: 2, columnName: "y", message: "It is so.")
    #expect(whole.place == "p.csv:3: column 2 (y)" && whole.description == "p.csv:3: column 2 (y): It is so.")
    let nameless = TableError(.usage, source: "", column: 2, columnName: "2", message: "It is so.")
    #expect(nameless.description == "column 2: It is so.")
    #expect(TableError(.usage, source: "", message: "It is so.").description == "It is so.")
  }

  @Test("no two codes of an error are equal")
  func codes() {
    let ofTables: Set<TableError.Code> = [
      .noInput, .badData, .usage, .cannotCreate, .tooLarge, .inputOutput,
    ]
    let ofFits: Set<FitError.Code> = [
      .configuration, .tooFewPoints, .observations, .noise, .start, .scale, .memory, .range, .stopped,
      .cancelled,
    ]
    #expect(ofTables.count == 6 && ofFits.count == 10)
    #expect(TableError.Code.usage == .usage)
  }

  @Test("any error of the libraries says what a person is told")
  func anyError() throws {
    let error = try #require(throws: PointSetError.self) { try PointSet(columns: []) }
    let coded = try #require(error as (any Error) as? any CodedError)
    #expect(coded.message == "There are no points; give at least one." && coded.description == coded.message)
  }
}
