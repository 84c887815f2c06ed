#include "CNumberText.h"

#include <cstring>

namespace {

constexpr size_t block_size = 64;
constexpr size_t blocks_of_stretch = 16;
typedef unsigned char byte_block __attribute__((ext_vector_type(block_size)));
typedef signed char mask_block __attribute__((ext_vector_type(block_size)));

constexpr size_t lane_count = 8;
typedef double number_block __attribute__((ext_vector_type(lane_count)));

bool is_within(unsigned char byte, unsigned char low, unsigned char high) { return byte >= low && byte <= high; }

// The length of the well-formed letter of more than one byte at a cursor; 0 where there is none.
size_t sequence_length(const unsigned char *cursor, size_t size) {
  const unsigned char lead = cursor[0];
  const size_t length = is_within(lead, 0xC2, 0xDF)   ? 2
                        : is_within(lead, 0xE0, 0xEF) ? 3
                        : is_within(lead, 0xF0, 0xF4) ? 4
                                                      : 0;
  if (length == 0 || length > size) return 0;
  // Neither longer than needed, nor a surrogate, nor beyond the last code point.
  const unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  const unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  if (!is_within(cursor[1], low, high)) return 0;
  for (size_t i = 2; i < length; ++i) {
    if (!is_within(cursor[i], 0x80, 0xBF)) return 0;
  }
  return length;
}

}  // namespace

size_t text_first_nul(const unsigned char *bytes, size_t size, unsigned char *high_bits) {
  *high_bits = 0;
  size_t offset = 0;
  while (offset < size) {
    const size_t stretch = size - offset < block_size * blocks_of_stretch ? 0 : blocks_of_stretch;
    byte_block all = 0;
    mask_block nuls = 0;
    for (size_t i = 0; i < stretch; ++i) {
      byte_block block;
      std::memcpy(&block, bytes + offset + i * block_size, block_size);
      all |= block;
      nuls |= block == 0;
    }
    if (stretch != 0) {
      *high_bits |= __builtin_reduce_or(all) & 0x80;
      if (__builtin_reduce_or(nuls) == 0) {
        offset += stretch * block_size;
        continue;
      }
    }
    const size_t end = stretch != 0 ? offset + stretch * block_size : size;
    for (; offset < end; ++offset) {
      if (bytes[offset] == 0) return offset;
      *high_bits |= bytes[offset] & 0x80;
    }
  }
  return size;
}

struct text_utf8_survey text_survey_utf8(const unsigned char *bytes, size_t size) {
  struct text_utf8_survey survey = {0, 0, size};
  size_t offset = 0;
  while (offset < size) {
    uint64_t word = 0;
    while (size - offset >= sizeof word) {
      std::memcpy(&word, bytes + offset, sizeof word);
      if ((word & 0x8080808080808080) != 0) break;
      offset += sizeof word;
    }
    while (offset < size && bytes[offset] < 0x80) ++offset;
    if (offset == size) break;
    const size_t length = sequence_length(bytes + offset, size - offset);
    if (length != 0) {
      ++survey.sequences;
      offset += length;
      continue;
    }
    if (survey.strays == 0) survey.first_stray = offset;
    ++survey.strays;
    ++offset;
  }
  return survey;
}

void numbers_extend_range(const double *numbers, size_t count, double *lowest, double *highest) {
  double low = *lowest;
  double high = *highest;
  size_t place = 0;
  if (count >= lane_count) {
    number_block lows = low;
    number_block highs = high;
    for (; place + lane_count <= count; place += lane_count) {
      number_block block;
      std::memcpy(&block, numbers + place, sizeof block);
      lows = block < lows ? block : lows;
      highs = block > highs ? block : highs;
    }
    for (size_t lane = 0; lane < lane_count; ++lane) {
      low = lows[lane] < low ? lows[lane] : low;
      high = highs[lane] > high ? highs[lane] : high;
    }
  }
  for (; place < count; ++place) {
    low = numbers[place] < low ? numbers[place] : low;
    high = numbers[place] > high ? numbers[place] : high;
  }
  *lowest = low;
  *highest = high;
}
