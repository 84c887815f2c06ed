/// Numbers of a column as they stand in a file's bytes: none has to be made of a text.
package struct StoredColumn: Sendable {
  /// How a number is stored, in the order of bytes of this machine.
  package enum Precision: Sendable { case single, double }

  /// Holds the bytes.
  package let file: FileBytes
  /// Where the first number is, in bytes; a multiple of its size.
  package let offset: Int
  /// The distance of two numbers, in numbers.
  package let stride: Int
  /// How many there are.
  package let count: Int
  /// How each is stored.
  package let precision: Precision

  /// Calls the body with where the first number is; valid as long as the file lives.
  package func withStart<Result>(_ body: (UnsafeRawPointer) -> Result) -> Result? {
    file.withBytes { bytes in bytes.baseAddress.map { body(UnsafeRawPointer($0) + offset) } }
  }

  /// The least and the greatest number of some rows, nil where one is not finite.
  func range(of rows: Range<Int>) -> ClosedRange<Double>? {
    withStart { start in
      switch precision {
      case .double: Self.range(start.assumingMemoryBound(to: Double.self), stride, rows)
      case .single: Self.range(start.assumingMemoryBound(to: Float.self), stride, rows)
      }
    } ?? nil
  }

  @inline(__always)
  private static func range<Number: BinaryFloatingPoint>(
    _ start: UnsafePointer<Number>, _ stride: Int, _ rows: Range<Int>
  ) -> ClosedRange<Double>? {
    var (lowest, highest, rest) = (Number.infinity, -Number.infinity, Number.zero)
    for row in rows {
      let number = start[row * stride]
      lowest = number < lowest ? number : lowest
      highest = number > highest ? number : highest
      // 0 for a finite number, else NaN: a sum without branches.
      rest += number - number
    }
    return rest.isNaN || lowest > highest ? nil : Double(lowest)...Double(highest)
  }
}
