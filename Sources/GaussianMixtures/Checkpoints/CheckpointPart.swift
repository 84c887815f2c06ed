/// What a checkpoint can hold, to the last bit.
protocol CheckpointPart {
  func write(to writer: inout CheckpointWriter)

  /// - Throws: ``FitError`` with the code `checkpoint` where the bytes are not such a value.
  init(reading reader: inout CheckpointReader) throws(FitError)
}

extension Int: CheckpointPart {
  func write(to writer: inout CheckpointWriter) { writer.write(UInt64(bitPattern: Int64(self))) }

  init(reading reader: inout CheckpointReader) throws(FitError) {
    self.init(truncatingIfNeeded: Int64(bitPattern: try reader.bits()))
  }
}

extension UInt64: CheckpointPart {
  func write(to writer: inout CheckpointWriter) { writer.write(self) }

  init(reading reader: inout CheckpointReader) throws(FitError) { self = try reader.bits() }
}

extension Double: CheckpointPart {
  func write(to writer: inout CheckpointWriter) { writer.write(bitPattern) }

  init(reading reader: inout CheckpointReader) throws(FitError) { self.init(bitPattern: try reader.bits()) }
}

extension Bool: CheckpointPart {
  func write(to writer: inout CheckpointWriter) { writer.write(self ? 1 : 0 as UInt64) }

  init(reading reader: inout CheckpointReader) throws(FitError) { self = try reader.bits() != 0 }
}

extension String: CheckpointPart {
  func write(to writer: inout CheckpointWriter) { writer.write(utf8: self) }

  init(reading reader: inout CheckpointReader) throws(FitError) { self = try reader.utf8() }
}

extension Optional: CheckpointPart where Wrapped: CheckpointPart {
  func write(to writer: inout CheckpointWriter) {
    writer.write(self != nil)
    if let self { writer.write(self) }
  }

  init(reading reader: inout CheckpointReader) throws(FitError) {
    self = try reader.read(Bool.self) ? try reader.read(Wrapped.self) : nil
  }
}

extension Array: CheckpointPart where Element: CheckpointPart {
  func write(to writer: inout CheckpointWriter) {
    // An empty list is one of any kind, so that a cast alone does not tell.
    if Element.self == Double.self, let numbers = self as? [Double] { return writer.write(numbers: numbers) }
    if Element.self == Int.self, let numbers = self as? [Int] { return writer.write(words: numbers) }
    writer.write(UInt64(count))
    for element in self { writer.write(element) }
  }

  init(reading reader: inout CheckpointReader) throws(FitError) {
    if Element.self == Double.self, let numbers = try reader.numbers() as? Self {
      self = numbers
      return
    }
    if Element.self == Int.self, let numbers = try reader.words(0) as? Self {
      self = numbers
      return
    }
    self = []
    // No element takes less than eight bytes.
    for _ in 0..<(try reader.count(size: 8)) { append(try reader.read(Element.self)) }
  }
}

/// Names of a kind, by which it is held.
protocol NamedCheckpointPart: CheckpointPart, RawRepresentable where RawValue == String {}

extension NamedCheckpointPart {
  func write(to writer: inout CheckpointWriter) { writer.write(rawValue) }

  init(reading reader: inout CheckpointReader) throws(FitError) {
    guard let value = Self(rawValue: try reader.utf8()) else { throw .damagedCheckpoint }
    self = value
  }
}

extension Engine.Precision: NamedCheckpointPart {}
extension Termination: NamedCheckpointPart {}
extension CollapsePolicy: NamedCheckpointPart {}
extension FloorCause: NamedCheckpointPart {}
extension SearchEffort: NamedCheckpointPart {}
extension FitEvent.Kind: NamedCheckpointPart {}
extension EMIteration.Extrapolation: NamedCheckpointPart {}
