import Benchmark
import Clouds
#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
import GaussianMixtures
import Tables

/// CSV files of 200,000 rows and three columns, in the folder for temporary files.
func fileBenchmarks() {
  Benchmark("CSV write, 200,000 rows") { benchmark in
    let columns = try shellColumns()
    try withTemporaryFile { path in
      benchmark.startMeasurement()
      for _ in benchmark.scaledIterations { try TableWriter(to: path).write(columns) }
      benchmark.stopMeasurement()
    }
  }
  Benchmark("CSV read, 200,000 rows") { benchmark in
    try withTemporaryFile { path in
      try TableWriter(to: path).write(try shellColumns())
      benchmark.startMeasurement()
      for _ in benchmark.scaledIterations {
        blackHole(try PointTable(contentsOf: path).numbers(in: [0, 1, 2]).columns.count)
      }
      benchmark.stopMeasurement()
    }
  }
}

private func shellColumns() throws -> [TableColumn] {
  try zip(["x", "y", "z"], Cloud.shell(200_000).columns).map { name, numbers in
    TableColumn(name: name, values: .numbers(numbers))
  }
}

private func withTemporaryFile(_ body: (String) throws -> Void) throws {
  let file = FileManager.default.temporaryDirectory.appending(path: "benchmark-\(UUID()).csv")
  defer { try? FileManager.default.removeItem(at: file) }
  try body(file.path)
}
