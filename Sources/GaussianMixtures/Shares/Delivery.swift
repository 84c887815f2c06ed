/// Points that a process needs for its blocks.
struct Delivery: CheckpointPart {
  /// The number of their unit.
  let unit: Int
  /// The process.
  let rank: Int
  let places: Range<Int>

  init(unit: Int, rank: Int, places: Range<Int>) {
    self.unit = unit
    self.rank = rank
    self.places = places
  }

  func write(to writer: inout CheckpointWriter) {
    writer.write([unit, rank, places.lowerBound, places.upperBound])
  }

  init(reading reader: inout CheckpointReader) throws(FitError) {
    let numbers: [Int] = try reader.read()
    guard numbers.count == 4, numbers[2] <= numbers[3] else { throw .damagedRequest }
    self.init(unit: numbers[0], rank: numbers[1], places: numbers[2]..<numbers[3])
  }
}

/// What processes have sent for a delivery, each of its own rows.
struct Arrival: CheckpointPart {
  let delivery: Delivery
  /// Of each process, column by column.
  let numbers: [[Double]]

  init(_ delivery: Delivery, numbers: [[Double]]) {
    self.delivery = delivery
    self.numbers = numbers
  }

  func write(to writer: inout CheckpointWriter) {
    writer.write(delivery)
    writer.write(numbers.map(FlatNumbers.init))
  }

  init(reading reader: inout CheckpointReader) throws(FitError) {
    delivery = try reader.read()
    numbers = try reader.flatLists()
  }
}
