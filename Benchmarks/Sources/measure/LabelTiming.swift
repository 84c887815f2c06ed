#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
import GaussianMixtures
import MixtureFiles
import Tables

/// The time of labelling points that are in memory by a given model.
struct LabelTiming {
  static let usage = "labels POINTS MODEL THREADS REPETITIONS OUTPUT"

  private let points: PointSet
  private let model: GaussianMixture
  private let threadCount: Int
  private let repetitionCount: Int
  private let outputPath: String

  /// Reads what the arguments name, after ``usage``.
  init(_ arguments: [String]) throws {
    guard arguments.count == 5, let threads = Int(arguments[2]), let repetitions = Int(arguments[3]),
      threads >= 1, repetitions >= 1
    else { throw MeasureError(message: "usage: measure \(Self.usage)") }
    model = try ModelFile.read(arguments[1]).model
    let table = try PointTable(contentsOf: arguments[0])
    points = try PointSet(columns: try table.numbers(in: Array(0..<model.dimension)).columns)
    threadCount = threads
    repetitionCount = repetitions
    outputPath = arguments[4]
  }

  /// Labels the points, writes the labels as 32-bit numbers from 0, -1 for none, and tells the median time.
  func answer() throws -> String {
    var times: [Double] = []
    var labels: PointLabels = []
    let clock = ContinuousClock()
    for _ in 0..<repetitionCount {
      let began = clock.now
      labels = try model.labels(of: points, engine: Engine(threadCount: threadCount))
      times.append((clock.now - began).seconds)
    }
    try labels.map { Int32($0 ?? -1) }.withUnsafeBufferPointer { try Data(buffer: $0).write(to: URL(filePath: outputPath)) }
    return #"{"seconds": \#(times.median), "iterations": \#(repetitionCount)}"#
  }
}
