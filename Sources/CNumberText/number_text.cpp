#include "CNumberText.h"

#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstring>

#if __has_include(<fast_float/fast_float.h>)
#include <fast_float/fast_float.h>
#else
#error "Tables need fast_float, a header: make setup, apt-get install libfast-float-dev, or brew install fast_float. \
The library GaussianMixtures does not: swift build --target GaussianMixtures."
#endif

namespace {

bool is_digit(unsigned char c) { return c >= '0' && c <= '9'; }
bool is_sign(unsigned char c) { return c == '+' || c == '-'; }
bool is_blank(unsigned char c) { return c == ' ' || c == '\t' || c == '\r'; }

// Reads a number whose exponent begins with D, as Fortran writes double precision: 1.5D+03. A mantissa
// without a decimal mark is left alone, since 12D4 is a name more often than a number.
//
// `length` is that of the mantissa; 0 where no such exponent follows.
size_t scan_fortran(const unsigned char *first, size_t length, const unsigned char *last,
                    unsigned char decimal_mark, double *value) {
  constexpr size_t capacity = 64;
  const unsigned char *cursor = first + length;
  if (cursor == last || (*cursor != 'D' && *cursor != 'd')) return 0;
  if (std::memchr(first, decimal_mark, length) == nullptr) return 0;
  ++cursor;
  if (cursor != last && is_sign(*cursor)) ++cursor;
  const unsigned char *const digits = cursor;
  while (cursor != last && is_digit(*cursor)) ++cursor;
  const size_t whole = static_cast<size_t>(cursor - first);
  if (cursor == digits || whole > capacity) return 0;
  char copy[capacity];
  std::memcpy(copy, first, whole);
  copy[length] = 'e';
  const size_t sign = copy[0] == '+' ? 1 : 0;
  const fast_float::parse_options options{fast_float::chars_format::general, static_cast<char>(decimal_mark)};
  const auto answer = fast_float::from_chars_advanced(copy + sign, copy + whole, *value, options);
  return answer.ec != std::errc::invalid_argument && answer.ptr == copy + whole ? whole : 0;
}

// Reads what may also overflow to infinity; 0 where there is no number.
size_t scan(const unsigned char *first, const unsigned char *last, unsigned char decimal_mark,
            double *value) {
  const unsigned char *start = first;
  if (start != last && *start == '+') ++start;
  const unsigned char *digits = start;
  if (start == first && digits != last && *digits == '-') ++digits;
  // from_chars would also take the words nan and inf, and a second sign after a plus.
  if (digits == last || !(is_digit(*digits) || *digits == decimal_mark)) return 0;
  const fast_float::parse_options options{fast_float::chars_format::general, static_cast<char>(decimal_mark)};
  const char *text = reinterpret_cast<const char *>(start);
  const auto answer =
      fast_float::from_chars_advanced(text, reinterpret_cast<const char *>(last), *value, options);
  // A number out of range is still a number here: the caller looks at the value (0 or infinity).
  if (answer.ec == std::errc::invalid_argument) return 0;
  const size_t length = static_cast<size_t>(answer.ptr - reinterpret_cast<const char *>(first));
  const size_t whole = scan_fortran(first, length, last, decimal_mark, value);
  return whole != 0 ? whole : length;
}

bool equals_word(const unsigned char *first, size_t length, const char *word) {
  if (std::strlen(word) != length) return false;
  for (size_t i = 0; i < length; ++i) {
    unsigned char c = first[i];
    if (c >= 'A' && c <= 'Z') c = static_cast<unsigned char>(c - 'A' + 'a');
    if (c != static_cast<unsigned char>(word[i])) return false;
  }
  return true;
}

bool is_invalid_word(const unsigned char *first, const unsigned char *last) {
  if (first == last) return true;
  if (is_sign(*first)) ++first;
  const size_t length = static_cast<size_t>(last - first);
  for (const char *word : {"na", "n/a", "nan", "null", ".", "inf", "infinity", "<na>", "nan(ind)", "1.#ind", "1.#qnan",
                           "1.#inf", "#n/a", "#n/a n/a", "#div/0!", "#value!", "#num!", "#ref!", "#null!",
                           "#name?", "#calc!", "#spill!"}) {
    if (equals_word(first, length, word)) return true;
  }
  return false;
}

}  // namespace

size_t number_text_scan(const unsigned char *first, const unsigned char *last, unsigned char decimal_mark,
                        double *value) {
  double number = 0;
  const size_t length = scan(first, last, decimal_mark, &number);
  if (length == 0 || !std::isfinite(number)) return 0;
  *value = number;
  return length;
}

number_text_status number_text_parse(const unsigned char *first, const unsigned char *last,
                                     unsigned char decimal_mark, double *value) {
  while (first != last && is_blank(*first)) ++first;
  while (first != last && is_blank(last[-1])) --last;
  double number = 0;
  const size_t length = scan(first, last, decimal_mark, &number);
  if (length != 0 && first + length == last) {
    if (!std::isfinite(number)) return number_text_status_invalid;
    *value = number;
    return number_text_status_number;
  }
  return is_invalid_word(first, last) ? number_text_status_invalid : number_text_status_other;
}

size_t number_text_format(double value, unsigned char decimal_mark, unsigned char *buffer) {
  char *const start = reinterpret_cast<char *>(buffer);
  char *const limit = start + NUMBER_TEXT_CAPACITY;
  // Whole numbers stay free of exponents (100000, not 1e+05); minus zero has to keep its sign.
  if (std::fabs(value) < 1e15 && value == std::trunc(value) && !(value == 0 && std::signbit(value))) {
    return static_cast<size_t>(std::to_chars(start, limit, static_cast<int64_t>(value)).ptr - start);
  }
  if (std::isnan(value)) {
    std::memcpy(start, "nan", 3);
    return 3;
  }
  const auto answer = std::to_chars(start, limit, value);
  if (decimal_mark != '.') {
    char *const mark = static_cast<char *>(std::memchr(start, '.', static_cast<size_t>(answer.ptr - start)));
    if (mark != nullptr) *mark = static_cast<char>(decimal_mark);
  }
  return static_cast<size_t>(answer.ptr - start);
}

size_t number_text_format_integer(int64_t value, unsigned char *buffer) {
  char *const start = reinterpret_cast<char *>(buffer);
  return static_cast<size_t>(std::to_chars(start, start + NUMBER_TEXT_CAPACITY, value).ptr - start);
}

size_t number_text_format_rounded(double value, number_text_style style, int digits, unsigned char *buffer) {
  char *const text = reinterpret_cast<char *>(buffer);
  int length = 0;
  switch (style) {
    case number_text_style_fixed:
      length = std::snprintf(text, NUMBER_TEXT_ROUNDED_CAPACITY, "%.*f", digits, value);
      break;
    case number_text_style_significant:
      length = std::snprintf(text, NUMBER_TEXT_ROUNDED_CAPACITY, "%.*g", digits, value);
      break;
    case number_text_style_scientific:
      length = std::snprintf(text, NUMBER_TEXT_ROUNDED_CAPACITY, "%.*e", digits, value);
      break;
  }
  if (length < 0) return 0;
  return length < NUMBER_TEXT_ROUNDED_CAPACITY ? static_cast<size_t>(length) : NUMBER_TEXT_ROUNDED_CAPACITY - 1;
}
