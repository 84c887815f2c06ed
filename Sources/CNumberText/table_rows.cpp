#include "CNumberText.h"

#include <cstring>

namespace {

constexpr size_t block_size = 64;

typedef unsigned char byte_block __attribute__((ext_vector_type(block_size)));
typedef bool bit_block __attribute__((ext_vector_type(block_size)));

// Bit i is set where byte i of the block is the one looked for.
uint64_t places_of(unsigned char byte, const byte_block &block) {
  const bit_block places = __builtin_convertvector(block == byte, bit_block);
  uint64_t bits;
  static_assert(sizeof places == sizeof bits, "a bit for each byte");
  std::memcpy(&bits, &places, sizeof bits);
  return bits;
}

uint64_t below(unsigned place) { return place == 0 ? 0 : ~uint64_t{0} >> (block_size - place); }

bool may_begin_plain_row(unsigned char byte) {
  return byte != ' ' && byte != '\t' && byte != '\r' && byte != '\n' && byte != '#' && byte != '/' && byte != '"';
}

// By reference: how a vector of this width is returned depends on the processor that is compiled for.
void load(byte_block &block, const unsigned char *bytes, size_t size, size_t offset) {
  if (size - offset >= block_size) {
    std::memcpy(&block, bytes + offset, block_size);
  } else {
    block = 0;
    std::memcpy(&block, bytes + offset, size - offset);
  }
}

}  // namespace

size_t table_text_plain_rows(const unsigned char *bytes, size_t size, size_t start, size_t limit,
                             unsigned char delimiter, size_t delimiters, size_t base, uint32_t *rows,
                             size_t capacity, size_t *count) {
  size_t found = 0;
  size_t delimiters_before = 0;  // of the row that is open, in blocks done
  *count = 0;
  if (start >= limit || start >= size || !may_begin_plain_row(bytes[start])) return start;
  for (size_t offset = start; offset < size; offset += block_size) {
    byte_block block;
    load(block, bytes, size, offset);
    const uint64_t quotes = places_of('"', block);
    const uint64_t separators = places_of(delimiter, block);
    uint64_t ends = places_of('\n', block);
    if (quotes != 0) ends &= below(static_cast<unsigned>(__builtin_ctzll(quotes)));
    uint64_t open = ~uint64_t{0};  // the bytes of the block that belong to the open row or later ones
    while (ends != 0) {
      const unsigned end = static_cast<unsigned>(__builtin_ctzll(ends));
      ends &= ends - 1;
      const size_t here = static_cast<size_t>(__builtin_popcountll(separators & open & below(end)));
      if (delimiters_before + here != delimiters || found == capacity) return start;
      delimiters_before = 0;
      rows[found++] = static_cast<uint32_t>(start - base);
      *count = found;
      start = offset + end + 1;
      open = ~below(end) & ~(uint64_t{1} << end);
      if (start >= limit || start >= size || !may_begin_plain_row(bytes[start])) return start;
    }
    if (quotes != 0) return start;
    delimiters_before += static_cast<size_t>(__builtin_popcountll(separators & open));
  }
  return start;
}
