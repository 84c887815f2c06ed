#include "CNumberText.h"

#include <cstring>

namespace {

constexpr uint64_t every(uint64_t byte) { return byte * 0x0101010101010101; }

// The first eight bytes of a text, the first one lowest.
uint64_t load(const unsigned char *text) {
  uint64_t word;
  std::memcpy(&word, text, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  word = __builtin_bswap64(word);
#endif
  return word;
}

// How many digits a word begins with. A carry out of a byte reaches only later bytes, and only from one
// that is no digit.
unsigned leading_digits(uint64_t word) {
  const uint64_t other =
      ((word & every(0xF0)) ^ every(0x30)) | (((word + every(0x06)) & every(0xF0)) ^ every(0x30));
  return other == 0 ? 8 : static_cast<unsigned>(__builtin_ctzll(other)) / 8;
}

// The number that the first `count` digits of a word are, 1 to 8.
uint64_t digits_value(uint64_t word, unsigned count) {
  word = (word & every(0x0F)) << (8 * (8 - count));
  word = word * 10 + (word >> 8);
  const uint64_t pairs = 0x000000FF000000FF;
  return (((word & pairs) * 0x000F424000000064) + (((word >> 16) & pairs) * 0x0000271000000001)) >> 32;
}

constexpr uint64_t tens[] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000};
constexpr double exact_powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                   1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

struct Digits {
  uint64_t value = 0;
  unsigned count = 0;

  // Goes over the digits at the cursor; eight bytes can be read there or it is false.
  bool read(const unsigned char *&cursor, const unsigned char *last) {
    while (true) {
      if (last - cursor < 8) return false;
      const uint64_t word = load(cursor);
      const unsigned more = leading_digits(word);
      if (more == 0) return true;
      count += more;
      if (count > 18) return false;  // ten more could overflow
      value = value * tens[more] + digits_value(word, more);
      cursor += more;
      if (more < 8) return true;
    }
  }
};

// Reads a number of few digits and no exponent: exactly representable digits divided by an exact power of
// ten are rounded once, and so correctly (Clinger 1990). Null where the number is of another kind.
const unsigned char *read_short(const unsigned char *cursor, const unsigned char *last,
                                unsigned char decimal_mark, double *value) {
  if (cursor == last) return nullptr;
  const bool negative = *cursor == '-';
  cursor += negative ? 1 : 0;
  Digits digits;
  if (!digits.read(cursor, last)) return nullptr;
  unsigned fraction = 0;
  if (*cursor == decimal_mark) {
    ++cursor;
    const unsigned whole = digits.count;
    if (!digits.read(cursor, last)) return nullptr;
    fraction = digits.count - whole;
  }
  // An exponent begins with e or, in Fortran, d; both are the same letter but for case.
  const unsigned char next = *cursor | 0x20;
  if (digits.count == 0 || digits.value > (uint64_t{1} << 53) || next == 'e' || next == 'd') return nullptr;
  const double magnitude = static_cast<double>(digits.value) / exact_powers[fraction];
  *value = negative ? -magnitude : magnitude;
  return cursor;
}

// Reads the cell at a cursor and answers where its text ends; null where it is no finite number.
const unsigned char *read_cell(const unsigned char *cursor, const unsigned char *last,
                               unsigned char decimal_mark, double *value) {
  const unsigned char *end = read_short(cursor, last, decimal_mark, value);
  if (end != nullptr) return end;
  const size_t length = number_text_scan(cursor, last, decimal_mark, value);
  return length == 0 ? nullptr : cursor + length;
}

// The end of a cell that is not wanted; null where the row ends, a quote stands in the cell, or blanks run on: between
// spaces several of them, tabs too, part two cells, and none is empty.
const unsigned char *pass_over(const unsigned char *cursor, const unsigned char *last,
                               unsigned char delimiter) {
  const bool merges = delimiter == ' ';
  if (merges && cursor != last && *cursor == delimiter) return nullptr;
  while (cursor != last && *cursor != delimiter) {
    if (*cursor == '\n' || *cursor == '"' || (merges && *cursor == '\t')) return nullptr;
    ++cursor;
  }
  return cursor == last ? nullptr : cursor;
}

bool is_code(double value, const double *codes, size_t code_count) {
  for (size_t i = 0; i < code_count; ++i) {
    if (value == codes[i]) return true;
  }
  return false;
}

bool is_row_end(const unsigned char *cursor, const unsigned char *last) {
  if (cursor == last || *cursor == '\n') return true;
  return *cursor == '\r' && (cursor + 1 == last || cursor[1] == '\n');
}

}  // namespace

size_t table_text_plain_numbers(const unsigned char *bytes, size_t size, const uint32_t *rows, size_t base,
                                size_t count, unsigned char delimiter, unsigned char decimal_mark,
                                const int32_t *slots, size_t slot_count, const double *codes,
                                size_t code_count, double *const *columns, size_t first) {
  const unsigned char *const last = bytes + size;
  for (size_t row = 0; row < count; ++row) {
    const unsigned char *cursor = bytes + base + rows[row];
    for (size_t cell = 0; cell < slot_count; ++cell) {
      cursor = slots[cell] < 0 ? pass_over(cursor, last, delimiter)
                               : read_cell(cursor, last, decimal_mark, &columns[slots[cell]][first + row]);
      if (cursor == nullptr) return row;
      if (code_count != 0 && slots[cell] >= 0 && is_code(columns[slots[cell]][first + row], codes, code_count)) {
        return row;
      }
      if (cursor != last && *cursor == delimiter) {
        ++cursor;
      } else if (cell + 1 != slot_count || !is_row_end(cursor, last)) {
        return row;
      }
    }
  }
  return count;
}
