// Make points of what there is: rows, vectors, records, memory, and the text of a table.

import GaussianMixtures
import Tables

// snippet.rows
let rows = try PointSet([[1, 2], [3, 4], [5, 6]])
let columns = try PointSet(columns: [[1, 3, 5], [2, 4, 6]])
print("rows and columns: \(rows == columns)")

// snippet.vectors
let positions: [SIMD3<Float>] = [[0, 0, 1], [2, 0, 1], [0, 3, 1]]
let scene = try PointSet(positions)
print("vectors: \(scene)")

// snippet.records
struct Star {
  let x: Double
  let y: Float
  let planetCount: Int
}
let catalogue = [Star(x: 1, y: 2, planetCount: 3), Star(x: 4, y: 5, planetCount: 6)]
let stars = try PointSet(catalogue, \.x, \.y, { Double($0.planetCount) })
print("records: \(stars), the last is \(stars[1])")

// snippet.memory
let samples: [Float] = [1, 2, 3, 4, 5, 6]
let copied = try PointSet(rowMajor: samples, dimension: 2)
let spanned = try PointSet(rowMajor: samples.span, dimension: 2)
print("memory: \(copied == rows && spanned == rows)")

// snippet.inPlace
final class Image: Sendable {
  nonisolated(unsafe) let channels: UnsafeMutablePointer<Float>
  let pixelCount = 100
  init() {
    channels = .allocate(capacity: 4 * pixelCount)
    for place in 0..<(4 * pixelCount) { channels[place] = Float(place % 7) }
  }
  deinit { channels.deallocate() }
}
let image = Image()
let colours = (0..<3).map { colour in
  PointColumn(image.channels + colour, stride: 4, count: image.pixelCount, owner: image)
}
let pixels = try PointSet(inPlace: colours)
print("in place: \(pixels)")

// snippet.table
let text = "name,length,width\na,1.5,2\nb,2.5,NA\nc,3.5,4\n"
let table = try PointTable(bytes: Array(text.utf8), source: "measurements")
let chosen = try table.selectColumns("length,width")
let numbers = try table.numbers(in: chosen, invalid: .missing)
let measured = try Observations(columns: numbers.columns)
print("table: \(measured)")
