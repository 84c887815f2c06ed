// What runs tell of themselves.

extension EMIteration: CheckpointPart {
  func write(to writer: inout CheckpointWriter) {
    writer.write(iteration)
    writer.write(logLikelihood)
    writer.write(logPrior)
    writer.write(shrunkLogLikelihood)
    writer.write(meanChange)
    writer.write(weightChange)
    writer.write(covarianceChange)
    writer.write(seconds)
    writer.write(extrapolation)
  }

  init(reading reader: inout CheckpointReader) throws(FitError) {
    self.init(
      iteration: try reader.read(), logLikelihood: try reader.read(), logPrior: try reader.read(),
      shrunkLogLikelihood: try reader.read(), meanChange: try reader.read(), weightChange: try reader.read(),
      covarianceChange: try reader.read(), seconds: try reader.read(), extrapolation: try reader.read())
  }
}

/// A rival is what a selection adds to its result; the events of runs have none.
extension FitEvent: CheckpointPart {
  func write(to writer: inout CheckpointWriter) {
    writer.write(kind)
    writer.write(iteration)
    writer.write(component)
    writer.write(donor)
    writer.write(effectivePoints)
    writer.write(direction)
    writer.write(floorCause)
    writer.write(value)
    writer.write(gain)
    writer.write(lead)
    writer.write(ridge)
    writer.write(assumedSpread)
  }

  init(reading reader: inout CheckpointReader) throws(FitError) {
    self.init(
      try reader.read(), iteration: try reader.read(), component: try reader.read(), donor: try reader.read(),
      effectivePoints: try reader.read(), direction: try reader.read(), floorCause: try reader.read(),
      value: try reader.read(), gain: try reader.read(), lead: try reader.read(), ridge: try reader.read(),
      assumedSpread: try reader.read())
  }
}

extension ColumnDirection: CheckpointPart {
  func write(to writer: inout CheckpointWriter) {
    switch self {
    case .column(let place, let dimension):
      writer.write(true)
      writer.write(place)
      writer.write(dimension)
    case .vector(let components):
      writer.write(false)
      writer.write(components)
    }
  }

  init(reading reader: inout CheckpointReader) throws(FitError) {
    self = try reader.read() ? .column(try reader.read(), of: try reader.read()) : .vector(try reader.read())
  }

  /// Whether it is one of so many columns.
  func isWhole(dimension: Int) -> Bool {
    switch self {
    case .column(let place, let count): count == dimension && (0..<dimension).contains(place)
    case .vector(let components): components.count == dimension
    }
  }
}

extension CovarianceFloor.Hold: CheckpointPart {
  func write(to writer: inout CheckpointWriter) {
    writer.write(cause)
    writer.write(axis)
    writer.write(column)
    writer.write(place)
  }

  init(reading reader: inout CheckpointReader) throws(FitError) {
    self.init(
      cause: try reader.read(), axis: try reader.read(), column: try reader.read(), place: try reader.read())
  }
}

extension StartChoice: CheckpointPart {
  func write(to writer: inout CheckpointWriter) {
    writer.write(candidate)
    writer.write(candidateCount)
    writer.write(splitMergeCount)
    writer.write(swapCount)
    writer.write(effort)
  }

  init(reading reader: inout CheckpointReader) throws(FitError) {
    self.init(
      candidate: try reader.read(), candidateCount: try reader.read(), splitMergeCount: try reader.read(),
      swapCount: try reader.read(), effort: try reader.read())
  }
}

extension PassedOver: CheckpointPart {
  func write(to writer: inout CheckpointWriter) {
    writer.write(gain)
    writer.write(lead)
  }

  init(reading reader: inout CheckpointReader) throws(FitError) {
    self.init(gain: try reader.read(), lead: try reader.read())
  }
}
