import Parallel
import Synchronization
import Testing

@testable import GaussianMixtures

/// Columns of a file that stays on the disk.
@Suite struct MappedColumnTests {
  /// Numbers that could leave memory, and how often they were asked to.
  private final class Watched: MappedMemory {
    nonisolated(unsafe) let numbers: UnsafeMutablePointer<Double>
    let departures = Atomic(0)

    init(count: Int) {
      numbers = .allocate(capacity: count)
      for place in 0..<count { (numbers + place).initialize(to: 0.5 * Double(place)) }
    }

    deinit { numbers.deallocate() }

    func leaveMemory() { departures.wrappingAdd(1, ordering: .relaxed) }
  }

  /// Each number of a sample may bring megabytes into memory, so that they have to leave while it is taken.
  @Test func samplesLeaveMemoryAsTheyAreTaken() {
    let watched = Watched(count: 5000)
    let column = PointColumn(UnsafePointer(watched.numbers), count: 5000, owner: watched)
    let places = (0..<1000).map { ($0 * 7919) % 5000 }
    #expect(column.values(at: places) == places.map { 0.5 * Double($0) })
    #expect(watched.departures.load(ordering: .relaxed) >= 1000 / 16)
    // Nothing of memory leaves.
    #expect(PointColumn((0..<40).map(Double.init)).values(at: [39, 0, 7]) == [39, 0, 7])
  }

  /// What looks at a sample of every column does so.
  @Test func observationsAreSampledThatWay() throws {
    let watched = Watched(count: 5000)
    let column = PointColumn(UnsafePointer(watched.numbers), count: 5000, owner: watched)
    let observations = try Observations(inPlace: [column])
    _ = Atoms(of: observations, spreads: [700])
    #expect(watched.departures.load(ordering: .relaxed) >= 256 / 16)
  }
}
