import Parallel
import Synchronization
import Testing

@testable import Tables

/// How far reading and writing have come, as whoever asks is told.
@Suite struct WorkMeterTests {
  /// What a meter has told of, and how far each stage was at its end.
  private final class Log: Sendable {
    struct Entry: Equatable {
      let kind: WorkMeter.Work.Kind
      let file: String
      let total: Int
      let done: Int
    }

    private let state = Mutex<(meter: WorkMeter?, entries: [Entry])>((nil, []))

    var entries: [Entry] { state.withLock { $0.entries } }

    func meter() -> WorkMeter {
      let meter = WorkMeter { [self] work in
        guard work == nil else { return }
        state.withLock { state in
          guard let now = state.meter?.now else { return }
          state.entries.append(
            Entry(kind: now.work.kind, file: now.work.file, total: now.work.total, done: now.done))
        }
      }
      state.withLock { $0.meter = meter }
      return meter
    }
  }

  private let rows = (0..<5000).map { "\($0),\($0 % 7).5" }

  @Test func allOfATextIsCounted() throws {
    let folder = try TemporaryDirectory()
    let path = folder.path("points.csv")
    try AtomicFile.write("x,y\n" + rows.joined(separator: "\n") + "\n", to: path)
    let log = Log()
    var options = ReadingOptions(threadCount: 2)
    options.chunkSize = 1 << 12
    options.meter = log.meter()
    let table = try PointTable(contentsOf: path, options: options)
    _ = try table.numbers(in: [0, 1])
    #expect(log.entries.map(\.kind) == [.findingRows, .reading])
    #expect(log.entries.allSatisfy { $0.done == $0.total && $0.file == path })
    #expect(log.entries.last?.total == rows.count)
  }

  @Test(arguments: ["labels.csv", "labels.npy"])
  func allThatIsWrittenIsCounted(name: String) throws {
    let folder = try TemporaryDirectory()
    let log = Log()
    var writer = TableWriter(to: folder.path(name), threadCount: 2)
    writer.rowsOfChunk = 100
    writer.meter = log.meter()
    try writer.write([TableColumn(name: "n", values: .integers(Array(0..<3210)))])
    #expect(log.entries == [.init(kind: .writing, file: folder.path(name), total: 3210, done: 3210)])
  }

  @Test func aStageEndsWhereItsWorkFails() throws {
    let log = Log()
    var writer = TableWriter(to: "/no/such/folder/labels.csv")
    let meter = log.meter()
    writer.meter = meter
    #expect(throws: TableError.self) {
      try writer.write([TableColumn(name: "n", values: .integers([1, 2]))])
    }
    #expect(meter.now == nil)
  }
}
