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
  /// To make blocks of some rows: the answer is how many are in each cell, where processes make an order in space together.
  case deal(DealPlan)
  /// What all processes have answered to that.
  case sort(id: Int, counts: [[Double]])
  /// To take what others have sent, and to send of own rows those that processes lack: delivery by delivery, column by column.
  case move(id: Int, arrived: [Arrival], lacking: [Delivery])
  /// To make the blocks now that all rows are there.
  case build(id: Int)
  /// Something about blocks.
  case ask(id: Int, BlockQuestion)
  /// Blocks that are not needed any more.
  case forget([Int])
  /// Whether all points of a selection have room: the answer is a ``SelectionRoom``.
  case offer(SelectionOffer)
  /// Numbers of a column of all these points, from one of them on.
  case hold(column: Int, from: Int, numbers: [Double])
  /// Whole fits to these points: the answer is what has been fitted.
  case fits(FitQuestion)

  func write(to writer: inout CheckpointWriter) {
    switch self {
    case .end: writer.write(kind: 0)
    case .read(let columns, let rows):
      writer.write(kind: 1, columns, [rows.lowerBound, rows.upperBound])
    case .rows(let columns, let rows): writer.write(kind: 2, columns, rows)
    case .summaries(let question): writer.write(kind: 3, question)
    case .deal(let plan): writer.write(kind: 4, plan)
    case .sort(let id, let counts): writer.write(kind: 5, id, counts.map(FlatNumbers.init))
    case .move(let id, let arrived, let lacking):
      // What rank 0 takes itself is sent to nobody.
      writer.write(kind: 6, id, arrived.filter { $0.delivery.rank > 0 }, lacking)
    case .build(let id): writer.write(kind: 7, id)
    case .ask(let id, let question): writer.write(kind: 8, id, question)
    case .forget(let ids): writer.write(kind: 9, ids)
    case .offer(let offer): writer.write(kind: 10, offer)
    case .hold(let column, let first, let numbers):
      writer.write(kind: 11, column, first, FlatNumbers(numbers))
    case .fits(let question): writer.write(kind: 12, question)
    }
  }

  init(reading reader: inout CheckpointReader) throws(FitError) {
    switch try reader.read(Int.self) {
    case 0: self = .end
    case 1: self = .read(columns: try reader.read(), rows: try reader.range())
    case 2: self = .rows(columns: try reader.read(), rows: try reader.read())
    case 3: self = .summaries(try reader.read())
    case 4: self = .deal(try reader.read())
    case 5: self = .sort(id: try reader.read(), counts: try reader.flatLists())
    case 6: self = .move(id: try reader.read(), arrived: try reader.read(), lacking: try reader.read())
    case 7: self = .build(id: try reader.read())
    case 8: self = .ask(id: try reader.read(), try reader.read())
    case 9: self = .forget(try reader.read())
    case 10: self = .offer(try reader.read())
    case 11:
      self = .hold(
        column: try reader.read(), from: try reader.read(), numbers: try reader.read(FlatNumbers.self).numbers
      )
    case 12: self = .fits(try reader.read())
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

extension CheckpointWriter {
  /// The number of a kind, and what belongs to it.
  mutating func write(kind: Int, _ parts: any CheckpointPart...) {
    write(kind)
    for part in parts { part.write(to: &self) }
  }
}

extension CheckpointReader {
  mutating func range() throws(FitError) -> Range<Int> {
    let bounds: [Int] = try read()
    guard bounds.count == 2, bounds[0] <= bounds[1] else { throw .damagedRequest }
    return bounds[0]..<bounds[1]
  }

  mutating func flatLists() throws(FitError) -> [[Double]] {
    try read([FlatNumbers].self).map(\.numbers)
  }
}

extension FitError {
  static let damagedRequest = FitError(
    .communication, "What rank 0 asks for cannot be read: run the same version everywhere.")

  init(_ error: CommunicationError) { self.init(.communication, error.message) }
}

extension InstructionSet: NamedCheckpointPart {}
extension MomentKind: NamedCheckpointPart {}
