internal import Parallel

/// Numbers that are written once, in either precision.
enum StoredNumbers: Sendable {
  case double(AlignedNumbers<Double>)
  case single(AlignedNumbers<Float>)

  /// Rounds to the precision.
  init(_ numbers: AlignedDoubles, precision: Engine.Precision) {
    switch precision {
    case .double: self = .double(numbers)
    case .single:
      self = .single(
        AlignedNumbers(count: numbers.count) { target in
          // The same numbers with all sets of instructions.
          MixtureKernels().narrow(numbers.pointer(at: 0), count: numbers.count, to: target)
        })
    }
  }

  var precision: Engine.Precision {
    switch self {
    case .double: .double
    case .single: .single
    }
  }

  var byteCount: Int {
    switch self {
    case .double(let numbers): numbers.count * MemoryLayout<Double>.stride
    case .single(let numbers): numbers.count * MemoryLayout<Float>.stride
    }
  }

  /// Where a number is; valid as long as the numbers live.
  func pointer(at index: Int) -> UnsafeRawPointer {
    switch self {
    case .double(let numbers): UnsafeRawPointer(numbers.pointer(at: index))
    case .single(let numbers): UnsafeRawPointer(numbers.pointer(at: index))
    }
  }

  subscript(index: Int) -> Double {
    switch self {
    case .double(let numbers): numbers.pointer(at: index).pointee
    case .single(let numbers): Double(numbers.pointer(at: index).pointee)
    }
  }

  /// Lets a part go from memory where the numbers stand in a file.
  func leaveMemory(_ part: Range<Int>) {
    switch self {
    case .double(let numbers): numbers.leaveMemory(part)
    case .single(let numbers): numbers.leaveMemory(part)
    }
  }

  /// Writes some of them as doubles.
  func copy(_ part: Range<Int>, kernels: MixtureKernels, to target: UnsafeMutablePointer<Double>) {
    switch self {
    case .double(let numbers):
      target.update(from: numbers.pointer(at: part.lowerBound), count: part.count)
    case .single(let numbers):
      kernels.take(part.count, from: numbers.pointer(at: part.lowerBound), stride: 1, to: target)
    }
  }
}
