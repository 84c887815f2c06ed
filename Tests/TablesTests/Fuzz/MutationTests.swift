import Foundation
import Testing

@testable import Tables

/// Some thousand damaged files of every format, the same in every run; make fuzz-readers makes as many as one likes.
@Suite struct MutationTests {
  /// How many files are made for each format.
  private static let count = 2000

  /// The seeds of a format, written here and by other programs.
  private static func seeds(_ ending: String) throws -> [FormatSeeds.Seed] {
    let folder = try #require(Bundle.module.url(forResource: "Data", withExtension: nil))
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    let foreign = try names.filter { $0.hasSuffix(".\(ending)") }.map { name in
      FormatSeeds.Seed(name: name, bytes: try FormatTestSupport.foreign(name))
    }
    return FormatSeeds.all.filter { $0.name.hasSuffix(".\(ending)") } + foreign
  }

  @Test(arguments: FormatSeeds.endings)
  func damagedFilesAreReadOrRefused(ending: String) throws {
    let seeds = try Self.seeds(ending)
    try #require(!seeds.isEmpty, "a format without a file to be damaged: put one into Data")
    // Long files take longest, and tell no more.
    let small = seeds.filter { $0.bytes.count <= 6000 }
    let used = small.isEmpty ? seeds : small
    var mutation = Mutation(seed: UInt64(ending.utf8.reduce(7) { $0 &* 31 &+ Int($1) }))
    var exercise = TableExercise(name: FormatSeeds.fileName(ending))
    for number in 0..<Self.count {
      let (seed, other) = (used[number % used.count], used[(number / 7) % used.count])
      exercise.isWritten = number % 4 == 0
      let outcome = exercise.outcome(of: mutation.changed(seed.bytes, other: other.bytes))
      #expect(outcome.fault == nil, "\(ending) \(number): \(outcome.fault ?? "")")
    }
  }

  /// What is damaged is sound before.
  @Test(arguments: FormatSeeds.endings)
  func seedsAreSound(ending: String) throws {
    for seed in try Self.seeds(ending) {
      let outcome = TableExercise(name: FormatSeeds.fileName(ending)).outcome(of: seed.bytes)
      #expect(
        outcome.fault == nil && outcome.error == nil, "\(seed.name): \(outcome.error?.description ?? "")")
    }
  }
}
