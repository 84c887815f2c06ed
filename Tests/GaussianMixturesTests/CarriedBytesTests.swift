import Testing

@testable import GaussianMixtures

/// Bytes and texts that processes send as numbers.
@Suite struct CarriedBytesTests {
  @Test(arguments: Array(0...9) + [255, 256, 100_003])
  func bytesComeBack(count: Int) throws {
    // Every byte there is, each at every place of a number.
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 + $0 / 256) }
    let numbers = CarriedBytes.numbers(bytes)
    #expect(numbers.count == (count == 0 ? 0 : 1 + (count + 3) / 4))
    #expect(numbers.allSatisfy { UInt32(exactly: $0) != nil })
    #expect(CarriedBytes.bytes(numbers) == bytes)
  }

  @Test func textsComeBack() {
    for text in ["", "a", "Größe 3,5 µm", "点群\0\n", String(repeating: "x", count: 10_000)] {
      #expect(CarriedBytes.text(CarriedBytes.numbers(text)) == text)
    }
  }

  @Test func whatIsNoneIsRefused() {
    let sound = CarriedBytes.numbers([1, 2, 3, 4, 5])
    let damaged: [[Double]] = [
      [0], [0, 0], [-1], [-1, 0], [1], [5, 1], [1, 0, 0], [.nan, 1], [.infinity], [1e300, 1], [2.5, 1],
      [4, 0.5], [4, -1], [4, 0x1p32], [4, .nan], Array(sound.dropLast()), sound + [0],
    ]
    for numbers in damaged { #expect(CarriedBytes.bytes(numbers) == nil, "\(numbers)") }
  }
}
