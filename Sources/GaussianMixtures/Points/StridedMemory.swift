/// Numbers at equal distances, and who holds them.
///
/// `@unchecked Sendable`: whoever makes it promises that nobody writes there as long as the owner lives, which is Sendable.
struct StridedMemory<Number>: @unchecked Sendable {
  let start: UnsafePointer<Number>
  let stride: Int
  let owner: any AnyObject & Sendable

  func number(_ index: Int) -> UnsafePointer<Number> { start + index * stride }

  func dropping(_ count: Int) -> StridedMemory {
    StridedMemory(start: number(count), stride: stride, owner: owner)
  }
}
