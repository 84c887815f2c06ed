/// What rank 0 asks of all processes, itself included; each answers with numbers of its own rows.
enum ShareRequest: CheckpointPart {
  /// There is no more to do.
  case end
  /// Of some columns the numbers in a range of rows, column by column.
  case read(columns: [Int], rows: Range<Int>)
  /// Of some columns the numbers in some rows, row by row.
  case rows(columns: [Int], rows: [Int])
  /// What is known of whole runs of each column.
  case summaries(ColumnQuestion)
  /// To make blocks of some rows: the answer is which of them have to be sent.
  case deal(DealPlan)
  /// Rows that somebody lacks, row by row.
  case deliver(id: Int, rows: [Int], numbers: [Double])
  /// To make the blocks now that all rows are there.
  case build(id: Int)
  /// Something about blocks.
  case ask(id: Int, BlockQuestion)
  /// Blocks that are not needed any more.
  case forget([Int])

  func write(to writer: inout CheckpointWriter) {
    switch self {
    case .end: writer.write(0 as Int)
    case .read(let columns, let rows):
      writer.write(1 as Int)
      writer.write(columns)
      writer.write([rows.lowerBound, rows.upperBound])
    case .rows(let columns, let rows):
      writer.write(2 as Int)
      writer.write(columns)
      writer.write(rows)
    case .summaries(let question):
      writer.write(3 as Int)
      writer.write(question)
    case .deal(let plan):
      writer.write(4 as Int)
      writer.write(plan)
    case .deliver(let id, let rows, let numbers):
      writer.write(5 as Int)
      writer.write(id)
      writer.write(rows)
      writer.write(numbers)
    case .build(let id):
      writer.write(6 as Int)
      writer.write(id)
    case .ask(let id, let question):
      writer.write(7 as Int)
      writer.write(id)
      writer.write(question)
    case .forget(let ids):
      writer.write(8 as Int)
      writer.write(ids)
    }
  }

  init(reading reader: inout CheckpointReader) throws(FitError) {
    switch try reader.read(Int.self) {
    case 0: self = .end
    case 1: self = .read(columns: try reader.read(), rows: try reader.range())
    case 2: self = .rows(columns: try reader.read(), rows: try reader.read())
    case 3: self = .summaries(try reader.read())
    case 4: self = .deal(try reader.read())
    case 5: self = .deliver(id: try reader.read(), rows: try reader.read(), numbers: try reader.numbers())
    case 6: self = .build(id: try reader.read())
    case 7: self = .ask(id: try reader.read(), try reader.read())
    case 8: self = .forget(try reader.read())
    default: throw .damagedRequest
    }
  }

  var bytes: [UInt8] {
    var writer = CheckpointWriter()
    writer.write(self)
    return writer.bytes
  }

  /// - Throws: ``FitError`` with the code `communication` where the bytes are no request.
  init(bytes: [UInt8]) throws(FitError) {
    var reader = CheckpointReader(bytes[...])
    do throws(FitError) {
      self = try reader.read()
    } catch {
      throw .damagedRequest
    }
  }
}

extension CheckpointReader {
  mutating func range() throws(FitError) -> Range<Int> {
    let bounds: [Int] = try read()
    guard bounds.count == 2, bounds[0] <= bounds[1] else { throw .damagedRequest }
    return bounds[0]..<bounds[1]
  }
}

extension FitError {
  static let damagedRequest = FitError(
    .communication, "What rank 0 asks for cannot be read: run the same version everywhere.")

  init(_ error: CommunicationError) { self.init(.communication, error.message) }
}

extension InstructionSet: NamedCheckpointPart {}
extension MomentKind: NamedCheckpointPart {}
