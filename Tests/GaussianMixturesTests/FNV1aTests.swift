import Elementary
import Testing

/// Checkpoints of other versions are read by it.
@Suite struct FNV1aTests {
  /// The test vectors of RFC 9923.
  @Test(
    arguments: [
      ([], 0x811c_9dc5, 0xcbf2_9ce4_8422_2325), (Array("a".utf8), 0xe40c_292c, 0xaf63_dc4c_8601_ec8c),
      (Array("foobar".utf8), 0xbf9c_f968, 0x8594_4171_f739_67e8),
      (Array("Hello!".utf8) + [1, 0xff, 0xed], 0xfd9d_3881, 0xbd51_ea70_94ee_6fa1),
    ] as [([UInt8], UInt32, UInt64)])
  func publishedVectors(bytes: [UInt8], hash32: UInt32, hash64: UInt64) {
    #expect(FNV1a.hash32(bytes) == hash32 && FNV1a.hash64(bytes) == hash64)
  }
}
