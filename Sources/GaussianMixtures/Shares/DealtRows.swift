/// Numbers of rows, which are sent as runs of consecutive ones.
struct DealtRows: CheckpointPart {
  let numbers: [Int]

  init(_ numbers: [Int]) { self.numbers = numbers }

  func write(to writer: inout CheckpointWriter) {
    var ends: [Int] = []
    for number in numbers {
      if ends.last == number {
        ends[ends.count - 1] += 1
      } else {
        ends += [number, number + 1]
      }
    }
    writer.write(ends)
  }

  init(reading reader: inout CheckpointReader) throws(FitError) {
    let ends: [Int] = try reader.read()
    guard ends.count.isMultiple(of: 2) else { throw .damagedRequest }
    var numbers: [Int] = []
    for place in stride(from: 0, to: ends.count, by: 2) {
      guard ends[place] <= ends[place + 1] else { throw .damagedRequest }
      numbers += ends[place]..<ends[place + 1]
    }
    self.numbers = numbers
  }
}

/// Many numbers, which are sent as they stand and looked for nowhere.
struct FlatNumbers: CheckpointPart {
  let numbers: [Double]

  init(_ numbers: [Double]) { self.numbers = numbers }

  func write(to writer: inout CheckpointWriter) { writer.write(words: numbers) }

  init(reading reader: inout CheckpointReader) throws(FitError) { numbers = try reader.words(0.0) }
}
