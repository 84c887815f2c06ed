/// FNV-1a, the hash of G. Fowler, L. C. Noll and K.-P. Vo (RFC 9923): tells apart bytes that differ by chance, not by design.
///
/// Every step can be undone: bytes of which one differs never have the same hash. Usable from inline, without which other
/// targets would call a function for every byte.
@usableFromInline package enum FNV1a {
  /// With 32 bits.
  @inlinable package static func hash32(_ bytes: some Sequence<UInt8>) -> UInt32 {
    bytes.reduce(0x811c_9dc5) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
  }

  /// With 64 bits.
  @inlinable package static func hash64(_ bytes: some Sequence<UInt8>) -> UInt64 {
    bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }
}
